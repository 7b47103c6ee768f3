import type { Problem } from "../base/values";
import type { OpenSsh } from "./connection";
import { expandPath } from "./paths";
import type { ConnectionObject, InventoryEntry } from "./schema";

type Env = Record<string, string | undefined>;
type Fields = Omit<InventoryEntry | ConnectionObject, "host">;

/** Fields for which OpenSSH's client has no argument, and what takes their place. */
const replacements = {
	password: "log in by a key",
	privateKey: "give privateKeyPath, or load the key into an agent",
	privateKeyPassword: "load the key into an agent",
	hostKey: "add the key to known_hosts",
	proxy: "set ProxyJump in the OpenSSH configuration",
} satisfies Partial<Record<keyof Fields, string>>;

/** The fields that OpenSSH's own client can't use. `at`: the path of the connection. */
export const problemsForOpenSsh = (fields: Fields, at: string): Problem[] =>
	Object.entries(replacements)
		.filter(([field]) => fields[field as keyof Fields] !== undefined)
		.map(([field, instead]) => ({
			path: `${at}.${field}`,
			message: `can't be used with sshClient "openssh": ${instead}, or set sshClient to "builtin"`,
		}));

/** The option `name="path"`: quotes protect spaces, and a doubled percent sign is no token (ssh_config(5)). */
export const pathOption = (name: string, path: string): string[] => ["-o", `${name}="${path.replaceAll("%", "%%")}"`];

/** The call of `ssh` for a host. `configFile` undefined: the user's ~/.ssh/config and the system's, as always. */
export function openSshTo(destination: string, fields: Fields, configFile: string | undefined, env: Env): OpenSsh {
	const file = (name: string, path: string): string[] => pathOption(name, expandPath(path, env));
	const given = <T>(value: T | undefined, args: (value: T) => string[]): string[] => (value === undefined ? [] : args(value));
	return {
		destination,
		...(fields.user === undefined ? {} : { user: fields.user }),
		arguments: [
			...given(configFile, (path) => ["-F", path]),
			...given(fields.user, (user) => ["-l", user]),
			...given(fields.port, (port) => ["-p", String(port)]),
			...given(fields.privateKeyPath, (path) => [...file("IdentityFile", path), "-o", "IdentitiesOnly=yes"]),
			...given(fields.agentSocketPath, (path) => file("IdentityAgent", path)),
			...given(fields.knownHostsFile, (path) => file("UserKnownHostsFile", path)),
			...given(fields.hostKeyChecking, (word) => ["-o", `StrictHostKeyChecking=${word}`]),
			...given(fields.perDialTimeout, (seconds) => ["-o", `ConnectTimeout=${Math.ceil(seconds) || "none"}`]),
			...given(fields.dialErrorLimit, (tries) => ["-o", `ConnectionAttempts=${tries < 0 ? 2 ** 31 - 1 : Math.max(1, tries)}`]),
		],
	};
}
