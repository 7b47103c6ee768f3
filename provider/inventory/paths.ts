import { homedir, hostname, userInfo } from "node:os";
import { resolve } from "node:path";

type Env = Record<string, string | undefined>;

/** Home directory: HOME, else the user database's. */
export const home = (env: Env): string => env.HOME || homedir();

/** Name of the user who runs this process. */
export function localUser(env: Env): string {
	try {
		return userInfo().username;
	} catch {
		return env.USER || env.LOGNAME || "root"; // a uid without an entry in /etc/passwd
	}
}

/** Absolute path of `path`, where a leading ~ is the home directory and ${NAME} an environment variable. */
export function expandPath(path: string, env: Env): string {
	const filled = path.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? "");
	return resolve(filled.replace(/^~(?=\/|$)/, home(env)));
}

/** Replaces OpenSSH's percent tokens (%h, %d, %r …) by their values; unknown ones stay. */
export function expandTokens(text: string, about: { alias: string; host: string; port: number; user: string }, env: Env): string {
	const values: Record<string, string> = {
		"%": "%",
		h: about.host,
		n: about.alias,
		k: about.alias,
		p: String(about.port),
		r: about.user,
		u: localUser(env),
		d: home(env),
		i: String(process.getuid?.() ?? ""),
		l: hostname(),
		L: hostname().split(".")[0] ?? "",
	};
	return text.replace(/%(.)/g, (whole, letter: string) => values[letter] ?? whole);
}
