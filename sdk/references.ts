import { BlockList, isIP } from "node:net";
import type { Resource } from "@pulumi/pulumi";
import { deviceNameOf } from "../provider/base/device-name";
import { portsOf } from "../provider/openflow/ports";
import { hostName } from "./hosts";

type Args = { [field: string]: unknown };

/** What the program has declared so far, by host and what it is. */
const declared: { [thing: string]: Resource } = {};

/** The networks that the program's devices have addresses in, by host and namespace. */
const networks: { place: string; network: BlockList; resource: Resource }[] = [];

const named = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The namespace that a resource is in, "" for the host's own; undefined: an output says it, and nobody knows yet. */
const placeOf = ({ netns }: Args): string | undefined => (netns === undefined ? "" : named(netns));

/** The OVS ports that a resource makes: flows name them. */
function portsMadeBy(kind: string, { name, bridge, peers }: Args): string[] {
	if (kind === "Vtep") return Object.keys((peers ?? {}) as object).map((peer) => `port ${deviceNameOf(String(name), peer)}`);
	return ["Bridge", "Port"].includes(kind) || (kind === "Tunnel" && bridge !== undefined) ? [`port ${name}`] : [];
}

/** The bridges, ports, namespaces and devices that a resource makes, as far as its names are plain text. */
function makes(kind: string, args: Args): string[] {
	const name = named(args.name);
	return name === undefined ? [] : [...portsMadeBy(kind, args), ...thingsMadeBy(kind, args, name)];
}

function thingsMadeBy(kind: string, args: Args, name: string): string[] {
	const at = placeOf(args);
	if (at === undefined) return [];
	const device = `device ${at} ${name}`;
	if (kind === "Bridge") return [`bridge ${name}`, device];
	if (kind === "Trunk") return [`bridge ${deviceNameOf("tbr", name)}`];
	if (kind === "Namespace") return [`netns ${name}`];
	if (kind === "Port" && (args.type === "internal" || args.type === "tap")) return [device];
	if (kind === "VRF" || (kind === "Tunnel" && args.bridge === undefined)) return [device];
	if (kind !== "Link") return [];
	const peer = args.peer as Args | undefined;
	const end = named(peer?.name);
	const there = placeOf({ netns: peer?.netns ?? at });
	return end === undefined || there === undefined ? [device] : [device, `device ${there} ${end}`];
}

/** net.ipv4.conf.eth0.rp_filter, or with slashes. */
function deviceOfSysctl(key: unknown): string | undefined {
	const slashed = named(key)?.replace(/^[^/]+$/, (dotted) => dotted.replaceAll(".", "/"));
	return /^net\/[^/]+\/(?:conf|neigh)\/([^/]+)\//.exec(slashed ?? "")?.[1];
}

/** Those of a flowtable, and of the chains and flowtables of a table. */
function devicesOfNft(kind: string, args: Args): unknown[] {
	const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
	if (kind === "FlowTable") return listed(args.devices);
	if (kind !== "NftTable") return [];
	return [args.chains, args.flowtables].flatMap((all) =>
		Object.values(all ?? {}).flatMap((one) => listed((one as Args)?.devices)),
	);
}

/** Where a route's gateways and its source address have to be reached or had. */
function addressesOfRoute(args: Args): string[] {
	const hops = Array.isArray(args.nexthops) ? (args.nexthops as Args[]) : [];
	return [args.via, args.src, ...hops.map((hop) => hop?.via)].flatMap((address) => named(address) ?? []);
}

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Those that it names without making them. */
function uses(kind: string, args: Args): string[] {
	const peer = args.peer as Args | undefined;
	const at = placeOf(args);
	const things: string[] = [];
	const use = (what: string, value: unknown) => {
		if (named(value) !== undefined && (at !== undefined || what !== `device ${at}`)) things.push(`${what} ${value}`);
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
	for (const device of devicesOfNft(kind, args)) use(`device ${at}`, device);
	if (kind === "VRF" && Array.isArray(args.interfaces)) for (const member of args.interfaces) use(`device ${at}`, member);
	if (kind === "Mirror") for (const port of [args.selectSrcPorts, args.selectDstPorts, args.outputPort].flat()) use("port", port);
	use("device ", kind === "SFlow" ? args.agent : undefined);
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
	const things = uses(kind, args).map((thing) => declared[`${host} ${thing}`]);
	const place = `${host} ${placeOf(args)}`;
	const addresses = kind === "Route" ? addressesOfRoute(args).filter((address) => isIP(address) > 0) : [];
	const near = networks.filter((n) => n.place === place && addresses.some((a) => n.network.check(a, familyOf(a))));
	return [...new Set([...things, ...near.map((n) => n.resource)])].filter((found): found is Resource => found !== undefined);
}

/** The addresses that a resource puts on devices, with their namespaces. */
function addressesOf(args: Args): { netns: string | undefined; cidr: string }[] {
	const peer = args.peer as Args | undefined;
	const ends = [
		{ netns: placeOf(args), all: args.addresses },
		{ netns: placeOf({ netns: peer?.netns ?? args.netns }), all: peer?.addresses },
	];
	return ends.flatMap(({ netns, all }) =>
		Array.isArray(all) ? all.flatMap((a) => (named(a) ? [{ netns, cidr: String(a) }] : [])) : [],
	);
}

export function declare(kind: string, args: Args, resource: Resource): void {
	const host = hostOf(args);
	if (host === undefined) return;
	for (const thing of makes(kind, args)) declared[`${host} ${thing}`] = resource;
	for (const { netns, cidr } of addressesOf(args)) {
		const [address = "", length = ""] = cidr.split("/");
		const family = familyOf(address);
		if (
			netns === undefined ||
			isIP(address) === 0 ||
			!/^\d{1,3}$/.test(length) ||
			Number(length) > (family === "ipv6" ? 128 : 32)
		)
			continue;
		const network = new BlockList();
		network.addSubnet(address, Number(length), family);
		networks.push({ place: `${host} ${netns}`, network, resource });
	}
}
