import { createHmac } from "node:crypto";
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { glob } from "ssh-config";
import type { PublicKey } from "./keys";

/** One usable line of a known_hosts file. */
export interface KnownKey extends PublicKey {
	file: string;
	/** Line number, from 1. */
	line: number;
	/** The word before the hosts (sshd(8)); undefined for the plain key of a host. */
	marker?: "@revoked" | "@cert-authority";
	/** Patterns separated by commas, or a hashed name "|1|salt|hash" (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
	hosts: string;
}

/** The name of a host in known_hosts: "host", or "[host]:port" if the port is not 22. */
export const knownName = (host: string, port: number): string =>
	port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

/** Reads known_hosts files and ignores missing ones. Throws if a file can't be read. */
export function readKnownHosts(files: readonly string[]): KnownKey[] {
	return files.filter((file) => existsSync(file)).flatMap((file) => parseKnownHosts(readFileSync(file, "utf8"), file));
}

export function parseKnownHosts(text: string, file: string): KnownKey[] {
	return text.split(/\r?\n/).flatMap((raw, index) => {
		const columns = raw.trim().split(/\s+/);
		const marker = columns[0]?.startsWith("@") ? columns.shift() : undefined;
		const [hosts, type, base64] = columns;
		if (!hosts || hosts.startsWith("#") || !type || !base64) return [];
		if (marker !== undefined && marker !== "@revoked" && marker !== "@cert-authority") return [];
		const blob = Buffer.from(base64, "base64");
		return [{ file, line: index + 1, ...(marker ? { marker } : {}), hosts, type, blob }];
	});
}

/** The keys of the host `name`, which is in the form of knownName. */
function keysFor(keys: readonly KnownKey[], name: string): KnownKey[] {
	return keys.filter(({ hosts }) => {
		if (!hosts.startsWith("|")) return glob(hosts.toLowerCase().split(","), name);
		const [, version, salt, hash] = hosts.split("|");
		if (version !== "1" || !salt || !hash) return false;
		return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
	});
}

const isPlain = ({ marker }: KnownKey): boolean => marker === undefined;

/** `authority`: a line for certificates of this host, which the library ssh2 can't check. */
type HostKeyStatus = { is: "known" } | { is: "unknown"; authority?: KnownKey } | { is: "revoked" | "changed"; entry: KnownKey };

/**
 * Checks the key that a server showed. A host on another port than 22 may also be known by its name without the port, as in
 * OpenSSH. If a known host shows a key of a type that known_hosts does not have, its status is "changed"; OpenSSH would
 * treat that key as new.
 */
export function checkHostKey(keys: readonly KnownKey[], host: string, port: number, shown: PublicKey): HostKeyStatus {
	const exact = keysFor(keys, knownName(host, port));
	const bare = port === 22 ? [] : keysFor(keys, knownName(host, 22));
	const same = (entry: KnownKey): boolean => entry.blob.equals(shown.blob);

	const revoked = [...exact, ...bare].find((entry) => entry.marker === "@revoked" && same(entry));
	if (revoked) return { is: "revoked", entry: revoked };
	const trusted = exact.filter(isPlain);
	if ([...trusted, ...bare.filter(isPlain)].some(same)) return { is: "known" };
	const other = trusted.find((entry) => entry.type === shown.type) ?? trusted[0];
	if (other) return { is: "changed", entry: other };
	const authority = [...exact, ...bare].find((entry) => entry.marker === "@cert-authority");
	return { is: "unknown", ...(authority ? { authority } : {}) };
}

/** The types of a host's known keys. */
export function knownTypes(keys: readonly KnownKey[], host: string, port: number): string[] {
	const exact = keysFor(keys, knownName(host, port));
	const relevant = exact.length || port === 22 ? exact : keysFor(keys, knownName(host, 22));
	return relevant.filter(isPlain).map((entry) => entry.type);
}

/** The known_hosts line of a key. */
export const knownHostsLine = (host: string, port: number, key: PublicKey): string =>
	`${knownName(host, port)} ${key.type} ${key.blob.toString("base64")}`;

/** Adds a key to a known_hosts file. A missing file is created with mode 0600, and its folder with 0700. */
export function appendKnownHost(file: string, host: string, port: number, key: PublicKey): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, "a", 0o600));
	const before = readFileSync(file, "utf8");
	const gap = before === "" || before.endsWith("\n") ? "" : "\n";
	appendFileSync(file, `${gap}${knownHostsLine(host, port, key)}\n`);
}
