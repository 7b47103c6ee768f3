/** The way to become root after the login. */
export interface Become {
	/** "sudo", or another command that runs its arguments as root. */
	command: string;
	password?: string;
}

/** This machine, without SSH. */
export interface LocalConnection {
	type: "local";
	become?: Become;
}

/** Everything needed to log in to one host over SSH. */
export interface SshConnection {
	type: "ssh";
	/** The name of the host in errors, and in the advice about known_hosts. */
	label: string;
	host: string;
	port: number;
	user: string;
	password?: string;
	privateKey?: string;
	privateKeyPassword?: string;
	/** Absolute paths. A missing file is an error only if it is required. */
	keyFiles: { path: string; required: boolean }[];
	/** Path of the agent's socket. */
	agent?: string;
	/** True where only the agent's keys that keyFiles name are tried. */
	identitiesOnly: boolean;
	/** The pinned key or fingerprint. */
	hostKey?: string;
	/** The name to look up in known_hosts instead of the address. */
	hostKeyAlias?: string;
	/** Paths. With "accept-new" new keys are written to the first one. */
	knownHostsFiles: string[];
	hostKeyChecking: "yes" | "accept-new" | "no";
	/** The number of tries to connect; -1: no limit. Undefined: one, because the host is expected to be up. */
	dialErrorLimit?: number;
	/** Seconds per try; 0: no limit. Undefined: the limits of `dial`. */
	perDialTimeout?: number;
	/** The jump host. */
	jump?: SshConnection;
	become?: Become;
	/** The call of OpenSSH's own client in place of the built-in one; the login and the host's key are its part then. */
	openSsh?: OpenSsh;
}

/** The arguments with which `ssh` reaches a host. */
export interface OpenSsh {
	arguments: string[];
	destination: string;
	/** The user that the arguments name. Undefined: the OpenSSH configuration says whose login it is. */
	user?: string;
}

export type Connection = LocalConnection | SshConnection;

export interface ResolvedHost {
	/** The host's identity in ids and states, the same in every run. */
	name: string;
	connection: Connection;
	/** The words that run a tool of Open vSwitch, with `{tool}` for its name. Undefined: the tools are on the PATH. */
	ovsCommand?: string[];
}
