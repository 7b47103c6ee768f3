import { z } from "zod";
import * as f from "../base/fields";
import { markKey } from "../base/mark";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { markAfter, namedBy } from "../model/change";
import type { Facts } from "../model/facts";
import { type Allocation, kind, type Marked } from "../model/kind";
import type { Step } from "../tools/list";
import { knownOvs, map, type Ovs } from "../tools/ovs-listing";

/** Keys of the bridge's external_ids: one holds the owner of the numbers, and one key per number holds its network. */
const ownerKey = `${markKey}-vlans`;
const vlanKey = `${markKey}-vlan-`;

const highest = 4094;

type Vlans = Record<string, number>;

function check({ networks, vlans }: Values, issue: (path: string, message: string) => void): void {
	const first = new Map<number, string>();
	for (const [network, vlan] of Object.entries((vlans ?? {}) as Vlans)) {
		const before = first.get(vlan);
		if (!holdsUnknown(networks) && !networks?.includes(network)) issue(`vlans.${network}`, "is not one of the networks");
		if (before !== undefined) issue(`vlans.${network}`, `is the local VLAN of "${before}" already`);
		first.set(vlan, network);
	}
}

/** Finds these objects by their marks. */
const listMarked = (facts: Facts): Marked[] =>
	[...(knownOvs(facts)?.bridges ?? [])].flatMap(([bridge, row]) => {
		const owner = map(row.external_ids)[ownerKey];
		return owner === undefined ? [] : [{ owner, want: { bridge } }];
	});

export const localVlans = kind({
	type: "LocalVlans",
	summary:
		"Local VLANs of networks on a bridge: one number per network, allocated once and never changed. The numbers are valid on this host only. The bridge's external_ids hold them.",
	schema: f
		.object({
			bridge: f.required(f.nameOf("bridge"), "Bridge on which the VLANs are used."),
			networks: f.required(f.setOf(f.keyText.min(1)), "Names of the networks that get a local VLAN."),
			vlans: f.defaulted(
				z.record(f.text.min(1), f.integer(1, highest, "a local VLAN")),
				{},
				"VLANs that the program chooses, by network, 1 to 4094. Every other network gets the next free VLAN, and keeps it. The output `vlans` has the VLANs of all networks.",
			),
			adopt: f.adopt(
				"a bridge on which somebody else has local VLANs",
				"the bridge gets the former numbers back. The program's numbers replace the numbers on the bridge; to keep a number, set it in `vlans`",
			),
		})
		.superRefine(f.issues(check)),
	computed: {},
	identity: { fields: ["bridge"], listMarked },
	replaceOn: [],
	ownership: "mark",
	allocate: allocateVlans,
	facts: () => [{ read: "ovs" }],
	provides: (want) => [`the local VLANs of bridge ${want.bridge}`],

	observe({ ovs }, want) {
		const there = entriesOf(ovs, want.bridge);
		const owner = map(ovs.bridges.get(want.bridge)?.external_ids)[ownerKey];
		if (owner === undefined && there.size === 0) return undefined;
		// If a network has two numbers, the one that is not wanted is reported: later entries win.
		const pairs = [...there].map(([vlan, network]): [string, number] => [network, vlan]);
		const wanted = ([network, vlan]: [string, number]) => Number(want.vlans?.[network] === vlan);
		const vlans = Object.fromEntries(pairs.sort((a, b) => wanted(b) - wanted(a)));
		const networks = Object.keys(vlans).sort((a, b) => (a < b ? -1 : 1));
		return { value: { bridge: want.bridge, networks, vlans }, computed: {}, internal: { there }, owner, isRecognised: true };
	},

	plan(change) {
		const { have } = change;
		const name = namedBy(change).bridge;
		const isDeletion = change.intent === "delete";
		const owner = isDeletion ? undefined : markAfter(change);
		const there = have?.internal?.there ?? new Map<number, string>();
		const wanted = new Map(Object.entries(isDeletion ? {} : change.want.vlans).map(([network, vlan]) => [vlan, network]));
		const put = [...wanted].filter(([vlan, network]) => there.get(vlan) !== network);
		const gone = [...there.keys()].filter((vlan) => !wanted.has(vlan)).map((vlan) => `${vlanKey}${vlan}`);
		const mark: Record<string, string> = owner !== undefined && have?.owner !== owner ? { [ownerKey]: owner } : {};
		const entries = { ...mark, ...Object.fromEntries(put.map(([vlan, network]) => [`${vlanKey}${vlan}`, network])) };
		const keys = [...gone, ...(owner === undefined ? [ownerKey] : [])];
		const column = { tool: "ovs", table: "Bridge", name, column: "external_ids" } as const;
		const steps: Step[] = [];
		if (Object.keys(entries).length > 0) steps.push({ ...column, phase: "rows", op: "put", entries });
		if (keys.length > 0) steps.push({ ...column, phase: isDeletion ? "delete-rows" : "rows", op: "remove", keys });
		return steps;
	},
});

function entriesOf(ovs: Ovs, bridge: string): Map<number, string> {
	const ids = Object.entries(map(ovs.bridges.get(bridge)?.external_ids));
	return new Map(
		ids.filter(([key]) => key.startsWith(vlanKey)).map(([key, network]) => [Number(key.slice(vlanKey.length)), network]),
	);
}

/**
 * A network keeps its number. A new network gets the next free number above the last one that was allocated, so that a number
 * is not reused at once: in the update that removes a network, its ports still exist while new ones are created.
 */
function allocateVlans(want: Values, before: Values = {}): Allocation | undefined {
	if (holdsUnknown([want.networks, want.vlans])) return undefined;
	const given: Vlans = want.vlans ?? {};
	const kept: Vlans = before.vlans ?? {};
	// A number can't move to another network within one update, because ports of both networks would have it for a time.
	const problems = Object.entries(given).flatMap(([network, vlan]) => {
		const holder = Object.keys(kept).find((other) => other !== network && kept[other] === vlan);
		return holder === undefined ? [] : [{ path: `vlans.${network}`, message: takenBy(vlan, holder, want) }];
	});
	const taken = new Set([...Object.values(given), ...Object.values(kept)]);
	let last: number = before.last ?? 0;
	const vlans: Vlans = {};
	for (const network of want.networks) {
		vlans[network] = given[network] ?? kept[network] ?? 0;
		if (vlans[network] !== 0) continue;
		const next = nextFree(taken, last);
		if (next === undefined) problems.push({ path: "networks", message: `all ${highest} local VLANs are taken` });
		last = next ?? last;
		taken.add(last);
		vlans[network] = last;
	}
	return { values: { vlans }, decided: { vlans, last }, problems };
}

function takenBy(vlan: number, holder: string, { networks, vlans }: Values): string {
	if (networks.includes(holder) && vlans?.[holder] === undefined)
		return `${vlan} is the local VLAN of "${holder}" on this host: choose another one`;
	return `${vlan} is the local VLAN of "${holder}" on this host until this update is done: remove that network, or give it another number, in a separate update first`;
}

function nextFree(taken: Set<number>, last: number): number | undefined {
	for (let i = 0; i < highest; i++) {
		const vlan = ((last + i) % highest) + 1;
		if (!taken.has(vlan)) return vlan;
	}
	return undefined;
}
