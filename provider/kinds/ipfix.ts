import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Variants, withVariants } from "../base/variants";
import { type Apply, type Change, markAfter, namedBy, ownerOf, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked, type ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import { collectors } from "../network/collector";
import { markedRows } from "../network/marked";
import { columnsField } from "../network/other-columns";
import { type ColumnField, markOf, newColumns, otherColumns, planMark, readColumns, rowOwner } from "../network/ovs-columns";
import { clearReference, newRow, planReferredRow } from "../network/ovs-row";
import { collectorSetsOf, knownOvs, type Ovs, optional, type Row } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-step";

const config = { table: "IPFIX", column: "other_config", as: "one" } as const;

const columns: ColumnField[] = [
	{ field: "targets", table: "IPFIX", column: "targets", as: "many" },
	{ field: "sampling", table: "IPFIX", column: "sampling", as: "one" },
	{ field: "obsDomainId", table: "IPFIX", column: "obs_domain_id", as: "one" },
	{ field: "obsPointId", table: "IPFIX", column: "obs_point_id", as: "one" },
	{ field: "cacheActiveTimeout", table: "IPFIX", column: "cache_active_timeout", as: "one" },
	{ field: "cacheMaxFlows", table: "IPFIX", column: "cache_max_flows", as: "one" },
	{ ...config, field: "enableInputSampling", key: "enable-input-sampling", boolean: true },
	{ ...config, field: "enableOutputSampling", key: "enable-output-sampling", boolean: true },
	{ ...config, field: "enableTunnelSampling", key: "enable-tunnel-sampling", boolean: true },
	{ ...config, field: "virtualObsId", key: "virtual_obs_id" },
	otherColumns("columns", "IPFIX"),
];

const shape = { table: "IPFIX", columns } as const;

/** Columns that Open vSwitch reads for a bridge's own sampling only: bridge_configure_ipfix() in its vswitchd/bridge.c. */
const variants: Variants = {
	by: ["collectorSet"],
	rules: [
		{
			excluded: ["sampling", "obsDomainId", "obsPointId", "enableInputSampling", "enableOutputSampling"],
			unless: { collectorSet: [null] },
			message: "is only for a bridge's own sampling: for a collector set, set it in the flow's action sample()",
		},
	],
	names: { collectorSet: { Bridge: [null] } },
};

/**
 * Open vSwitch sends each sample at once if one of the two is 0: ipfix_cache_update() and dpif_ipfix_cache_expire() in its
 * ofproto/ofproto-dpif-ipfix.c.
 */
function check({ cacheActiveTimeout, cacheMaxFlows }: Values, issue: (path: string, message: string) => void): void {
	if (cacheActiveTimeout && !cacheMaxFlows)
		issue("cacheActiveTimeout", "needs cacheMaxFlows: without it Open vSwitch caches no flows");
	if (cacheMaxFlows && !cacheActiveTimeout)
		issue("cacheMaxFlows", "needs cacheActiveTimeout: without it Open vSwitch caches no flows");
}

/** A switch that is on by default: true and not set are the same. */
const on = (help: string) =>
	f.enforced(
		z.boolean().transform((is) => (is ? undefined : false)),
		help,
		true,
	);

const id32 = (what: string) => f.integer(0, 2 ** 32 - 1, what);

const schema = withVariants(
	f
		.object({
			bridge: f.required(f.nameOf("bridge"), "Bridge whose packets are sampled."),
			collectorSet: f.enforced(
				id32("a collector set's id"),
				"Id of the collector set. Flows name this id in their action: sample(collector_set_id=…).",
				{ whenUnset: "all packets of the bridge are sampled" },
			),
			targets: collectors(4739),
			...f.group("Sampling", {
				sampling: f.enforced(
					f.integer(1, 2 ** 32 - 1, "a number of packets"),
					"Sampling rate N: one packet in N is sampled.",
					400,
				),
				enableInputSampling: on("Sample packets as they enter the bridge. `false` requires Open vSwitch 3.2."),
				enableOutputSampling: on("Sample packets as they leave the bridge. `false` requires Open vSwitch 3.2."),
			}),
			...f.group("Cache", {
				cacheActiveTimeout: f.enforced(
					f.integer(0, 4200, "a time in seconds"),
					"Time in seconds, 0 to 4200, for which the packets of a flow are aggregated into one record. Needs `cacheMaxFlows`. 0 sends each sample at once.",
					0,
				),
				cacheMaxFlows: f.enforced(
					id32("a number of flows"),
					"Maximum number of flows in the cache. Needs `cacheActiveTimeout`. 0 sends each sample at once.",
					0,
				),
			}),
			...f.group("Records", {
				obsDomainId: f.enforced(id32("an observation domain's id"), "Observation domain id in message headers.", 0),
				obsPointId: f.enforced(id32("an observation point's id"), "Observation point id in records.", 0),
				enableTunnelSampling: on("Add the tunnel's header to records of tunneled packets."),
				virtualObsId: f.enforced(
					f.text
						.min(1, "must name an observation point")
						.refine(
							(text) => Buffer.byteLength(text) <= 254,
							"must be 254 bytes at most: with a longer one Open vSwitch samples nothing",
						),
					"Virtual observation id: text of at most 254 bytes that is added to each record.",
				),
			}),
			columns: columnsField("IPFIX", "the IPFIX row", columns),
			adopt: f.adopt(
				"an existing IPFIX of the bridge, or an existing collector set",
				"the rows stay, and the settings that the program manages get their former values back",
			),
		})
		.superRefine(f.issues(check)),
	variants,
);

type IpfixKey = { bridge: string; collectorSet?: number };
type IpfixChange = Change<Values & IpfixKey, unknown>;

/** The row of a collector set. `isStray`: the set of a bridge that was deleted by hand counts too. */
function setRow(ovs: Ovs, { bridge, collectorSet }: IpfixKey, isStray: boolean): Row | undefined {
	const row = ovs.bridges.get(bridge) ?? (isStray ? ovs.strays.get(bridge) : undefined);
	return collectorSetsOf(ovs, row).find((set) => set.id === collectorSet);
}

function observe({ ovs }: Facts, key: IpfixKey, { deleting, owners }: ObserveContext): Observed | undefined {
	const { bridge, collectorSet } = key;
	const set = setRow(ovs, key, deleting);
	// Without its resource, nothing would remove the set of a bridge that was deleted by hand, and the set keeps the bridge's row.
	const left = set ? undefined : setRow(ovs, key, true);
	const owner = rowOwner(left);
	if (owner !== undefined && owners.includes(owner))
		return { value: { bridge, collectorSet }, computed: {}, owner, residue: true };
	const holder = collectorSet === undefined ? ovs.bridges.get(bridge) : set;
	const row = ovs.ipfixes.get(optional<string>(holder?.ipfix) ?? "");
	// A set without an IPFIX row still belongs to this program if it has the program's mark.
	if (!row && rowOwner(set) === undefined) return undefined;
	return {
		value: { bridge, ...(collectorSet === undefined ? {} : { collectorSet }), ...readColumns(columns, () => row) },
		computed: { uuid: row?._uuid },
		owner: rowOwner(row ?? set),
	};
}

/** Open vSwitch before 3.2 inverts these two settings, so that "false" has no effect (its commit 8e073791d4). */
function refuseInverted({ want, facts }: Apply<Values>): void {
	const version = facts.ovs.root.ovs_version;
	const [, major, minor] = /^(\d+)\.(\d+)/.exec(String(version)) ?? [];
	if (major === undefined || Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 2)) return;
	for (const field of ["enableInputSampling", "enableOutputSampling"])
		if (want[field] === false)
			throw new Refused(
				`${field}: Open vSwitch ${version} ignores false and continues to sample: leave it out, or use version 3.2 or later`,
			);
}

