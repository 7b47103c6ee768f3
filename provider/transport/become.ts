import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { HostError } from "../base/host-error";
import { redact } from "../base/redact";
import type { Become } from "../inventory/connection";
import type { ExecResult } from "./transport";

/** A command line and its standard input. */
interface Invocation {
	command: string;
	stdin: string;
}

/**
 * Puts a script in braces. The shell parses a compound command to its end before it runs anything, so a script that arrives
 * incomplete does not run at all. Its commands read /dev/null instead of the script's text. No line is added before the
 * script, so that line numbers in the shell's messages are correct. `shift` removes the token from the script's arguments.
 */
const compoundCommand = (script: string, endMark = ""): string =>
	`{ shift; ${endMark && `trap 'echo ${endMark}' EXIT; `}${script}\n} </dev/null\n`;

interface ScriptInvocation extends Invocation {
	/** Random argument in the shell's command line, by which endInvocation finds the process. */
	token: string;
	/** The last line of the script's standard output, where it was asked for. A script whose connection broke has no such line. */
	endMark: string;
}

/**
 * The command that runs a script by `sh -s`, as root if `become` is given.
 * With a password, the input is the password, a random token and the script. sudo reads the first line only if it needs a
 * password; a loop run by sudo then skips all lines up to the token. So the password is never run as a command, and no
 * command line contains it. `isMarked`: the script prints the mark at its end.
 */
export function scriptInvocation(text: string, become?: Become, isMarked = false): ScriptInvocation {
	const token = randomBytes(16).toString("hex");
	const endMark = `end-${token}`;
	const script = compoundCommand(text, isMarked ? endMark : undefined);
	// A restricted shell (rbash) refuses `exec`. sshd and LocalTransport give each command a process group, which endInvocation ends.
	if (!become) return { token, endMark, command: `sh -s ${token}`, stdin: script };
	if (become.password === undefined) return { token, endMark, command: `${rootCommand(become)} sh -s ${token}`, stdin: script };
	return {
		token,
		endMark,
		command: `${rootCommand(become)} sh -c 'while IFS= read -r line; do [ "$line" = ${token} ] && exec sh -s ${token}; done; exit 1'`,
		stdin: `${become.password}\n${token}\n${script}`,
	};
}

/**
 * The command that ends a script and all processes that it started. sshd delivers SSH signals neither to processes of root nor to those of
 * sudo.
 */
export function endInvocation(token: string, become?: Become): Invocation {
	return scriptInvocation(
		`for file in $(printf '%s\\n' ${token} | grep -lsaF -f - /proc/[0-9]*/cmdline); do
pid=\${file#/proc/}; read -r _ _ _ _ group _ < "/proc/\${pid%/cmdline}/stat" && kill -s TERM -- "-$group"
done 2>/dev/null`,
		become,
	);
}

/** The command that checks whether `become` works. sudo gets a single line of input, so it tries the password once. */
export function becomeCheck(become: Become): Invocation & { passed(result: ExecResult): boolean } {
	const mark = randomBytes(16).toString("hex");
	return {
		// `cat` consumes the password if sudo did not read it. becomeError recognises messages in the C locale.
		command: `env LC_ALL=C ${rootCommand(become)} sh -c 'cat >/dev/null; echo ${mark} $(id -u)'`,
		stdin: become.password === undefined ? "" : `${become.password}\n`,
		passed: (result) => result.stdout.includes(`${mark} 0`),
	};
}

/** The HostError "become" for a failed becomeCheck. */
export function becomeError(host: string, user: string, become: Become, result: ExecResult): HostError {
	const tool = become.command.split(/\s+/)[0] ?? become.command;
	const said = result.stderr.trim();
	return new HostError(host, "become", `cannot become root: ${reason()}`);

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
		if (/must have a tty/i.test(said)) {
			return `${tool} runs only in a terminal on this host (requiretty). Allow it without one for user ${user}, by a line in /etc/sudoers.d: Defaults:${user} !requiretty`;
		}
		if (/password|terminal/i.test(said)) {
			return `${tool} asks user ${user} for a password, or does not allow any command. Set becomePassword, or allow ${tool} without a password (NOPASSWD in /etc/sudoers.d).`;
		}
		const uid = /^[0-9a-f]{32} (\d+)$/m.exec(result.stdout)?.[1];
		if (uid) return `${become.command} runs commands as uid ${uid}, not as root. Set become to a command that gives root.`;
		const last = redact(said.split("\n").pop() ?? "", [become.password]);
		return `\`${become.command}\` as user ${user} failed with exit status ${result.code}${last ? `: ${last}` : ""}. Try it on the host: ${rootCommand({ command: become.command })} id`;
	}
}

function rootCommand({ command, password }: Become): string {
	const tool = basename(command.trim().split(/\s+/)[0] ?? "");
	if (tool === "sudo") return `${command} ${password === undefined ? "-n" : "-S -p ''"}`;
	return tool === "doas" ? `${command} -n` : command;
}
