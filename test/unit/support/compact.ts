import { createHash } from "node:crypto";
import { markKey } from "../../../provider/base/mark";
import { sha256 } from "../../../provider/base/sha256";
import { ownValue } from "../../../provider/base/values";
import { publicKeyOf } from "../../../provider/base/wireguard-key";
import { Facts } from "../../../provider/model/facts";
import { runner, unit, unitName } from "../../../provider/tools/boot-runner";
import type { Fact } from "../../../provider/tools/list";
import { type BridgeReference, ovsTables, type Table } from "../../../provider/tools/ovs-listing";
import { columnType } from "../../../provider/tools/ovs-schema";
import { changedWith } from "../../../provider/tools/sysctl-effects";
import type { Reading } from "../../../provider/tools/tool";

/** Columns of a row. `owner` stands for the mark in external_ids. */
type Columns = Record<string, unknown>;

/** A short form of a port: its columns, and those of its interface, or of the interfaces of a bond. */
interface CompactPort extends Columns {
	/** A name in `ovs.qos`. */
	qos?: string;
	interface?: Columns;
	interfaces?: Record<string, Columns>;
}

/** The columns of Bridge that refer to one row hold a name of that row: `sflow: "s"` is `s` in `ovs.sflows`. */
interface CompactBridge extends Columns, Partial<Record<BridgeReference, string>> {
	/** It was deleted by hand, and a collector set keeps its row. */
	stray?: true;
	ports?: Record<string, CompactPort>;
	/** The columns of the bridge's local interface. */
	local?: Columns;
	controllers?: Columns[];
	/** By name. Columns that refer to ports have the ports' names. */
	mirrors?: Record<string, Columns>;
	/** The rows of flow_tables, by number, and of auto_attach. */
	flow_tables?: Record<string, Columns>;
	auto_attach?: Columns;
}

/** The rows that bridges refer to, by table (as `Ovs` names it) and name. */
type ReferredRows = {
	[R in BridgeReference as (typeof ovsTables)[(typeof bridgeReferences)[R]]["as"]]?: Record<string, Columns>;
};

const bridgeReferences = ovsTables.Bridge.refers;

interface CompactLink {
	index?: number;
	kind?: string;
	up?: boolean;
	mtu?: number;
	mac?: string;
	alias?: string;
	master?: string;
	parent?: string;
	/** The ifindex of the other end, where that is in another namespace. */
	elsewhere?: number;
	data?: Columns;
	/** Flags beside UP, such as PROMISC. */
	flags?: string[];
	/** Other fields, as `ip -d -j` prints them. */
	listed?: Columns;
	/** The options of a port of a Linux bridge. */
	bridgePort?: Columns;
	/** The options of a device of a bond. */
	bondPort?: Columns;
	/** The VLANs of a Linux bridge or its port, as `bridge -j vlan show` prints them. */
	vlans?: Columns[];
	/** The forwarding database of a VXLAN device, as `bridge -j fdb show` prints it. */
	fdb?: Columns[];
	/** The lines about what is attached to the device, as the read prints them: "@tc" and a line of `tc qdisc show`. */
	attached?: string[];
	/**
	 * `10.0.0.1/24`, with a flag or scope after it where needed: `10.0.0.1/24 dynamic`, `fe80::1/64 link`, `127.0.0.1/8 host`; or a field
	 * `label=eth1:a`.
	 */
	addresses?: string[];
}

interface CompactWireGuard {
	/** Not set: the device has none. */
	privateKey?: string;
	listenPort?: number;
	/** As `wg` prints it. */
	fwmark?: string;
	/** By public key. */
	peers?: Record<
		string,
		{ presharedKey?: string; endpoint?: string; allowedIps?: string; handshake?: boolean; persistentKeepalive?: number }
	>;
}

interface Note {
	owner: string;
	/** The id of the resource, where the object is one of many of a larger resource. */
	of?: string;
	previous?: Columns;
	sets?: Columns;
	taken?: Columns;
}

/** The word of a metric in the text of `ip route`, by its name as JSON. */
const wordOf = (name: string): string => ({ congestion: "congctl", ecn: "features" })[name] ?? name;

const isSix = ({ family, dst, src }: Columns): boolean => family === 6 || String(dst).includes(":") || String(src).includes(":");

