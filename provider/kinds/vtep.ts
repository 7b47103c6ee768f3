import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { deviceNameOf } from "../base/device-name";
import * as f from "../base/fields";
import { foreignText, markKey } from "../base/mark";
import type { Values } from "../base/values";
import { withVariants } from "../base/variants";
import { type Keep, markAfter, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import { markedRows, once } from "../network/marked";
import { notOfVtep } from "../network/other-kinds";
import { type ColumnField, planColumns, readColumns, rowOwner } from "../network/ovs-columns";
import { datapathFault, interfaceFault } from "../network/ovs-port";
import {
	checkTunnel,
	endpointFields,
	noPortOfGre,
	optionsHelp,
	outerFields,
	pskField,
	remoteIp,
	tunnelOnlyFields,
	tunnelText,
	udpPortUse,
} from "../network/ovs-tunnel";
import { overlayTypes, tunnelColumns, vtepKey } from "../network/ovs-tunnel-rows";
import { checkVlans, vlanColumns, vlanFields, withoutUnusedVlans } from "../network/vlan";
import type { Step } from "../tools/list";
import { fakeVlan, knownOvs, map, type Ovs, type Row } from "../tools/ovs-listing";

/** The key in the external_ids of a port that holds the peer. */
const peerKey = `${markKey}-peer`;

const common: ColumnField[] = [
	...tunnelColumns.filter((c) => !["remoteIp", ...tunnelOnlyFields].includes(c.field)),
	{ field: "protected", table: "Port", column: "protected", as: "flag" },
	...vlanColumns,
];
const remote: ColumnField = { field: "remoteIp", table: "Interface", column: "options", key: "remote_ip", as: "one" };

interface PeerPort {
	name: string;
	peer: string;
	iface: Row | undefined;
	value: Values;
	owner: string | undefined;
	marks: Record<string, string>;
}

const fields = f.object({
	bridge: f.required(f.nameOf("bridge"), "Bridge that the tunnels are ports of."),
	name: f.required(
		f.text.regex(/^[A-Za-z0-9_][A-Za-z0-9_.]{0,6}$/, "must be a prefix of port names: 1 to 7 of the characters A-Z a-z 0-9 _ ."),
		"Prefix of the port names: a port is named `<name>-<peer>`. A port name of more than 15 characters is shortened and ends in a hash.",
	),
	type: f.required(f.withOtherKinds(z.enum(overlayTypes), notOfVtep), "Encapsulation of the tunnels."),
	peers: f.required(
		z
			.record(f.making(f.text.min(1), { sort: "port", prefix: { field: "name" } }), remoteIp)
			.refine((p) => Object.keys(p).length > 0, "must name at least one peer"),
		"Remote endpoint of each peer, by a name of your choice. Adding or removing a peer adds or removes one port.",
	),
	protected: f.defaulted(z.boolean(), true, "Split horizon: the bridge does not forward packets from one tunnel to another."),
	...endpointFields,
	...outerFields,
	...vlanFields,
	...pskField,
	...f.group("Open vSwitch keys", { options: f.wholeMap(optionsHelp) }),
	adopt: f.adopt(
		"existing ports of the bridge that have the names of this Vtep's ports",
		"these ports stay, with their former settings",
	),
});

type Want = z.output<typeof fields>;

function check(want: Want, issue: (path: string, message: string) => void): void {
	checkTunnel(want, issue);
	checkVlans(want, issue);
	const first = new Map<string, string>();
	for (const [peer, to] of Object.entries(want.peers ?? {})) {
		if (first.has(to))
			issue(`peers.${peer}`, `has the same remote endpoint as ${first.get(to)}: Open vSwitch could not tell the two apart`);
		else first.set(to, peer);
	}
}

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	return once(
		markedRows(ovs?.ports.values() ?? [], (row) => {
			const name = map(row.external_ids)[vtepKey];
			const bridge = ovs?.bridgeOf.get(String(row.name));
			return name === undefined || bridge === undefined ? undefined : { bridge, name };
		}),
	);
}

