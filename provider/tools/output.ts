import { isMissingNetns } from "./call";
import { type Reading, Unreadable } from "./tool";

/** The error of programs such as `cat` about a file that does not exist. */
export const missingFile = ": No such file or directory$";

/** The advice where a tool is not allowed to do something. */
export const needsRoot = "this needs root: log in as root, or set become: true";

export const isDenied = (stderr: string): boolean => /denied|not permitted/i.test(stderr);

/** The advice where somebody may not create or enter a network namespace. In many containers, root has CAP_NET_ADMIN alone. */
export const namespacesDenied = {
	/** The words of `unshare`, `ip netns add`, and `ip` in a namespace. */
	said: /^(?:unshare: unshare|mount .*\/run\/netns\S*|setting the network namespace "[^"]*") failed: Operation not permitted/m,
	advice:
		"network namespaces need the capability CAP_SYS_ADMIN: log in as root, or set become: true. A container needs it beside CAP_NET_ADMIN (docker run --cap-add SYS_ADMIN)",
};

export function unreadable(what: string, stderr: string, hint: string): Unreadable {
	const advice = namespacesDenied.said.test(stderr) ? namespacesDenied.advice : isDenied(stderr) ? needsRoot : hint;
	const reason = stderr.includes("Alarm clock") ? "no answer in time" : stderr || "no reason given";
	return new Unreadable(`${what} (${reason})${advice === "" ? "" : `: ${advice}`}`);
}

/** The parser of a read in a network namespace. Where the namespace does not exist, the fact has no value. */
export const parsedInNetns =
	<V>(parse: (stdout: string) => V, what: string, hint: string) =>
	({ stdout, stderr, code }: Reading): V | Unreadable | undefined => {
		if (code === 0) return parse(stdout);
		return isMissingNetns(stderr) ? undefined : unreadable(what, stderr, hint);
	};

/** `ip` reports the failed exec of a program with status 1 or 255 (iproute2, lib/exec.c), unshare with 127. */
const failedExec = /^(?:exec of "([^"]+)" failed|unshare: failed to execute (\S+)): No such file or directory$/m;

const notFound = /(?:^|[\s:])([\w.-]+): (?:command |inaccessible or )?not found\s*$/m;

/** The program that a call did not find on the host. Undefined: the call failed for another reason, or succeeded. */
export function missingProgram({ code, stderr }: Reading, main: string): string | undefined {
	if (code === 0) return undefined;
	const [, byIp, byUnshare] = failedExec.exec(stderr) ?? [];
	const missing = byIp ?? byUnshare;
	if (missing !== undefined) return missing;
	// BusyBox's tools have the names of others, and know fewer options.
	if (/^BusyBox v.* multi-call binary/m.test(stderr)) return main;
	return code === 127 ? (notFound.exec(stderr)?.[1] ?? main) : undefined;
}

/** The standard error of a tool on one line. */
export const saidOnOneLine = ({ stderr, code }: Reading, program: string): string =>
	stderr
		.split("\n")
		.filter((line) => line !== "")
		.join("; ") || `${program} ended with status ${code}`;

/** Text on one line, cut to 100 characters. */
export function excerpt(text: string): string {
	const line = text.trim().replace(/\s+/g, " ");
	return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
