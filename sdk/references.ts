import type { Resource } from "@pulumi/pulumi";
import { deviceNameOf } from "../provider/names";
import { portsOf } from "../provider/openflow/ports";
import { hostName } from "./hosts";

type Args = { [field: string]: unknown };

/** What the program has declared so far, by host and what it is. */
const declared: { [thing: string]: Resource } = {};

const named = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The OVS ports that a resource makes: flows name them. */
function portsMadeBy(kind: string, { name, bridge, peers }: Args): string[] {
	if (kind === "Vtep") return Object.keys((peers ?? {}) as object).map((peer) => `port ${deviceNameOf(String(name), peer)}`);
	return kind === "Port" || (kind === "Tunnel" && bridge !== undefined) ? [`port ${name}`] : [];
}

/** The bridges, ports, namespaces and devices that a resource makes, as far as its names are plain text. */
function makes(kind: string, args: Args): string[] {
	const name = named(args.name);
	return name === undefined ? [] : [...portsMadeBy(kind, args), ...thingsMadeBy(kind, args, name)];
}

function thingsMadeBy(kind: string, args: Args, name: string): string[] {
	const device = `device ${named(args.netns) ?? ""} ${name}`;
	if (kind === "Bridge") return [`bridge ${name}`, device];
	// A longer name is cut, and programs say `trunk.bridge`.
	if (kind === "Trunk") return [`bridge tbr-${name}`];
	if (kind === "Namespace") return [`netns ${name}`];
	if (kind === "Port" && (args.type === "internal" || args.type === "tap")) return [device];
	if (kind === "VRF" || (kind === "Tunnel" && args.bridge === undefined)) return [device];
	if (kind !== "Link") return [];
	const peer = args.peer as Args | undefined;
	const end = named(peer?.name);
	return end === undefined ? [device] : [device, `device ${named(peer?.netns) ?? named(args.netns) ?? ""} ${end}`];
}

/** net.ipv4.conf.eth0.rp_filter, or with slashes. */
function deviceOfSysctl(key: unknown): string | undefined {
	const slashed = named(key)?.replace(/^[^/]+$/, (dotted) => dotted.replaceAll(".", "/"));
	return /^net\/[^/]+\/(?:conf|neigh)\/([^/]+)\//.exec(slashed ?? "")?.[1];
}

/** Those that it names without making them. */
function uses(kind: string, args: Args): string[] {
	const peer = args.peer as Args | undefined;
	const at = named(args.netns) ?? "";
	const things: string[] = [];
	const use = (what: string, value: unknown) => {
		if (named(value) !== undefined) things.push(`${what} ${value}`);
	};
	use("bridge", kind === "Trunk" ? (args.integrationBridge ?? "br-int") : args.bridge);
	use("netns", args.netns);
	use("netns", kind === "Link" && peer ? peer.netns : undefined);
	use(`device ${at}`, args.parent);
	use(`device ${at}`, args.master);
	if (kind === "Sysctl") use(`device ${at}`, deviceOfSysctl(args.key));
	use(`device ${at}`, args.vrf);
	use(`device ${at}`, args.dev);
	if (kind === "Route" && Array.isArray(args.nexthops)) for (const hop of args.nexthops) use(`device ${at}`, (hop as Args)?.dev);
	if (kind === "VRF" && Array.isArray(args.interfaces)) for (const member of args.interfaces) use(`device ${at}`, member);
	if (kind === "Port" && (args.type ?? "system") === "system") use("device ", args.name);
	if (kind === "Port" && Array.isArray(args.interfaces)) for (const member of args.interfaces) use("device ", member);
	if (kind === "OpenFlowTable") for (const port of new Set(flowsOf(args).flatMap(portsOf))) use("port", port);
	return things;
}

/** Those whose texts are known while the program runs. */
function flowsOf({ flows }: Args): { match: string; actions: string }[] {
	const all = Array.isArray(flows) ? (flows as Args[]) : [];
	return all.map((flow) => ({ match: named(flow?.match) ?? "", actions: named(flow?.actions) ?? "" }));
}

const hostOf = ({ host }: Args): string | undefined => (host ? hostName(host as Parameters<typeof hostName>[0]) : undefined);

/** The resources declared before this one whose objects it names: Pulumi is told of them, so that a name is all a program needs to say. */
export function referred(kind: string, args: Args): Resource[] {
	const host = hostOf(args);
	if (host === undefined) return [];
	return uses(kind, args)
		.map((thing) => declared[`${host} ${thing}`])
		.filter((found): found is Resource => found !== undefined);
}

export function declare(kind: string, args: Args, resource: Resource): void {
	const host = hostOf(args);
	if (host !== undefined) for (const thing of makes(kind, args)) declared[`${host} ${thing}`] = resource;
}
