// Generated from provider/inventory by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";

/** The connection to a host. It has the fields of `ConnectionArgs` of @pulumi/command, so that the same object can be used for both packages, and further fields. */
export interface Connection {
	/** Address or DNS name to connect to. */
	host: pulumi.Input<string>;
	/** TCP port of the SSH server. Default: 22. */
	port?: pulumi.Input<number>;
	/** User to log in as. Default: root. */
	user?: pulumi.Input<string>;
	/** Password of the user, for the login methods password and keyboard-interactive. Secret. */
	password?: pulumi.Input<string>;
	/** Private key (the text, not a file) in OpenSSH, PEM or PPK format. Secret. */
	privateKey?: pulumi.Input<string>;
	/** Passphrase of `privateKey` or of the file `privateKeyPath`. Secret. */
	privateKeyPassword?: pulumi.Input<string>;
	/** Socket of an SSH agent. Default: the environment variable SSH_AUTH_SOCK. */
	agentSocketPath?: pulumi.Input<string>;
	/** Public key of the host, such as `ssh-ed25519 AAAA…`, or its fingerprint, such as `SHA256:…`. Several keys may stand on lines of their own. No other key is accepted. Default: the keys in `knownHostsFile`. */
	hostKey?: pulumi.Input<string>;
	/** Number of tries to connect. More tries help if the host may still be booting. -1 means no limit. Default: 1. */
	dialErrorLimit?: pulumi.Input<number>;
	/** Time limit of one try to connect, in seconds. 0 means no limit. Default: 10 until the server answers, 15 until the login is done. */
	perDialTimeout?: pulumi.Input<number>;
	/** File with the private key. `~` stands for the home directory. */
	privateKeyPath?: pulumi.Input<string>;
	/** File with the known host keys. Default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts. */
	knownHostsFile?: pulumi.Input<string>;
	/** Check of the host's key. `yes`: the key must be known. `accept-new`: the key of an unknown host is added to `knownHostsFile`, a changed key is refused. `no`: any key is accepted. Default: `yes`. */
	hostKeyChecking?: pulumi.Input<"yes" | "accept-new" | "no">;
	/** Name of the host in ids and in the state. Default: `host:port`. */
	name?: pulumi.Input<string>;
	/** Host to connect through (jump host): the same fields without `proxy`, `become`, `becomePassword`, `ovsCommand` and `sshClient`. */
	proxy?: pulumi.Input<ConnectionProxy>;
	/** How to become root if the user is not root: `true` uses sudo, a text is the command to use, such as `doas`. Default: commands run as the user. */
	become?: pulumi.Input<boolean | string>;
	/** Password that sudo asks for. Secret. */
	becomePassword?: pulumi.Input<string>;
	/** Program that makes the connection. `builtin`: this provider itself. `openssh`: the `ssh` of the machine that runs Pulumi, with all that its configuration says, such as `ProxyCommand` and certificates. Default: `ovs:sshClient`, or else `builtin`. */
	sshClient?: pulumi.Input<"builtin" | "openssh">;
	/** Command that runs a tool of Open vSwitch, if Open vSwitch is in a container or a snap: a list of words, in which `{tool}` stands for `ovs-vsctl` or `ovs-ofctl`. Default: the tools are on the PATH. */
	ovsCommand?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A host to connect through. */
export interface ConnectionProxy {
	/** Address or DNS name to connect to. */
	host: pulumi.Input<string>;
	/** TCP port of the SSH server. Default: 22. */
	port?: pulumi.Input<number>;
	/** User to log in as. Default: root. */
	user?: pulumi.Input<string>;
	/** Password of the user, for the login methods password and keyboard-interactive. Secret. */
	password?: pulumi.Input<string>;
	/** Private key (the text, not a file) in OpenSSH, PEM or PPK format. Secret. */
	privateKey?: pulumi.Input<string>;
	/** Passphrase of `privateKey` or of the file `privateKeyPath`. Secret. */
	privateKeyPassword?: pulumi.Input<string>;
	/** Socket of an SSH agent. Default: the environment variable SSH_AUTH_SOCK. */
	agentSocketPath?: pulumi.Input<string>;
	/** Public key of the host, such as `ssh-ed25519 AAAA…`, or its fingerprint, such as `SHA256:…`. Several keys may stand on lines of their own. No other key is accepted. Default: the keys in `knownHostsFile`. */
	hostKey?: pulumi.Input<string>;
	/** Number of tries to connect. More tries help if the host may still be booting. -1 means no limit. Default: 1. */
	dialErrorLimit?: pulumi.Input<number>;
	/** Time limit of one try to connect, in seconds. 0 means no limit. Default: 10 until the server answers, 15 until the login is done. */
	perDialTimeout?: pulumi.Input<number>;
	/** File with the private key. `~` stands for the home directory. */
	privateKeyPath?: pulumi.Input<string>;
	/** File with the known host keys. Default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts. */
	knownHostsFile?: pulumi.Input<string>;
	/** Check of the host's key. `yes`: the key must be known. `accept-new`: the key of an unknown host is added to `knownHostsFile`, a changed key is refused. `no`: any key is accepted. Default: `yes`. */
	hostKeyChecking?: pulumi.Input<"yes" | "accept-new" | "no">;
	/** Name of the host in ids and in the state. Default: `host:port`. */
	name?: pulumi.Input<string>;
}