const lockedLines = (routes: Columns[]): string =>
	routes.flatMap((r) => (r.locked ? [`locked ${isSix(r) ? 6 : 4} ${textOf(r)}\n`] : [])).join("");

/** A route with locked metrics as `ip -N -d -o` prints it. */
function textOf({ dst, gateway, dev, table, protocol, metric, metrics, locked }: Columns): string {
	const option = (word: string, value: unknown) => (value === undefined ? "" : ` ${word} ${value}`);
	const values = Object.entries(Object.assign({}, ...(metrics as Columns[]))).map(
		([name, value]) => ` ${wordOf(name)}${(locked as string[]).includes(wordOf(name)) ? " lock" : ""} ${value ?? name}`,
	);
	return `1 ${dst}${option("via", gateway)}${option("dev", dev)}${option("table", table)}${option("proto", protocol)}${option("metric", metric)}${values.join("")} `;
}

/** A short form of a host's state. It is converted to the output of the tools, so that the parsers are tested too. */
export interface CompactFacts {
	ovs?:
		| (ReferredRows & {
				daemon?: "up" | "down" | "unknown";
				root?: Columns;
				bridges?: Record<string, CompactBridge>;
				/** `bridge` is the name of a bridge, and `ipfix` a name in `ipfixes`. */
				collectorSets?: Record<string, Columns & { bridge: string; ipfix?: string }>;
				/** By the names that ports have in `qos`. Their `queues` are names in `ovs.queues`. */
				qos?: Record<string, Columns & { queues?: Record<string, string> }>;
				queues?: Record<string, Columns>;
				/** The rows of the root row's manager_options, by target, and of its ssl. */
				managers?: Record<string, Columns>;
				ssl?: Columns;
		  })
		| { missing: true }
		| { silent: string };
	links?: Record<string, Record<string, CompactLink>>;
	/** The devices of WireGuard, by namespace and name. */
	wireguard?: Record<string, Record<string, CompactWireGuard>>;
	namespaces?: string[];
	/** The namespaces of which only the file is there. */
	brokenNamespaces?: string[];
	sysctl?: Record<string, Record<string, string>>;
	journal?: Record<string, Note | Note[]>;
	/** The SHA-256 of boot files, by name. The program that runs them is there. */
	bootFiles?: Record<string, string>;
	/** By namespace, as `ip -N -d -j` prints them. Routes with a ":" in "dst", or with family 6, are IPv6. `locked`: names of metrics. */
	routes?: Record<string, Columns[]>;
	rules?: Record<string, Columns[]>;
	/** The permanent entries and the proxy entries by namespace, as `ip -N -j neigh` prints them. */
	neighbors?: Record<string, Columns[]>;
	/** nft tables by namespace, as `nft -s -a list table` prints them, but with two spaces for a tab: "inet gw" → lines. */
	nft?: Record<string, Record<string, string[]>>;
	/** By "inet gw": the lines that nft lists of a wanted table, or its error. A table that is not here is an error of the test. */
	rendered?: Record<string, string[] | { refused: string }>;
	/** True where the devices can offload flows to hardware. */
	offload?: boolean;
	/** Flows by bridge and table ("br0 0"), as `ovs-ofctl --no-stats --no-names dump-flows` prints them. */
	flows?: Record<string, string[]>;
	/**
	 * By a line `match,actions=…`: the normal form that ovs-ofctl prints, or its error. Default: the line unchanged. Port names in
	 * the line are replaced by numbers from 65000 downwards.
	 */
	renderedFlows?: Record<string, string | { refused: string } | { broken: string }>;
	/**
	 * The groups and meters of a bridge, as `ovs-ofctl --no-names dump-groups` and `dump-meters` print them, and the mappings of its
	 * Geneve options: "0xffff 0x80 4 tun_metadata0". The flows that name them are those in `flows`.
	 */
	groups?: Record<string, string[]>;
	meters?: Record<string, string[]>;
	tlvMap?: Record<string, string[]>;
	/** The kinds of queueing disciplines by device. Default: the host has no tc. */
	qdiscs?: Record<string, string[]>;
	/** The lines of `tc qdisc show` before the run. */
	tc?: string[];
	/** By default a host has apt, systemd and no packages, modules or services. Files are lines by path, a file of sudo with the mode 440. */
	setup?: {
		apt?: false;
		systemd?: false;
		packages?: Record<string, string>;
		modules?: string[];
		/** ActiveState and UnitFileState: "active enabled". */
		services?: Record<string, string>;
		files?: Record<string, string[]>;
		/** The mode, user and group of a file. */
		modes?: Record<string, string>;
	};
	/** The output of a probe, by its target address. */
	probe?: Record<string, { stdout: string; code: number }>;
}

