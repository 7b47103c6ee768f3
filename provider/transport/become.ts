import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { HostError } from "../base/host-error";
import { redact } from "../base/redact";
import type { Become } from "../inventory/connection";
import type { ExecResult } from "./transport";

/** A command line and what goes to its standard input. */
export interface Invocation {
	command: string;
	stdin: string;
}

/**
 * Makes a script run whole or not at all: the shell parses the braces to their end before it runs anything, so a
 * connection that breaks half-way can't run half a line. Its commands read /dev/null, never the script's own text.
 * Line numbers in the shell's messages stay right. `shift` drops the run's token.
 */
const whole = (script: string): string => `{ shift; ${script}\n} </dev/null\n`;

export interface ScriptInvocation extends Invocation {
	/** Stands in the shell's command line, so that the run can be found: see endInvocation. */
	token: string;
}

/**
 * How to run a script by `sh -s`, as root where `become` is given.
 * With a password the input is: password, a random token, script. sudo reads the first line if it wants one; a loop under
 * sudo skips everything up to the token. So neither is the password ever run as a command, nor is it in a command line.
 */
export function scriptInvocation(script: string, become?: Become): ScriptInvocation {
	const token = randomBytes(16).toString("hex");
	// always an exec, so that it's all one process group, which endInvocation ends
	if (!become) return { token, command: `exec sh -s ${token}`, stdin: whole(script) };
	if (become.password === undefined) return { token, command: `exec ${asRoot(become)} sh -s ${token}`, stdin: whole(script) };
	return {
		token,
		command: `exec ${asRoot(become)} sh -c 'while IFS= read -r line; do [ "$line" = ${token} ] && exec sh -s ${token}; done; exit 1'`,
		stdin: `${become.password}\n${token}\n${whole(script)}`,
	};
}

/** How to end a script that was given up, with all it started: sshd passes signals on neither to root's nor to sudo's. */
export function endInvocation(token: string, become?: Become): Invocation {
	return scriptInvocation(
		`for file in $(printf '%s\\n' ${token} | grep -lsaF -f - /proc/[0-9]*/cmdline); do
pid=\${file#/proc/}; read -r _ _ _ _ group _ < "/proc/\${pid%/cmdline}/stat" && kill -s TERM -- "-$group"
done 2>/dev/null`,
		become,
	);
}

/** Asks whether `become` works, once a connection, without a script and with a single try of the password. */
export function becomeCheck(become: Become): Invocation & { passed(result: ExecResult): boolean } {
	const mark = randomBytes(16).toString("hex");
	return {
		// What is left of the input must not be run; LC_ALL so that the refusals can be told apart.
		command: `env LC_ALL=C ${asRoot(become)} sh -c 'cat >/dev/null; echo ${mark} $(id -u)'`,
		stdin: become.password === undefined ? "" : `${become.password}\n`,
		passed: (result) => result.stdout.includes(`${mark} 0`),
	};
}

/** The HostError "become" for a becomeCheck that did not pass. */
export function becomeRefused(host: string, user: string, become: Become, result: ExecResult): HostError {
	const tool = become.command.split(/\s+/)[0] ?? become.command;
	const said = result.stderr.trim();
	return new HostError(host, "become", `can't become root: ${reason()}`);

	function reason(): string {
		if (result.code === 127 || /not found|No such file/i.test(said)) {
			return `there is no ${tool} on the host. Install it, or log in as root (leave out become).`;
		}
		if (/incorrect password|try again|authentication fail/i.test(said) && become.password !== undefined) {
			return `${tool} does not accept becomePassword for user ${user}. Set it to the password that ${tool} asks ${user} for.`;
		}
		if (/not in the sudoers|not allowed|may not run|not permitted/i.test(said)) {
			return `user ${user} is not allowed to use ${tool}. Allow it on the host (/etc/sudoers.d), or log in as root.`;
		}
		if (/password|terminal/i.test(said)) {
			return `${tool} wants a password from user ${user}, or does not allow ${user} anything. Give becomePassword, or allow it without one (NOPASSWD in /etc/sudoers.d).`;
		}
		const uid = /^[0-9a-f]{32} (\d+)$/m.exec(result.stdout)?.[1];
		if (uid) return `${become.command} runs commands as uid ${uid}, not as root.`;
		const last = redact(said.split("\n").pop() ?? "", [become.password]);
		return `\`${become.command}\` as user ${user} failed with exit status ${result.code}${last ? `: ${last}` : ""}. Try it on the host: ${asRoot({ command: become.command })} id`;
	}
}

function asRoot({ command, password }: Become): string {
	const tool = basename(command.trim().split(/\s+/)[0] ?? "");
	if (tool === "sudo") return `${command} ${password === undefined ? "-n" : "-S -p ''"}`;
	return tool === "doas" ? `${command} -n` : command;
}
