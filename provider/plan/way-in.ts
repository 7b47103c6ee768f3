import type { Facts } from "../model/facts";
import { covers } from "../network/routing";
import { wordAfter } from "../tools/ip-step";
import { createsDevice, destinationOf } from "../tools/ip-undo";
import { type NftStep, tablesIn } from "../tools/nft";
import type { Step } from "../tools/step";
import type { WayIn, WayInReading } from "../tools/way-in";

type IpStep = Extract<Step, { tool: "ip" }>;
type OvsStep = Extract<Step, { tool: "ovs" }>;
type SysctlStep = Extract<Step, { tool: "sysctl" }>;

/** The way in of the connection. Undefined: it was not read, or the host is this machine. */
export const knownWayIn = (facts: Facts): WayIn | undefined =>
	(facts.value({ read: "way-in" }) as WayInReading | undefined)?.wayIn;

/**
 * The parts of the connection's way in that a step may cut, in words; undefined: none. A step counts rather too often than too
 * seldom, because the values of rules, flows and statements are not evaluated.
 */
export function touchedPart(step: Step, facts: Facts, wayIn: WayIn): string | undefined {
	switch (step.tool) {
		case "ip":
			return step.netns === "" ? byLine(step, wayIn) : movedIn(step, wayIn);
		case "bridge":
			return step.netns === "" ? nameIn(wayIn, [step.args[3]]) : undefined;
		case "wg":
			return step.netns === "" ? nameIn(wayIn, [step.device]) : undefined;
		case "ovs":
			return byRows(step, wayIn);
		case "ofctl":
		case "flow-object":
		case "fail-mode":
			return wayIn.bridges.includes(step.bridge) ? `bridge ${step.bridge}` : undefined;
		case "uplink":
			return nameIn(wayIn, [step.nic, step.bridge]);
		case "nft":
			return byStatements(step, facts, wayIn);
		case "sysctl":
			return step.netns === "" ? byParameter(step, wayIn) : undefined;
		case "local-rule":
			return step.netns === "" ? "the rule for the local table" : undefined;
		case "usable-address":
		case "flood":
		case "packages":
		case "modprobe":
		case "systemctl":
		case "setup-file":
		case "journal":
		case "boot-file":
			return undefined;
	}
}

/** The parts of the way in that steps may cut, each once. */
export const touchedParts = (steps: Step[], facts: Facts, wayIn: WayIn): string[] => [
	...new Set(steps.flatMap((step) => touchedPart(step, facts, wayIn) ?? [])),
];

function nameIn({ devices, bridges }: WayIn, names: (string | undefined)[]): string | undefined {
	const bridge = names.find((name) => name !== undefined && bridges.includes(name));
	const device = names.find((name) => name !== undefined && devices.includes(name));
	return bridge !== undefined ? `bridge ${bridge}` : device !== undefined ? `device ${device}` : undefined;
}

const isIpv6 = (address: string): boolean => address.includes(":");

const isInside = (network: string, address: string): boolean => {
	if (network === "default" || network === "all") return true;
	try {
		return covers(network.includes("/") ? network : `${network}/${isIpv6(network) ? 128 : 32}`, address);
	} catch {
		return true;
	}
};

function byLine(step: IpStep, wayIn: WayIn): string | undefined {
	const { args, family } = step;
	const isOfFamily = (family === 6) === isIpv6(wayIn.client);
	if (args[0] === "route") return isOfFamily && isOnTheWay(step, wayIn) ? `route ${destinationOf(step)}` : undefined;
	if (args[0] === "rule") return isOfFamily && mayMatch(args, wayIn) ? `policy rule ${wordAfter("pref", args)}` : undefined;
	if (args[0] === "neigh") return isNeighborOnTheWay(args, wayIn) ? `neighbor ${addressOfNeighbor(args)}` : undefined;
	// A device on top of another one, and a mark, change nothing of the device itself.
	if (createsDevice(step) || args.includes("alias")) return undefined;
	const device = nameIn(wayIn, args);
	if (device !== undefined || args[0] !== "addr") return device;
	const address = args[2] ?? "";
	return isInside(address, wayIn.client) || address.split("/")[0] === wayIn.server ? `address ${address}` : undefined;
}

/** A device of the way in that comes back from another namespace, or a name that it takes. */
const movedIn = (step: IpStep, wayIn: WayIn): string | undefined =>
	wordAfter("netns", step.args) === "1" ? nameIn(wayIn, step.args) : undefined;

const addressOfNeighbor = (args: string[]): string => args[args.indexOf("dev") - 1] ?? "";