const printed = (stdout: string, code = 0, stderr = ""): Reading => ({ stdout, stderr, code });

export function reading(fact: Fact, facts: CompactFacts): Reading {
	switch (fact.read) {
		case "ovs":
		case "ovs-rows":
			return ovsReading(facts.ovs ?? {});
		case "links": {
			if (facts.brokenNamespaces?.includes(fact.netns))
				return printed("", 255, `setting the network namespace "${fact.netns}" failed: Invalid argument`);
			const isThere = fact.netns === "" || facts.namespaces?.includes(fact.netns);
			const links = facts.links?.[fact.netns] ?? (isThere ? {} : undefined);
			if (!links) return printed("", 1, `Cannot open network namespace "${fact.netns}": No such file or directory`);
			return printed(JSON.stringify(Object.entries(links).map(([name, link], i) => rawLink(name, link, i))));
		}
		case "bridge-vlans": {
			const links = facts.links?.[fact.netns] ?? {};
			const ports = Object.entries(links).filter(([, { vlans }]) => vlans !== undefined);
			return printed(JSON.stringify(ports.map(([ifname, { vlans }]) => ({ ifname, vlans }))));
		}
		case "bridge-entries":
			return printed("[]");
		case "fdb": {
			const link = facts.links?.[fact.netns]?.[fact.device];
			return link ? printed(JSON.stringify(link.fdb ?? [])) : printed("", 255, `Cannot find device "${fact.device}"`);
		}
		case "attached": {
			const { attached = [] } = facts.links?.[fact.netns]?.[fact.device] ?? {};
			return printed(["@kernel 6.1.0-18-amd64", ...attached].map((line) => `${line}\n`).join(""));
		}
		case "wireguard":
			if (fact.netns !== "" && !facts.links?.[fact.netns])
				return printed("", 1, `Cannot open network namespace "${fact.netns}": No such file or directory`);
			return printed(
				Object.entries(facts.wireguard?.[fact.netns] ?? {})
					.flatMap(wireGuardLines)
					.join(""),
			);
		case "qdiscs":
			if (!facts.qdiscs) return printed("", 127, "sh: 1: tc: not found");
			return printed(
				Object.entries(facts.qdiscs)
					.flatMap(([device, kinds]) => kinds.map((kind) => `qdisc ${kind} 1: dev ${device} root refcnt 2\n`))
					.join(""),
			);
		case "daemon-neighbors":
			return printed(
				`${JSON.stringify((facts.neighbors?.[fact.netns] ?? []).filter(({ state }) => String(state) === "NOARP"))}\n`,
			);
		case "foreign-qdiscs":
			return printed((facts.tc ?? []).map((line) => `${line}\n`).join(""));
		case "namespaces":
			return printed(facts.namespaces ? JSON.stringify(facts.namespaces.map((name) => ({ name }))) : "");
		case "journal":
		case "journal-entries": {
			const all = Object.entries(facts.journal ?? {}).flatMap(([id, notes]) => [notes].flat().map((note) => ({ id, ...note })));
			const isRead = ({ id, owner }: { id: string; owner?: string }) =>
				fact.read === "journal" || fact.files.includes(encodeURIComponent(`${id} ${owner}`));
			return printed(
				all
					.filter(isRead)
					.map((entry) => `${JSON.stringify(entry)}\n`)
					.join(""),
			);
		}
		case "boot-files":
			return printed(
				[...Object.entries(facts.bootFiles ?? {}), ["run", sha256(runner)], [unitName, sha256(unit)]]
					.map(([name, sum]) => `${sum}  ${name}\n`)
					.join(""),
			);
		case "routes":
		case "routes-to":
		case "rules": {
			const known = fact.netns === "" || facts.links?.[fact.netns] !== undefined || facts.namespaces?.includes(fact.netns);
			if (!known) return printed("", 1, `Cannot open network namespace "${fact.netns}": No such file or directory`);
			const all = (fact.read === "rules" ? facts.rules : facts.routes)?.[fact.netns] ?? [];
			const list = (six: boolean) => JSON.stringify(all.filter((r) => isSix(r) === six).map(({ family, locked, ...r }) => r));
			return printed(`family 4\n${list(false)}\nfamily 6\n${list(true)}\n${lockedLines(all)}`);
		}
		case "route-tables": {
			const all = facts.routes?.[fact.netns] ?? [];
			const lists = fact.tables.map((place) => {
				const own = all.filter((r) => place === `${isSix(r) ? 6 : 4} ${r.table ?? 254}`);
				const list = own.map(({ family, locked, table, ...r }) => r);
				return `table ${place}\n${JSON.stringify(list)}\n${lockedLines(own.map(({ table, ...r }) => r))}`;
			});
			return printed(lists.join(""));
		}
		case "neighbors": {
			const known = fact.netns === "" || facts.links?.[fact.netns] !== undefined || facts.namespaces?.includes(fact.netns);
			if (!known) return printed("", 1, `Cannot open network namespace "${fact.netns}": No such file or directory`);
			const all = facts.neighbors?.[fact.netns] ?? [];
			const isProxy = (entry: Columns) => "proxy" in entry;
			const isPermanent = (entry: Columns) => !isProxy(entry) && String(entry.state) !== "NOARP";
			return printed(`${JSON.stringify(all.filter(isPermanent))}\n\n${JSON.stringify(all.filter(isProxy))}\n\n`);
		}
		case "sysctl": {
			const value = facts.sysctl?.[fact.netns]?.[fact.key];
			if (value !== undefined) return printed(`${value}\n`);
			const where = fact.netns === "" || facts.namespaces?.includes(fact.netns);
			const file = `cannot stat /proc/sys/${fact.key}: No such file or directory`;
			return printed(
				"",
				255,
				where ? `sysctl: ${file}` : `Cannot open network namespace "${fact.netns}": No such file or directory`,
			);
		}
		case "sysctl-copies": {
			const patterns = changedWith(fact.key).map((pattern) => new RegExp(`^${pattern.replace("*", "[^/]+")}$`));
			const all = Object.entries(facts.sysctl?.[fact.netns] ?? {});
			const changed = all.filter(([key]) => patterns.some((pattern) => pattern.test(key)));
			return printed(changed.map(([key, value]) => `${key}:${value}\n`).join(""));
		}
		case "nft": {
			const lines = facts.nft?.[fact.netns]?.[`${fact.family} ${fact.name}`];
			if (lines) {
				const isWarning = (line: string) => line.startsWith("# Warning: ");
				return printed(nftText(lines.filter((line) => !isWarning(line))), 0, nftText(lines.filter(isWarning)));
			}
			return printed("", 1, `Error: No such file or directory\nlist table ${fact.family} ${fact.name}\n           ^^`);
		}
		case "nft-tables": {
			const tables = Object.keys(facts.nft?.[fact.netns] ?? {});
			return printed(tables.map((table) => `table ${table}\n`).join(""));
		}
		case "nft-chains": {
			const isChain = (line: string) => line === "}" || /^table |^ {2}(chain .* \{|\})|^ {4}type .* hook /.test(line);
			return printed(nftText(Object.values(facts.nft?.[fact.netns] ?? {}).flatMap((lines) => lines.filter(isChain))));
		}
		case "nft-rendered": {
			const made = facts.rendered?.[`${fact.family} ${fact.name}`] ?? [`table ${fact.family} ${fact.name} { # handle 1`, "}"];
			return Array.isArray(made) ? printed(nftText(made)) : printed("", 1, made.refused);
		}
		case "nft-offload":
			return facts.offload ? printed("") : printed("", 1, "Error: Could not process rule: Operation not supported");
		case "flows": {
			if (!isBridge(facts, fact.bridge)) return printed("", 1, `ovs-ofctl: ${fact.bridge} is not a bridge or a socket`);
			return printed((facts.flows?.[`${fact.bridge} ${fact.table}`] ?? []).map((line) => ` ${line}\n`).join(""));
		}
		case "groups":
			return flowObjects(facts, fact.bridge, facts.groups, "group:");
		case "meters":
			return flowObjects(facts, fact.bridge, facts.meters, "meter:");
		case "tlv-map":
			return flowObjects(facts, fact.bridge, facts.tlvMap, "");
		case "flows-rendered":
			return renderedFlows(fact.text, facts.renderedFlows ?? {});
		case "kept-flows": {
			if (!isBridge(facts, fact.bridge)) return printed("", 1, `ovs-ofctl: ${fact.bridge} is not a bridge or a socket`);
			const flows = Object.entries(facts.flows ?? {}).filter(([place]) => place.startsWith(`${fact.bridge} `));
			return printed(`@\n@\n@\n${flows.flatMap(([, lines]) => lines.map((line) => ` ${line}\n`)).join("")}`);
		}
		case "session-start":
			return printed("");
		case "package":
		case "module":
		case "service":
		case "setup-files":
			return setupReading(fact, facts.setup ?? {});
		case "probe": {
			const answer = facts.probe?.[fact.probe.to] ?? { stdout: "unreachable\n", code: 0 };
			return printed(answer.stdout, answer.code);
		}
	}
}

