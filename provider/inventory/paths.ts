import { homedir, hostname, userInfo } from "node:os";
import { resolve } from "node:path";

type Env = Record<string, string | undefined>;

/** The home directory: HOME, or that of the user database. */
export const homeDirectory = (env: Env): string => env.HOME || homedir();

/** The name of the user who runs this process. */
export function localUser(env: Env): string {
	try {
		return userInfo().username;
	} catch {
		return env.USER || env.LOGNAME || "root"; // the uid has no entry in /etc/passwd
	}
}

/** The absolute path. A leading ~ is the home directory, and ${NAME} an environment variable. */
export function expandPath(path: string, env: Env): string {
	const filled = path.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? "");
	return resolve(filled.replace(/^~(?=\/|$)/, homeDirectory(env)));
}

/** Replaces OpenSSH's percent tokens (%h, %d, %r …, ssh_config(5)) by their values. Unknown tokens stay. */
export function expandTokens(text: string, about: { alias: string; host: string; port: number; user: string }, env: Env): string {
	// The values are looked up in the system.
	if (!text.includes("%")) return text;
	const values: Record<string, string> = {
		"%": "%",
		h: about.host,
		n: about.alias,
		k: about.alias,
		p: String(about.port),
		r: about.user,
		u: localUser(env),
		d: homeDirectory(env),
		i: String(process.getuid?.() ?? ""),
		l: hostname(),
		L: hostname().split(".")[0] ?? "",
	};
	return text.replace(/%(.)/g, (whole, letter: string) => values[letter] ?? whole);
}