/** True for any neighbor of the client's family on a device of the way in: it may be the gateway to the client. */
const isNeighborOnTheWay = (args: string[], { client, devices }: WayIn): boolean =>
	devices.includes(wordAfter("dev", args) ?? "") && isIpv6(addressOfNeighbor(args)) === isIpv6(client);

function isOnTheWay(step: IpStep, { client, server, tables, devices }: WayIn): boolean {
	const vrf = wordAfter("vrf", step.args);
	const table = Number(wordAfter("table", step.args) ?? 254);
	const isLookedUp = vrf === undefined ? tables.includes(table) : devices.includes(vrf);
	const destination = destinationOf(step);
	return isLookedUp && (isInside(destination, client) || isInside(destination, server));
}

/** False for a rule that matches only marked packets, other addresses or another input device. */
function mayMatch(args: string[], { client, server, devices }: WayIn): boolean {
	if (args.includes("not")) return true;
	const mark = wordAfter("fwmark", args);
	if (mark !== undefined && Number(mark.split("/")[0]) !== 0) return false;
	const iif = wordAfter("iif", args);
	if (iif !== undefined && iif !== "lo" && !devices.includes(iif)) return false;
	const oif = wordAfter("oif", args);
	if (oif !== undefined && !devices.includes(oif)) return false;
	const [from, to] = [wordAfter("from", args) ?? "all", wordAfter("to", args) ?? "all"];
	const ends: [string, string][] = [
		[server, client],
		[client, server],
	];
	return ends.some(([source, destination]) => isInside(from, source) && isInside(to, destination));
}

function byRows(step: OvsStep, wayIn: WayIn): string | undefined {
	if (("column" in step && step.column === "external_ids") || step.op === "create") return undefined;
	if (step.op === "insert" && step.table === "Port") return nameIn(wayIn, [step.bridge, ...step.interfaces]);
	if (step.op === "move") return nameIn(wayIn, [step.name, step.from, step.to]);
	if (step.op === "refer" && step.column === "interfaces") return nameIn(wayIn, [step.name, ...members(step)]);
	if ("table" in step && !["Bridge", "Port", "Interface"].includes(step.table)) return undefined;
	return nameIn(wayIn, [step.name]);
}

const members = ({ rows }: Extract<OvsStep, { op: "refer" }>): string[] =>
	Object.values(rows).flatMap((row) => (typeof row === "object" && "columns" in row ? [String(row.columns.name)] : []));

/** The hooks that packets from and to the host itself pass. A forward chain never sees them. */
const hooks = ["input", "output", "prerouting", "postrouting", "ingress", "egress"];

function byStatements({ netns, statements }: NftStep, facts: Facts, { client, devices, bridges }: WayIn): string | undefined {
	if (netns !== "") return undefined;
	const sees = (family: string): boolean =>
		["inet", isIpv6(client) ? "ip6" : "ip", "arp"].includes(family) ||
		(family === "netdev" && statements.some((text) => devices.some((name) => text.includes(name)))) ||
		(family === "bridge" && bridges.length > 0);
	const hooked = tablesIn(statements).filter(({ family, name }) => {
		const listing = facts.has({ read: "nft", netns, family, name }) ? facts.nft(netns, family, name) : undefined;
		const before = [...(listing?.chains.values() ?? [])].flatMap(({ base }) => base?.hook ?? []);
		const added = statements.flatMap((text) => /^add chain .*[ {]hook (\w+)/.exec(text)?.[1] ?? []);
		return sees(family) && [...before, ...added].some((hook) => hooks.includes(hook));
	});
	return hooked[0] && `nft table ${hooked[0].family} ${hooked[0].name}`;
}

/** Parameters that decide nothing about packets of the host itself. */
const harmless = ["forwarding", "mc_forwarding", "bc_forwarding", "send_redirects", "log_martians", "proxy_arp"];

function byParameter({ key, value }: SysctlStep, { client, devices }: WayIn): string | undefined {
	const [, version, , device = "", name = ""] = /^net\/ipv([46])\/(conf|neigh)\/([^/]+)\/(.*)$/.exec(key) ?? [];
	if (version === undefined || (version === "6") !== isIpv6(client) || harmless.includes(name)) return undefined;
	// Only the strict check of the source refuses packets of a host with one way to the client (ip-sysctl.rst).
	if (name === "rp_filter" && value !== "1") return undefined;
	return device === "all" || devices.includes(device) ? `sysctl ${key}` : undefined;
}