/** The output of the read for a device and its peers: sums in place of keys. */
function wireGuardLines([name, { privateKey, listenPort = 0, fwmark = "off", peers = {} }]: [
	string,
	CompactWireGuard,
]): string[] {
	const key = privateKey === undefined ? "(none)" : publicKeyOf(privateKey);
	return [
		`device ${name} ${key} ${listenPort} ${fwmark}\n`,
		...Object.entries(peers).map(([peer, { presharedKey, endpoint, allowedIps, handshake, persistentKeepalive }]) => {
			const sum = presharedKey === undefined ? "(none)" : sha256(presharedKey);
			const state = `${handshake ? 1 : 0} ${persistentKeepalive ?? "off"}`;
			return `peer ${name} ${peer} ${sum} ${endpoint ?? "(none)"} ${allowedIps ?? "(none)"} ${state}\n`;
		}),
	];
}

function setupReading(
	fact: Extract<Fact, { read: "package" | "module" | "service" | "setup-files" }>,
	{ apt, systemd, packages = {}, modules = [], services = {}, files = {}, modes = {} }: NonNullable<CompactFacts["setup"]>,
): Reading {
	if (fact.read === "package") {
		const version = packages[fact.name];
		return printed(apt === false ? "none\n" : version === undefined ? "" : `${fact.name} ii  ${version}\n`);
	}
	if (fact.read === "module") return printed(modules.includes(fact.name) ? `${fact.name}\n` : "");
	if (fact.read === "service") {
		const [active, file = ""] = ((ownValue(services, fact.name) as string | undefined) ?? "inactive").split(" ");
		return printed(systemd === false ? "none\n" : `ActiveState=${active}\nUnitFileState=${file}\n`);
	}
	const mode = (path: string) => modes[path] ?? (path.includes("sudoers") ? "440 0 0" : "644 0 0");
	const texts = Object.entries(files).map(
		([path, lines]) => `@file ${path} ${mode(path)}\n${lines.map((line) => ` ${line}\n`).join("")}`,
	);
	return printed(texts.join(""));
}

