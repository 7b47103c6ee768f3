import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run-program";

/**
 * Algorithms of the lab's keys and key exchange. OpenSSL has code in assembly language for this curve, so a login takes an emulated
 * host a third less work than with Ed25519, and far less than with OpenSSH's default key exchange, which is post-quantum.
 */
export const KEY_TYPE = "ecdsa-sha2-nistp256";
export const KEY_EXCHANGE = "ecdh-sha2-nistp256";

/** File name of the lab's client key. No host can have this name, because "_" is not allowed in it. */
export const CLIENT_KEY = "client_key";

/** Creates the client key and one host key per name in `folder`, which is emptied first. */
export async function makeKeys(folder: string, names: readonly string[]): Promise<void> {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	await Promise.all(
		[CLIENT_KEY, ...names].map((name) =>
			run("ssh-keygen", ["-q", "-t", "ecdsa", "-b", "256", "-N", "", "-C", `pulumi-ovs-lab-${name}`, "-f", join(folder, name)]),
		),
	);
}

/** Writes ssh_config and known_hosts of the lab to `folder`, for the keys in its subfolder `keys`. */
export function writeSshFiles(folder: string, ports: Readonly<Record<string, number>>): void {
	const word = (text: string) => (/\s/.test(text) ? `"${text}"` : text).replaceAll("%", "%%");
	const known: string[] = [];
	const config: string[] = ["# Written by `pulumi-ovs lab up`."];
	for (const [name, port] of Object.entries(ports)) {
		const [type, key] = readFileSync(join(folder, "keys", `${name}.pub`), "utf8").split(" ");
		known.push(`[127.0.0.1]:${port} ${type} ${key}`);
		config.push(
			`Host ${name}`,
			"  HostName 127.0.0.1",
			`  Port ${port}`,
			"  User root",
			`  IdentityFile ${word(join(folder, "keys", CLIENT_KEY))}`,
			"  IdentitiesOnly yes",
			`  UserKnownHostsFile ${word(join(folder, "known_hosts"))}`,
			"  StrictHostKeyChecking yes",
			`  KexAlgorithms ${KEY_EXCHANGE}`,
		);
	}
	writeFileSync(join(folder, "known_hosts"), `${known.join("\n")}\n`);
	writeFileSync(join(folder, "ssh_config"), `${config.join("\n")}\n`);
}
