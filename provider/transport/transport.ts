/** What one remote program printed and how it ended. */
export interface ExecResult {
	stdout: string;
	stderr: string;
	/** The exit status; null when a signal ended it. */
	code: number | null;
	signal?: string;
}

export interface ExecOptions {
	/** Written to the program's standard input, which is then closed. */
	stdin: string;
	/** After this many milliseconds the program is given up and a HostError "timeout" is thrown. */
	timeoutMs: number;
}

/**
 * A way to run a shell script on one host: over SSH, or on this machine.
 * The connection is opened by the first exec, kept, and opened again when it was lost between two execs.
 * An exec whose connection breaks after it started is never repeated: it throws HostError "lost".
 */
export interface Transport {
	/** Runs `sh -s` (as root where the connection says `become`) with `stdin` as its script. */
	script(options: ExecOptions): Promise<ExecResult>;
	close(): Promise<void>;
}