const nftText = (lines: string[]) =>
	lines.map((line) => `${line.replace(/^( {2})+/, (spaces) => "\t".repeat(spaces.length / 2))}\n`).join("");

const isBridge = ({ ovs }: CompactFacts, name: string): boolean =>
	ovs !== undefined && "bridges" in ovs && ovs.bridges?.[name] !== undefined;

/** The objects of a bridge, and after a line "@" the flows whose actions have the word. */
function flowObjects(facts: CompactFacts, bridge: string, objects: CompactFacts["groups"], word: string): Reading {
	if (!isBridge(facts, bridge)) return printed("", 1, `ovs-ofctl: ${bridge} is not a bridge or a socket`);
	const flows = Object.entries(facts.flows ?? {}).flatMap(([place, lines]) => {
		const [on, table] = place.split(" ");
		return on === bridge
			? lines.map((line) => (table === "0" ? line : line.replace(/(^|, )(?=priority)/, `$1table=${table}, `)))
			: [];
	});
	const users = flows.filter((line) => word !== "" && line.slice(line.indexOf("actions=")).includes(word));
	return printed(["reply:", ...(objects?.[bridge] ?? []), ...(word === "" ? [] : ["@", ...users]), ""].join("\n"));
}

/** Behaves as `ovs-ofctl parse-flows`: it stops at the first line with an error, and prints notices without a line number. */
function renderedFlows(text: string, known: NonNullable<CompactFacts["renderedFlows"]>): Reading {
	const printedLines: string[] = ["usable protocols: any", "chosen protocol: OXM-OpenFlow15"];
	const lines = text.trimEnd().split("\n");
	for (const [i, line] of lines.entries()) {
		const [, table, flow = ""] = /^table=(\d+),(.*)$/.exec(line) ?? [];
		const made = known[flow.replace(/^,/, "")] ?? flow.replace(/^,/, "").replace(/,?actions=/, " actions=");
		if (typeof made === "object" && "refused" in made)
			return printed(printedLines.join("\n"), 1, `ovs-ofctl: -:${i + 1}: ${made.refused}`);
		const add = `OFPT_FLOW_MOD (OF1.5) (xid=0x${i + 1}): `;
		if (typeof made === "object") printedLines.push(`${add}***decode error: ${made.broken}***`);
		else printedLines.push(`${add}ADD ${table === "0" ? "" : `table:${table} `}${made.trim()}`);
	}
	return printed(`${printedLines.join("\n")}\n`);
}