export const vtep = kind({
	type: "Vtep",
	summary: "Tunnels of one bridge to many peers as one resource (VXLAN, GRE or Geneve). Each peer has one port.",
	schema: withVariants(fields.superRefine(f.issues(check)), {
		by: ["type"],
		rules: [noPortOfGre],
		names: { type: { Gre: ["gre"], Udp: ["vxlan", "geneve"] } },
	}),
	computed: { ports: { type: "Record<string, string>", help: "Name of each peer's port, by peer." } },
	identity: { fields: ["bridge", "name"], listMarked },
	replaceOn: [],
	ownership: "mark",
	normalise: withoutUnusedVlans,
	facts: () => [{ read: "ovs" }],
	provides: (want) => [
		`Vtep ${want.name} of bridge ${want.bridge}`,
		...Object.values(want.peers ?? {}).map((to) => tunnelText(want, to)),
		...udpPortUse(want),
	],

	observe(facts, want) {
		const { ovs } = facts;
		const ports = portsOf(ovs, want);
		const first = ports[0];
		if (!first) return undefined;
		const value: Values = {
			bridge: want.bridge,
			name: want.name,
			peers: Object.fromEntries(ports.map((p) => [p.peer, p.value.remoteIp ?? ""])),
		};
		for (const { field } of common) {
			const wanted = (want as Values)[field];
			value[field] = (ports.find((p) => !isDeepStrictEqual(p.value[field], wanted)) ?? first).value[field];
		}
		const faulty = ports.find((p) => interfaceFault(p.iface));
		return {
			value,
			computed: { ports: Object.fromEntries(ports.map((p) => [p.peer, p.name])) },
			internal: { found: new Map(ports.map((p) => [p.name, p])) },
			owner: (ports.find((p) => p.marks[vtepKey] === want.name && p.owner !== undefined) ?? first).owner,
			fault: faulty ? `${faulty.name}: ${interfaceFault(faulty.iface)}` : datapathFault(facts, want.bridge),
		};
	},

	plan(change) {
		const { have } = change;
		const there = have?.internal?.found ?? new Map<string, PeerPort>();
		const deletion = (ports: PeerPort[], phase: "rows" | "delete-rows") =>
			ports.map(({ name }): Step => ({ tool: "ovs", phase, op: "delete", table: "Port", name }));
		// A delete leaves ports without this program's mark. A release also leaves the ports that existed before the Vtep.
		if (change.intent === "delete")
			return deletion(
				[...there.values()].filter((p) => p.owner === change.owner),
				"delete-rows",
			);
		const owner = markAfter(change);
		const wanted = expectedPorts(change.want);
		const left = [...there.values()].filter((p) => !wanted.has(p.name) && (owner !== undefined || p.owner === have?.owner));
		return [
			...deletion(left, "rows"),
			...[...wanted].flatMap(([name, values]) => planPeer(change, name, values, there.get(name))),
		];
	},
});

const expectedPorts = (want: Want) =>
	new Map(Object.entries(want.peers ?? {}).map(([peer, remoteIp]) => [deviceNameOf(want.name, peer), { peer, remoteIp }]));

/** The ports that are marked as this Vtep's, and those that have the name of one of its ports. Others' fake bridges are never its ports. */
function portsOf(ovs: Ovs, want: Want): PeerPort[] {
	const expected = expectedPorts(want);
	return [...ovs.ports].flatMap(([name, port]) => {
		const ids = map(port.external_ids);
		const isFake = fakeVlan(port) !== undefined;
		const peer = ids[vtepKey] === want.name ? ids[peerKey] : isFake ? undefined : expected.get(name)?.peer;
		if (peer === undefined || ovs.bridgeOf.get(name) !== want.bridge) return [];
		const iface = ovs.interfaces.get(name);
		const row = (table: string) => (table === "Port" ? port : iface);
		const value = { protected: false, ...readColumns([...common, remote], row) };
		return [{ name, peer, iface, value, owner: rowOwner(port), marks: ids }];
	});
}

function planPeer(
	change: Keep<Want>,
	name: string,
	values: { peer: string; remoteIp: string },
	there: PeerPort | undefined,
): Step[] {
	const { want, was } = change;
	const owner = markAfter(change);
	const known = want.adopt || (there?.owner === undefined && was?.ports?.[values.peer] === name);
	if (there && owner !== undefined && there.owner !== owner && !known)
		throw new Refused(
			foreignText(
				`port ${name} exists already`,
				{ program: owner, owner: there.owner },
				{ otherwise: `delete it first (ovs-vsctl del-port ${name})` },
			),
		);
	if (change.intent === "release" && there && there.marks[vtepKey] !== want.name)
		throw new Refused(
			`port ${name} is another one than this Vtep had, so that it keeps its settings: delete it first (ovs-vsctl del-port ${name})`,
		);
	const rows = { tool: "ovs", phase: "rows", name } as const;
	const marks = { [markKey]: owner, [vtepKey]: want.name, [peerKey]: values.peer };
	const missing = Object.entries(marks).filter(([k, v]) => there?.marks[k] !== v);
	const have = there && { value: there.value };
	const marked: Step =
		owner === undefined
			? { ...rows, op: "remove", table: "Port", column: "external_ids", keys: Object.keys(marks) }
			: {
					...rows,
					op: "put",
					table: "Port",
					column: "external_ids",
					entries: Object.fromEntries(missing) as Record<string, string>,
				};
	const insert: Step = { ...rows, op: "insert", table: "Port", bridge: want.bridge, interfaces: [name] };
	return [
		...(there ? [] : [insert]),
		...(missing.length > 0 ? [marked] : []),
		...planColumns([...common, remote], { Port: name, Interface: name }, { want: { ...want, remoteIp: values.remoteIp }, have }),
	];
}
