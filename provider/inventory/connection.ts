/** How to become root once logged in. */
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
	/** The name error messages and known_hosts advice use for it. */
	label: string;
	host: string;
	port: number;
	user: string;
	password?: string;
	privateKey?: string;
	privateKeyPassword?: string;
	/** Absolute paths; a missing file is an error only where it's required. */
	keyFiles: { path: string; required: boolean }[];
	/** Path of the agent's socket. */
	agent?: string;
	/** Only those keys of the agent that keyFiles name. */
	identitiesOnly: boolean;
	/** The pinned key or fingerprint. */
	hostKey?: string;
	/** Looked up in known_hosts instead of the address. */
	hostKeyAlias?: string;
	/** The first one is the one that "accept-new" writes. */
	knownHostsFiles: string[];
	hostKeyChecking: "yes" | "accept-new" | "no";
	/** Tries; undefined = 10 tries and 30 seconds in all; -1 = endless. */
	dialErrorLimit?: number;
	/** Seconds a try; 0 = no limit. */
	perDialTimeout: number;
	/** Connect through this one. */
	jump?: SshConnection;
	become?: Become;
}

export type Connection = LocalConnection | SshConnection;

export interface ResolvedHost {
	/** The host's identity: the same for the same host in every run. */
	name: string;
	connection: Connection;
}

/** `host:port` as people write it, with brackets around IPv6 addresses. */
export const address = (host: string, port: number): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;