/** Facts parsed from the output that the host's tools would print. */
export const factsOf = (asked: Fact[], facts: CompactFacts): Facts => Facts.of(asked.map((fact) => [fact, reading(fact, facts)]));

function rawLink(name: string, link: CompactLink, i: number): Columns {
	const { kind, data, elsewhere, parent, bridgePort, bondPort } = link;
	const info = {
		...(kind === undefined ? {} : { info_kind: kind, ...(data ? { info_data: data } : {}) }),
		...(bondPort === undefined ? {} : { info_slave_kind: "bond", info_slave_data: bondPort }),
		...(bridgePort === undefined ? {} : { info_slave_kind: "bridge", info_slave_data: bridgePort }),
	};
	return {
		ifindex: link.index ?? i + 1,
		...(elsewhere === undefined ? {} : { link_index: elsewhere, link_netnsid: 0 }),
		ifname: name,
		...(parent === undefined ? {} : { link: parent }),
		flags: ["BROADCAST", "MULTICAST", ...(link.up === false ? [] : ["UP", "LOWER_UP"]), ...(link.flags ?? [])],
		mtu: link.mtu ?? 1500,
		...(link.master === undefined ? {} : { master: link.master }),
		...(link.alias === undefined ? {} : { ifalias: link.alias }),
		address: link.mac ?? "02:00:00:00:00:99",
		...(Object.keys(info).length === 0 ? {} : { linkinfo: info }),
		addr_info: (link.addresses ?? []).map(rawAddress),
		...link.listed,
	};
}

function rawAddress(text: string): Columns {
	const [cidr = "", ...words] = text.split(" ");
	const [local, length] = cidr.split("/");
	const scope = words.find((w) => w === "link" || w === "host") ?? "global";
	return {
		...{ family: cidr.includes(":") ? "inet6" : "inet", local, prefixlen: Number(length), scope },
		...(words.includes("dynamic") ? { dynamic: true } : {}),
		...Object.fromEntries(
			["secondary", "tentative", "dadfailed"].flatMap((word) => (words.includes(word) ? [[word, true]] : [])),
		),
		...Object.fromEntries(words.filter((w) => w.includes("=")).map((w) => [w.split("=")[0], typed(w.split("=")[1] ?? "")])),
	};
}

const typed = (value: string): unknown => (value === "true" ? true : /^\d+$/.test(value) ? Number(value) : value);

const rows = new Map<string, string>();

/** A UUID that is the same for the same row in every run. A row is its table and its name: "QoS q". */
export function uuid(row: string): string {
	const hex = createHash("md5").update(row).digest("hex");
	const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
	rows.set(id, row);
	return id;
}

