import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run";

/** Name of the key made for the lab; no host can be called so. */
export const CLIENT_KEY = "client_key";

/** Makes the lab's key and a host key for each name in `folder`. */
export async function makeKeys(folder: string, names: readonly string[]): Promise<void> {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	await Promise.all(
		[CLIENT_KEY, ...names].map((name) =>
			run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", `pulumi-ovs-lab-${name}`, "-f", join(folder, name)]),
		),
	);
}

/** ssh_config and known_hosts of a lab in `folder`, whose keys stand in its folder `keys`. */
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
			// The default's post-quantum exchange costs the emulated hosts a good deal of time.
			"  KexAlgorithms curve25519-sha256",
		);
	}
	writeFileSync(join(folder, "known_hosts"), `${known.join("\n")}\n`);
	writeFileSync(join(folder, "ssh_config"), `${config.join("\n")}\n`);
}
