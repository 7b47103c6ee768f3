// Generated from provider/inventory by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";

/** The connection to a host: the fields of @pulumi/command's remote `ConnectionArgs`, so that one object serves both, and fields of this package. */
export interface Connection {
	/** Address or DNS name to connect to. */
	host: pulumi.Input<string>;
	/** TCP port of sshd (default 22). */
	port?: pulumi.Input<number>;
	/** User to log in as (default root). */
	user?: pulumi.Input<string>;
	/** Password of the user, for password and keyboard-interactive logins. Secret. */
	password?: pulumi.Input<string>;
	/** The private key itself, in OpenSSH or PEM format. Secret. */
	privateKey?: pulumi.Input<string>;
	/** Passphrase of privateKey or of the file privateKeyPath. Secret. */
	privateKeyPassword?: pulumi.Input<string>;
	/** Socket of an SSH agent (default: the environment's SSH_AUTH_SOCK). */
	agentSocketPath?: pulumi.Input<string>;
	/** The host's only accepted public key: "ssh-ed25519 AAAA…", or its fingerprint "SHA256:…". Without it known_hosts decides. */
	hostKey?: pulumi.Input<string>;
	/** Tries to connect (default 1). More tries help if the host may still be booting; -1 = no limit. */
	dialErrorLimit?: pulumi.Input<number>;
	/** Seconds per try to connect; 0 = no limit. Default: 10 until the server answers, 15 until the login is done. */
	perDialTimeout?: pulumi.Input<number>;
	/** File of the private key; ~ is the home directory. */
	privateKeyPath?: pulumi.Input<string>;
	/** File of known host keys (default ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts). */
	knownHostsFile?: pulumi.Input<string>;
	/** "yes" (default): the host's key must be known. "accept-new": an unknown host's key is added to knownHostsFile, a changed one refused. "no": any key is accepted. */
	hostKeyChecking?: pulumi.Input<"yes" | "accept-new" | "no">;
	/** The host's identity in ids and state (default host:port). */
	name?: pulumi.Input<string>;
	/** A host to connect through (a jump host); the same fields. */
	proxy?: pulumi.Input<ConnectionProxy>;
	/** Run as root although the user isn't: true = sudo, or the command to use, such as "doas". */
	become?: pulumi.Input<boolean | string>;
	/** The password sudo asks for. Secret. */
	becomePassword?: pulumi.Input<string>;
}

/** A host to connect through. */
export interface ConnectionProxy {
	/** Address or DNS name to connect to. */
	host: pulumi.Input<string>;
	/** TCP port of sshd (default 22). */
	port?: pulumi.Input<number>;
	/** User to log in as (default root). */
	user?: pulumi.Input<string>;
	/** Password of the user, for password and keyboard-interactive logins. Secret. */
	password?: pulumi.Input<string>;
	/** The private key itself, in OpenSSH or PEM format. Secret. */
	privateKey?: pulumi.Input<string>;
	/** Passphrase of privateKey or of the file privateKeyPath. Secret. */
	privateKeyPassword?: pulumi.Input<string>;
	/** Socket of an SSH agent (default: the environment's SSH_AUTH_SOCK). */
	agentSocketPath?: pulumi.Input<string>;
	/** The host's only accepted public key: "ssh-ed25519 AAAA…", or its fingerprint "SHA256:…". Without it known_hosts decides. */
	hostKey?: pulumi.Input<string>;
	/** Tries to connect (default 1). More tries help if the host may still be booting; -1 = no limit. */
	dialErrorLimit?: pulumi.Input<number>;
	/** Seconds per try to connect; 0 = no limit. Default: 10 until the server answers, 15 until the login is done. */
	perDialTimeout?: pulumi.Input<number>;
	/** File of the private key; ~ is the home directory. */
	privateKeyPath?: pulumi.Input<string>;
	/** File of known host keys (default ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts). */
	knownHostsFile?: pulumi.Input<string>;
	/** "yes" (default): the host's key must be known. "accept-new": an unknown host's key is added to knownHostsFile, a changed one refused. "no": any key is accepted. */
	hostKeyChecking?: pulumi.Input<"yes" | "accept-new" | "no">;
	/** The host's identity in ids and state (default host:port). */
	name?: pulumi.Input<string>;
}