/** The text with `<QoS q>` in place of each UUID that `uuid` has made. */
export const withRowNames = (text: string): string =>
	text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (rows.has(id) ? `<${rows.get(id)}>` : id));

/** An OVSDB value as `ovs-vsctl --format=json` prints it: a set with one member is that member. */
function cell(value: unknown): unknown {
	if (Array.isArray(value)) return value.length === 1 ? value[0] : ["set", value];
	if (typeof value === "object" && value !== null) return ["map", Object.entries(value)];
	return value;
}

const empty = ["set", []];
const noMap = ["map", []];
/** The defaults of columns whose default is not an empty set. */
const defaults: Partial<Record<Table, Columns>> = {
	Open_vSwitch: { ovs_version: "3.1.0" },
	Bridge: {
		...{ flow_tables: noMap },
		...{ name: "", datapath_type: "", datapath_id: "0000aabbccddeeff" },
		...{ stp_enable: false, rstp_enable: false, mcast_snooping_enable: false },
	},
	Port: { name: "", bond_updelay: 0, bond_downdelay: 0, protected: false, bond_fake_iface: false, fake_bridge: false },
	Interface: {
		...{ name: "", type: "", options: noMap, ofport: 5, ingress_policing_rate: 0, ingress_policing_burst: 0 },
		...{ bfd: noMap, lldp: noMap },
	},
	Controller: { target: "" },
	Manager: { target: "" },
	SSL: { private_key: "", certificate: "", ca_cert: "", bootstrap_ca_cert: false },
	AutoAttach: { system_name: "", system_description: "", mappings: noMap },
	Mirror: { name: "", select_all: false },
	NetFlow: { active_timeout: 0, add_id_to_interface: false },
	QoS: { type: "", queues: noMap },
};

const unset = (table: Table, column: string): unknown =>
	defaults[table]?.[column] ?? (["other_config", "external_ids"].includes(column) ? noMap : empty);

function row(table: Table, name: string, columns: Columns, references: Columns = {}): Columns {
	const known: Columns = Object.fromEntries(ovsTables[table].columns.map((column) => [column, unset(table, column)]));
	const { owner, ...rest } = columns;
	const given = owner === undefined ? rest : { ...rest, external_ids: { [markKey]: owner, ...(rest.external_ids as Columns) } };
	const odd = Object.keys(given).filter((c) => !(c in known));
	if (odd.length > 0) throw new Error(`a case gives ${table} ${name} columns that are not read: ${odd.join(", ")}`);
	const set = Object.fromEntries(Object.entries(given).map(([c, v]) => [c, cell(v)]));
	const id = { _uuid: ["uuid", uuid(`${table} ${name}`)] };
	return { ...id, ...known, ...(columnType(table, "name")?.min === 1 ? { name } : {}), ...set, ...references };
}

const refer = (table: string, names: string[]) => cell(names.map((name) => ["uuid", uuid(`${table} ${name}`)]));

function mirrorRow(id: string, name: string, columns: Columns): Columns {
	const isReference = ([column]: [string, unknown]) => /_port$/.test(column);
	const refers = Object.entries(columns)
		.filter(isReference)
		.map(([column, ports]) => [column, refer("Port", ports as string[])]);
	const plain = Object.fromEntries(Object.entries(columns).filter((entry) => !isReference(entry)));
	return row("Mirror", id, plain, { name, ...Object.fromEntries(refers) });
}

