import { HostError } from "../../base/host-error";
import { hostAndPort } from "../../base/host-name";
import type { SshConnection } from "../../inventory/connection";
import { fingerprint, hostKeyAlgorithms, parseKey, publicKey } from "./keys";
import {
	appendKnownHost,
	checkHostKey,
	type KnownKey,
	knownHostsLine,
	knownName,
	knownTypes,
	readKnownHosts,
} from "./known-hosts";

interface HostKeyPolicy {
	/** Host key algorithms that the client offers, in order of preference. */
	algorithms: ReturnType<typeof hostKeyAlgorithms>;
	/** Checks the key that the server shows. undefined: the key is accepted. */
	verify(blob: Buffer): HostError | undefined;
}

/** The check of a host's key, against `hostKey` of its connection or else against the present content of the known_hosts files. */
export function hostKeyPolicy(name: string, connection: SshConnection): HostKeyPolicy {
	if (connection.hostKey !== undefined) return pinned(name, connection, connection.hostKey);
	let keys: KnownKey[];
	try {
		keys = readKnownHosts(connection.knownHostsFiles);
	} catch (error) {
		throw new HostError(name, "config", `its known_hosts file can't be read: ${(error as Error).message}`);
	}
	const host = connection.hostKeyAlias ?? connection.host;
	const port = connection.hostKeyAlias ? 22 : connection.port;
	return {
		algorithms: hostKeyAlgorithms(knownTypes(keys, host, port)),
		verify: (blob) => verify(name, connection, { keys, host, port }, blob),
	};
}

function pinned(name: string, connection: SshConnection, hostKey: string): HostKeyPolicy {
	const accepted: string[] = [];
	const types: string[] = [];
	for (const line of hostKey.split("\n").map((l) => l.trim())) {
		if (!line) continue;
		if (line.startsWith("SHA256:")) {
			accepted.push(line.replace(/=+$/, ""));
			continue;
		}
		const text = /\b(ssh-|ecdsa-|sk-)[\w@.-]+\s+[\w+/=]+/.exec(line)?.[0]; // a known_hosts line begins with the host
		try {
			const blob = parseKey(text ?? line).getPublicSSH();
			accepted.push(fingerprint(blob));
			types.push(publicKey(blob).type);
		} catch {
			throw new HostError(name, "config", `hostKey must be a public key ("ssh-ed25519 AAAA…") or a fingerprint ("SHA256:…")`);
		}
	}
	return {
		algorithms: hostKeyAlgorithms(types),
		verify: (blob) => {
			if (accepted.includes(fingerprint(blob))) return undefined;
			return new HostError(
				name,
				"hostkey",
				`the server at ${hostAndPort(connection.host, connection.port)} shows the ${publicKey(blob).type} key ${fingerprint(blob)}, but hostKey allows only ${accepted.join(", ")}. If the host was reinstalled, set hostKey to its new key. Otherwise somebody may be intercepting the connection.`,
			);
		},
	};
}

/** The content of the known_hosts files, and the name and port of the host there. */
interface Known {
	keys: KnownKey[];
	host: string;
	port: number;
}

function verify(name: string, c: SshConnection, { keys, host, port }: Known, blob: Buffer): HostError | undefined {
	const key = publicKey(blob);
	const verdict = checkHostKey(keys, host, port, key);
	const refuse = (text: string): HostError => new HostError(name, "hostkey", text);
	const known = knownName(host, port);
	if (verdict.is === "known" || (c.hostKeyChecking === "no" && verdict.is !== "revoked")) return undefined;

	if (verdict.is === "revoked") {
		return refuse(
			`the server shows the ${key.type} key ${fingerprint(blob)}, which is revoked in ${verdict.entry.file} line ${verdict.entry.line}. Give the host a new key.`,
		);
	}
	if (verdict.is === "changed") {
		const { entry } = verdict;
		return refuse(
			`the host's key has changed: the known key is ${entry.type} ${fingerprint(entry.blob)} (${entry.file} line ${entry.line}), the server at ${hostAndPort(c.host, c.port)} shows ${key.type} ${fingerprint(blob)}. If the host was reinstalled, remove the old key with: ssh-keygen -R '${known}' -f ${entry.file}. Otherwise somebody may be intercepting the connection.`,
		);
	}
	const authority = verdict.is === "unknown" ? verdict.authority : undefined;
	const signed = authority
		? ` ${authority.file} line ${authority.line} trusts certificates for it, which only sshClient "openssh" checks.`
		: "";
	const file = c.knownHostsFiles[0];
	if (c.hostKeyChecking === "accept-new") {
		try {
			if (file) appendKnownHost(file, host, port, key);
			return undefined;
		} catch (error) {
			return new HostError(name, "config", `its key can't be added to ${file}: ${(error as Error).message}`);
		}
	}
	return refuse(
		`the host's key is not known: the server at ${hostAndPort(c.host, c.port)} shows ${key.type} ${fingerprint(blob)}.${signed} Compare it with the output of \`ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub\` on the host, then add this line to ${file ?? "a known_hosts file"}: ${knownHostsLine(host, port, key)} (or give hostKey, or set hostKeyChecking to "accept-new")`,
	);
}
