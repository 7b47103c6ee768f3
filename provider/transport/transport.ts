/** Output and exit status of a script. */
export interface ExecResult {
	stdout: string;
	stderr: string;
	/** The exit status; null if a signal ended the script. */
	code: number | null;
	signal?: string;
}

export interface ExecOptions {
	/** Text of the script. */
	stdin: string;
	/** Time limit in milliseconds. After it, the script is ended and HostError "timeout" is thrown. */
	timeoutMs: number;
}

/**
 * Runs shell scripts on one host, over SSH or on this machine.
 * The first script opens the connection, which later scripts use too. A connection that broke between two scripts is opened again.
 * If the connection breaks while a script runs, the script is not repeated, and HostError "lost" is thrown.
 */
export interface Transport {
	/** Runs a script by `sh -s`, as root if the connection has `become`. A non-zero exit status is a result, not an error. */
	script(options: ExecOptions): Promise<ExecResult>;
	close(): Promise<void>;
	/** True where the scripts run on this machine. */
	readonly isLocal?: boolean;
}