/** Tells whether another bridge or collector set refers to a row too. */
const sharing = (ovs: Ovs, holder: Row | undefined) => (uuid: string) =>
	[...ovs.bridges.values(), ...ovs.collectorSets.values()].some(
		(row) => row._uuid !== holder?._uuid && optional(row.ipfix) === uuid,
	);

function planOfBridge(change: IpfixChange): OvsStep[] {
	const { bridge } = namedBy(change);
	const { ovs } = change.facts;
	const holder = { table: "Bridge", name: bridge, column: "ipfix" } as const;
	return change.intent === "delete"
		? [clearReference(holder)]
		: planReferredRow(shape, holder, change, sharing(ovs, ovs.bridges.get(bridge)));
}

/** OVSDB never deletes rows of collector sets by itself, unlike rows of IPFIX. Rows with this program's mark are deleted here. */
function planOfSet(change: IpfixChange): OvsStep[] {
	const { bridge, collectorSet = 0 } = namedBy(change);
	const { ovs } = change.facts;
	const table = "Flow_Sample_Collector_Set";
	const set = setRow(ovs, { bridge, collectorSet }, change.intent === "delete");
	if (!set) {
		if (change.intent === "delete") return [];
		const marks = newColumns([], {}, markOf(markAfter(change)));
		const refers = { bridge: [{ bridge }], ipfix: [newRow(shape, change)] };
		return [{ tool: "ovs", phase: "rows", op: "create", table, columns: { id: collectorSet, ...marks }, refers }];
	}
	const holder = { table, name: set._uuid, column: "ipfix" } as const;
	const mark = rowOwner(set);
	const isOurs = mark !== undefined && [change.have?.owner, ownerOf(change)].includes(mark);
	if (change.intent === "delete")
		return isOurs ? [{ tool: "ovs", phase: "delete-rows", op: "delete", table, name: set._uuid }] : [clearReference(holder)];
	return [
		...(isOurs ? planMark(table, set._uuid, mark, markAfter(change)) : []),
		...planReferredRow(shape, holder, change, sharing(ovs, set)),
	];
}

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	if (!ovs) return [];
	const own = [...ovs.bridges].flatMap(([bridge, row]) => {
		const found = ovs.ipfixes.get(optional<string>(row.ipfix) ?? "");
		return markedRows(found ? [found] : [], () => ({ bridge }));
	});
	const sets = [...ovs.bridges, ...ovs.strays].flatMap(([bridge, row]) =>
		collectorSetsOf(ovs, row).flatMap((set) => {
			const rows = [ovs.ipfixes.get(optional<string>(set.ipfix) ?? "") ?? set];
			return markedRows(rows, () => ({ bridge, collectorSet: set.id }));
		}),
	);
	return [...own, ...sets];
}

export const ipfix = kind({
	type: "IPFIX",
	summary:
		"IPFIX of a bridge: samples of the bridge's packets are sent to collectors. With `collectorSet`, only packets that flows pass to their action sample() are sampled.",
	schema,
	computed: { uuid: { type: "string", help: "UUID of the row in the table IPFIX.", identifies: true } },
	identity: {
		listMarked,
		fields: ["bridge", "collectorSet"],
		id: {
			form: "<bridge>/<collectorSet or bridge>",
			parts: (want) => [want.bridge, want.collectorSet ?? "bridge"],
			parse: ([bridge, set]) => ({ bridge, ...(set === "bridge" ? {} : { collectorSet: Number(set) }) }),
		},
	},
	replaceOn: [],
	ownership: "mark",
	facts: () => [{ read: "ovs" }],
	provides: ({ bridge, collectorSet }) => [
		`IPFIX${collectorSet === undefined ? "" : ` collector set ${collectorSet}`} of bridge ${bridge}`,
	],
	observe,
	plan(change) {
		if (change.intent === "apply") refuseInverted(change);
		return namedBy(change).collectorSet === undefined ? planOfBridge(change) : planOfSet(change);
	},
});
