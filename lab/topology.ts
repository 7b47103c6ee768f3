import { readFileSync } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { LabError, messageOf } from "./errors";

/** A host of a lab, with its addresses in CIDR form: `management` is on the device mgmt0, `underlay` on eth0. */
export interface LabHost {
	name: string;
	management: string;
	underlay: string[];
}

const MAX_HOSTS = 16;

const cidr = z.string().refine(
	(text) => {
		const [address = "", bits = "", ...rest] = text.split("/");
		if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
		return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
	},
	{ error: (issue) => `"${issue.input}" is not an address with a prefix length, such as 192.0.2.1/24` },
);

const hostSchema = z.strictObject({
	// The VM has a device mg-NAME per host. Linux allows 15 characters in a device's name (IFNAMSIZ).
	name: z
		.string()
		.regex(/^[a-z][a-z0-9-]{0,11}$/, "a host's name has 1 to 12 characters a-z, 0-9 and -, and begins with a letter")
		.refine((name) => name !== "lab" && name !== "localhost", 'the names "lab" and "localhost" are reserved'),
	underlay: z.array(cidr).default([]),
});

const topologySchema = z.strictObject({
	hosts: z.array(hostSchema).min(1, "a lab needs at least one host").max(MAX_HOSTS, `a lab has at most ${MAX_HOSTS} hosts`),
});

const management = (index: number) => `10.255.0.${10 + index}/24`;

/** The hosts of the default lab: h1 to hN with the underlay addresses 192.0.2.i/24. Throws LabError unless N is 1 to 16. */
export function defaultTopology(count: number): LabHost[] {
	if (!Number.isInteger(count) || count < 1 || count > MAX_HOSTS)
		throw new LabError(`A lab has 1 to ${MAX_HOSTS} hosts. Give --hosts a number in this range.`);
	return Array.from({ length: count }, (_, i) => ({
		name: `h${i + 1}`,
		management: management(i + 1),
		underlay: [`192.0.2.${i + 1}/24`],
	}));
}

/** Checks the content of a topology file and assigns management addresses. Throws LabError with the path of every wrong field. */
export function parseTopology(value: unknown, source = "the topology"): LabHost[] {
	const parsed = topologySchema.safeParse(value);
	if (!parsed.success) {
		const faults = parsed.error.issues.map((i) => `  ${i.path.map(String).join(".") || "(top)"}: ${i.message}`);
		throw new LabError(`${source} is not valid:\n${faults.join("\n")}`);
	}
	const seen = new Set<string>();
	for (const { name, underlay } of parsed.data.hosts)
		for (const [what, key] of [["host", name], ...underlay.map((a) => ["address", a.split("/")[0] ?? a])]) {
			if (seen.has(`${key}`)) throw new LabError(`${source} is not valid: the ${what} ${key} is used twice.`);
			seen.add(`${key}`);
		}
	return parsed.data.hosts.map((host, i) => ({ ...host, management: management(i + 1) }));
}

/** Reads a topology file, such as {"hosts":[{"name":"gw","underlay":["172.168.0.1/24"]}]}. Throws LabError. */
export function readTopology(file: string): LabHost[] {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new LabError(`The topology file ${file} cannot be read: ${messageOf(error)}`);
	}
	return parseTopology(value, `The topology file ${file}`);
}

/** The list of hosts in the format that guest/lab-init reads. The host `lab` is the VM's own SSH server. */
export function guestHosts(hosts: readonly LabHost[]): string {
	const rows = hosts.map((h) => `${h.name} ${h.management} ${h.underlay.join(",") || "-"}`);
	return ["lab 10.255.0.1/24 -", ...rows, ""].join("\n");
}
