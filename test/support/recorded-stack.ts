import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost, sshConfig } from "./hosts";
import { root } from "./package";
import type { Resource } from "./project";

const folder = join(root, "test/recorded/upgrade");
export const recorded = (file: string): string => readFileSync(join(folder, file), "utf8");

/** The program calls this host of the lab "box" and reaches it by a connection object. */
export const box = "t1";

/** The connection object of a host of the lab. The engine stores its fields in alphabetical order. */
export function connectionOf(host: string) {
	const settings = execFileSync("ssh", ["-F", sshConfig(), "-G", host], { encoding: "utf8" });
	const setting = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(settings)?.[1] ?? "";
	return {
		host: setting("hostname"),
		knownHostsFile: setting("userknownhostsfile"),
		name: "box",
		port: Number(setting("port")),
		privateKey: readFileSync(setting("identityfile"), "utf8"),
		user: setting("user"),
	};
}

const numbersScript = `
rows() { ovs-vsctl --data=bare --format=csv --no-headings --columns=name,$2 list $1 | sed "s/^/$3 /; s/,/ = /"; }
for t in Bridge Port Mirror; do rows $t _uuid "uuid $t"; done
rows Bridge sflow "uuid sFlow"; rows Bridge datapath_id datapath; rows Interface ofport ofport
echo "version = $(ovs-vsctl --bare --columns=ovs_version list Open_vSwitch)"
for n in '' $(ip netns list | sed 's/ .*//'); do
  ip \${n:+-n $n} -o link | sed -E "s/^([0-9]+): ([^:@]+).*/ifindex \\2\${n:+ in $n} = \\1/"
  \${n:+ip netns exec $n} nft -a list ruleset | sed -nE "s/^table (.*) \\{ # handle ([0-9]+)/handle \\1\${n:+ in $n} = \\2/p"
done`;

export type Numbers = Record<string, string>;

/** The host itself chooses these numbers of its objects: UUIDs, indexes, handles, OpenFlow port numbers. */
export async function numbersOf(host: string): Promise<Numbers> {
	const lines = (await onHost(host, numbersScript)).split("\n");
	return Object.fromEntries(lines.map((line) => line.split(" = ") as [string, string]));
}

/** A resource in state.json. */
interface Entry {
	/** Kind and name of the resource in the program. */
	resource: string;
	id?: string;
	external?: boolean;
	parent?: string;
	dependencies?: string[];
	inputs?: Record<string, unknown>;
	/** The outputs are the inputs and these. */
	outputs?: Record<string, unknown>;
}

/** A resource as `pulumi stack export` prints it. */
export interface StoredResource extends Resource {
	custom: boolean;
	external?: boolean;
	provider?: string;
	parent: string;
	dependencies?: string[];
}

const state: { all: Record<string, unknown>; resources: Entry[] } = JSON.parse(recorded("state.json"));

const urn = (type: string, name: string) => `urn:pulumi:dev::upgrade::${type}::${name}`;
const stack = { urn: urn("pulumi:pulumi:Stack", "upgrade-dev"), custom: false, type: "pulumi:pulumi:Stack" };
const provider = {
	urn: urn("pulumi:providers:pulumi-nodejs", "default"),
	custom: true,
	id: "60ad2d40-541d-42d9-bbcf-ecff9a1be9c7",
	type: "pulumi:providers:pulumi-nodejs",
};

const words = (resource: string) => resource.split(" ") as [kind: string, name: string];
const entryOf = (resource: string) => state.resources.find((entry) => entry.resource === resource) as Entry;
const typeOf = ({ resource, id }: Entry) => `${id ? "pulumi-nodejs:dynamic/ovs" : "ovs:index"}:${words(resource)[0]}`;

function urnOf(entry: Entry): string {
	const parents = entry.parent ? `${typeOf(entryOf(entry.parent))}$` : "";
	return urn(`${parents}${typeOf(entry)}`, words(entry.resource)[1]);
}

/** An entry with the numbers of the hosts of today in place of `<uuid Port acc>` and the like. */
function filled(entry: Entry, numbers: Numbers, connection: object): Entry {
	return JSON.parse(JSON.stringify(entry), (_, value) => {
		const what = typeof value === "string" ? /^<(.*)>$/.exec(value)?.[1] : undefined;
		if (what === undefined) return value;
		if (what === "connection") return JSON.stringify(connection);
		const number = numbers[what];
		if (!number) throw new Error(`${entry.id}: the host has no ${what}`);
		return /^(ofport|ifindex|handle) /.test(what) ? Number(number) : number;
	});
}

/** The resources of state.json in full. An id begins with the host's name, by which its numbers are found. */
export function recordedResources(numbers: Record<string, Numbers>, connection: object): StoredResource[] {
	return state.resources.map((entry) => {
		const own = numbers[entry.id?.split("/")[0] ?? ""] ?? {};
		const { id, external, parent, dependencies, inputs, outputs } = filled(entry, own, connection);
		const all = { ...state.all, __kind: words(entry.resource)[0], ...inputs };
		const stored = id ? { id, inputs: all, outputs: { ...all, ...outputs }, provider: `${provider.urn}::${provider.id}` } : {};
		return {
			urn: urnOf(entry),
			type: typeOf(entry),
			custom: id !== undefined,
			...{ inputs: {}, outputs: outputs ?? {}, ...stored },
			...(external ? { external } : {}),
			parent: parent ? urnOf(entryOf(parent)) : stack.urn,
			dependencies: dependencies?.map((one) => urnOf(entryOf(one))),
		};
	});
}

/** The text for `pulumi stack import`: what `pulumi stack export` printed of the empty stack, with the resources. */
export function withResources(exported: string, resources: StoredResource[]): string {
	const { version, deployment } = JSON.parse(exported);
	return JSON.stringify({ version, deployment: { ...deployment, resources: [stack, provider, ...resources] } });
}