function ovsReading(ovs: NonNullable<CompactFacts["ovs"]>): Reading {
	if ("missing" in ovs) return printed("unknown\n", 127);
	if ("silent" in ovs) return printed("down\n", 1, ovs.silent);
	const bridges = Object.entries(ovs.bridges ?? {}).flatMap(([name, { stray }]) => (stray ? [] : [name]));
	const tables: Partial<Record<Table, Columns[]>> = {
		Open_vSwitch: [
			row("Open_vSwitch", ".", ovs.root ?? {}, {
				bridges: refer("Bridge", bridges),
				manager_options: refer("Manager", Object.keys(ovs.managers ?? {})),
				ssl: refer("SSL", ovs.ssl ? ["."] : []),
			}),
		],
		Manager: Object.entries(ovs.managers ?? {}).map(([target, columns]) => row("Manager", target, { target, ...columns })),
		SSL: ovs.ssl ? [row("SSL", ".", ovs.ssl)] : [],
		...{ Bridge: [], Port: [], Interface: [], Controller: [], Mirror: [], Flow_Table: [], AutoAttach: [] },
		...Object.fromEntries(
			Object.values(bridgeReferences).map((table) => [
				table,
				Object.entries(ovs[ovsTables[table].as] ?? {}).map(([name, columns]) => row(table, name, columns)),
			]),
		),
		Flow_Sample_Collector_Set: Object.entries(ovs.collectorSets ?? {}).map(([name, { bridge, ipfix, ...columns }]) =>
			row("Flow_Sample_Collector_Set", name, columns, {
				bridge: refer("Bridge", [bridge]),
				ipfix: refer("IPFIX", ipfix === undefined ? [] : [ipfix]),
			}),
		),
		QoS: Object.entries(ovs.qos ?? {}).map(([name, { queues = {}, ...columns }]) => {
			const numbered = Object.entries(queues).map(([n, queue]) => [Number(n), ["uuid", uuid(`Queue ${queue}`)]]);
			return row("QoS", name, columns, { queues: ["map", numbered] });
		}),
		Queue: Object.entries(ovs.queues ?? {}).map(([name, columns]) => row("Queue", name, columns)),
	};
	for (const [name, bridge] of Object.entries(ovs.bridges ?? {})) {
		const { ports = {}, local = {}, controllers = [], mirrors = {}, stray, flow_tables = {}, auto_attach, ...rest } = bridge;
		const columns = Object.fromEntries(Object.entries(rest).filter(([column]) => !(column in bridgeReferences)));
		const referred = Object.entries(bridgeReferences).map(([column, table]) => {
			const to = bridge[column as BridgeReference] as string | undefined;
			return [column, refer(table, to === undefined ? [] : [to])];
		});
		const all: Record<string, CompactPort> = stray
			? {}
			: { [name]: { interface: { type: "internal", ofport: 65534, ...local } }, ...ports };
		const targets = controllers.map((c) => `${name} ${c.target} ${c.connection_mode ?? ""}`);
		const references = { ports: refer("Port", Object.keys(all)), controller: refer("Controller", targets) };
		const watch = {
			mirrors: refer(
				"Mirror",
				Object.keys(mirrors).map((mirror) => `${name} ${mirror}`),
			),
			...Object.fromEntries(referred),
			flow_tables: ["map", Object.keys(flow_tables).map((n) => [Number(n), ["uuid", uuid(`Flow_Table ${name} ${n}`)]])],
			auto_attach: refer("AutoAttach", auto_attach ? [name] : []),
		};
		tables.Flow_Table?.push(...Object.entries(flow_tables).map(([n, c]) => row("Flow_Table", `${name} ${n}`, c)));
		const mappings = Object.entries((auto_attach?.mappings ?? {}) as Columns).map(([isid, vlan]) => [Number(isid), vlan]);
		if (auto_attach) tables.AutoAttach?.push(row("AutoAttach", name, auto_attach, { mappings: ["map", mappings] }));
		tables.Mirror?.push(...Object.entries(mirrors).map(([mirror, c]) => mirrorRow(`${name} ${mirror}`, mirror, c)));
		tables.Bridge?.push(row("Bridge", name, columns, { ...references, ...watch }));
		for (const [port, { interface: one, interfaces = { [port]: one ?? {} }, qos, ...portColumns }] of Object.entries(all)) {
			const refers = {
				interfaces: refer("Interface", Object.keys(interfaces)),
				qos: refer("QoS", qos === undefined ? [] : [qos]),
			};
			tables.Port?.push(row("Port", port, portColumns, refers));
			for (const [iface, c] of Object.entries(interfaces)) tables.Interface?.push(row("Interface", iface, c));
		}
		controllers.forEach((c, i) => void tables.Controller?.push(row("Controller", targets[i] ?? "", c)));
	}
	const lines = Object.entries(ovsTables).map(([table, { columns }]) => {
		const headings = ["_uuid", ...columns];
		return JSON.stringify({ data: (tables[table as Table] ?? []).map((r) => headings.map((h) => r[h])), headings });
	});
	return printed(`${ovs.daemon ?? "up"}\n${lines.join("\n")}\n`);
}
