import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import * as f from "../base/fields";
import { Unavailable } from "../base/unavailable";
import { type Values, withoutUnset } from "../base/values";
import { isRefusedChange, markAfter, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Requirement } from "../model/requirements";
import { referencesIn } from "../nft/references";
import { priority, rule, tableName } from "../nft/schema";
import {
	deleteNft,
	isAccepted,
	markedTables,
	observedTable,
	planNft,
	type TableRead,
	tableFacts,
	title,
	withoutGoneDevices,
} from "../nft/table";

const feederChain = "forward";

/** The table has the flowtable and one chain, so that an expression can name no other object. */
const withoutReferences = (text: string, context: z.RefinementCtx): void => {
	for (const { sort, name } of referencesIn(text))
		context.addIssue({
			code: "custom",
			message: `names the ${sort} "${name}", and the table of a FlowTable has none: use an NftTable with flowtables`,
		});
};

/** A condition on a field of one protocol, such as `tcp dport 80`. */
const protocolField =
	/(?<![\w"-])(tcp|udp|udplite|sctp|dccp|icmpv?6?|esp|ah|comp) +(?:sport|dport|flags|length|checksum|type|code|id|spi|sequence|option|vtag|window|ackseq|doff|urgptr|reserved)\b/;

/** A field of IPv4 (`ip saddr`) or IPv6 (`ip6 saddr`). */
const familyField = /(?<![\w"-])(ip6?) +[a-z]/;

/** nft refuses a field of one protocol after a check for several. */
function withoutConflict({ family, protocols = ["tcp", "udp"], expression }: Values, context: z.RefinementCtx): void {
	const [, version] = familyField.exec(expression ?? "") ?? [];
	if (version !== undefined && ["ip", "ip6"].includes(family) && version !== family) {
		const message = `matches fields of ${version}, and the table has the family ${family}: set family: "${version}", or leave family out`;
		context.addIssue({ code: "custom", path: ["expression"], message });
		return;
	}
	const [, protocol] = protocolField.exec(expression ?? "") ?? [];
	if (protocol === undefined || protocols.every((one: string) => one === protocol)) return;
	const message = ["tcp", "udp"].includes(protocol)
		? `matches ${protocol} only: set protocols: ["${protocol}"]`
		: `matches ${protocol}, and only flows of tcp and udp can be offloaded: leave it out`;
	context.addIssue({ code: "custom", path: ["expression"], message });
}

/** The nft table that implements the flowtable, in the form of an NftTable's inputs. */
function tableOf(want: Values, hardware = want.hardwareOffload): Values {
	const { family = "inet", name, netns, devices, protocols = ["tcp", "udp"], expression, ctZone, counter } = want;
	const flow = { devices, priority: want.priority, hardwareOffload: hardware, counter };
	const words = [
		`meta l4proto { ${protocols.join(", ")} }`,
		...(ctZone === undefined ? [] : [`ct zone ${ctZone}`]),
		...(expression === undefined ? [] : [expression]),
		`ct state established flow add @${name}`,
	];
	const chain = { type: "filter", hook: "forward", priority: "filter", rules: [words.join(" ")] };
	return withoutUnset({ family, name, netns, flowtables: { [name]: flow }, chains: { [feederChain]: chain } });
}

const offloadFact = (want: Values) => ({ read: "nft-offload", netns: want.netns ?? "", devices: want.devices ?? [] }) as const;

const asksForHardware = (want: Values): boolean => want.hardwareOffload === true && (want.devices ?? []).length > 0;

const unable = "not all of the devices can forward flows in hardware";

/** True if all devices support hardware offload. With one device that does not, the kernel refuses the whole table. */
const canHardware = (want: Values, facts: Facts): boolean =>
	(asksForHardware(want) && facts.has(offloadFact(want)) && facts.nftOffload(want.netns ?? "", want.devices)) || false;

/** A description of whatever the table holds besides the flowtable and its chain, or instead of them. */
function unexpectedContent(found: Values, wanted: Values): string | undefined {
	const { [wanted.name]: _, ...others } = found.flowtables ?? {};
	const { [feederChain]: chain = {}, ...chains } = found.chains ?? {};
	const { rules = [], ...head } = chain;
	const { rules: own, ...headWanted } = wanted.chains[feederChain];
	const unexpected = [
		...(isDeepStrictEqual(rules, own) || rules.length === 0 ? [] : rules),
		...(isDeepStrictEqual(head, headWanted) || found.chains?.[feederChain] === undefined ? [] : [JSON.stringify(head)]),
		...Object.keys({ ...others, ...chains, ...found.sets, ...found.maps }),
	];
	return unexpected.length === 0 ? undefined : `(found in the table: ${unexpected.join("; ")})`;
}

function observeFlow(facts: Facts, want: Values): Observed<Values, TableRead> | undefined {
	const hardware = canHardware(want, facts);
	const wanted = tableOf(want, hardware);
	const have = observedTable(facts, wanted);
	if (!have) return undefined;
	const found: Values | undefined = have.value.flowtables?.[want.name];
	const flow = found ?? {};
	const chain = have.value.chains?.[feederChain];
	const { protocols = ["tcp", "udp"], expression, ctZone } = want;
	const value = {
		name: want.name,
		family: want.family ?? "inet",
		netns: want.netns,
		devices: flow.devices,
		priority: flow.priority,
		// Devices without hardware offload are not drift. The output `offload` reports them.
		hardwareOffload: flow.hardwareOffload ?? (want.hardwareOffload && !hardware && found ? true : undefined),
		counter: flow.counter,
		...(chain?.rules ? { protocols, ctZone } : {}),
		expression: unexpectedContent(have.value, wanted) ?? (chain?.rules ? expression : undefined),
	};
	const fallsBack = asksForHardware(want) && !hardware && !flow.hardwareOffload;
	const software = fallsBack ? `software: ${unable}` : "software";
	return {
		...have,
		...(have.owner === undefined
			? { insteadOfAdoption: "A FlowTable can't adopt a table that is not a FlowTable. Declare it as NftTable with adopt: true" }
			: {}),
		value: withoutUnset(value),
		computed: { ...have.computed, offload: flow.hardwareOffload ? "hardware" : software },
		warnings: fallsBack
			? [`the kernel forwards its flows in software, because ${unable} (ethtool -k DEVICE: hw-tc-offload)`]
			: [],
	};
}

/** The requirement that nft accepts the table. Its errors name the fields of a FlowTable instead of those of the table. */
function isAcceptedTable(want: Values): Requirement {
	const accepted = isAccepted(tableOf(want));
	return {
		...accepted,
		there(facts) {
			try {
				return accepted.there(facts);
			} catch (error) {
				if (!isRefusedChange(error)) throw error;
				const text = error.message
					.replaceAll(`chains.${feederChain}.rules[0]`, "expression")
					.replaceAll(`flowtables.${want.name}.`, "");
				throw error instanceof Unavailable ? new Unavailable(text) : new Refused(text);
			}
		},
	};
}

/** Finds these objects by their marks. */
const listMarked = (facts: Facts): Marked[] => markedTables(facts, true);

export const flowTable = kind({
	type: "FlowTable",
	summary:
		"Flow offload: packets of established connections between devices skip all forward chains. The resource is a table of nftables with a flowtable, and with a forward chain that adds flows to the flowtable.",
	schema: f
		.object({
			name: f.resourceName(tableName, "Name of the nft table and of the flowtable in it."),
			family: f.defaulted(
				z.enum(["inet", "ip", "ip6"]),
				"inet",
				"Address family: the packets that the table sees. `inet`: IPv4 and IPv6.",
			),
			...f.group("Flows", {
				devices: f.enforced(f.emptySetAsUnset(f.nameOf("device")), "Devices between which flows are offloaded."),
				protocols: f.defaulted(
					f.setOf(z.enum(["tcp", "udp"])).min(1),
					["tcp", "udp"],
					"Transport protocols whose flows are offloaded.",
				),
				expression: f.enforced(
					rule.superRefine(withoutReferences),
					"Further condition for the flows that are offloaded, in nft syntax, such as `ip saddr 10.0.0.0/8`.",
				),
				ctZone: f.enforced(
					f.integer(0, 65535, "a conntrack zone"),
					"Conntrack zone, 0 to 65535. Only flows of this zone are offloaded.",
					{ whenUnset: "all zones" },
				),
			}),
			...f.group("Offload", {
				priority: f.enforced(
					priority,
					"Priority of the flowtable at the ingress hook: a number or a name. Lower numbers see packets first.",
					"filter",
				),
				hardwareOffload: f.flag(
					"Let the devices' hardware forward the flows. If a device does not support this, the kernel forwards the flows, the update warns, and the output `offload` gives the reason.",
				),
				counter: f.flag("Count the packets of offloaded flows in conntrack. Needs the sysctl net.netfilter.nf_conntrack_acct=1."),
			}),
			netns: f.inNetns("the table"),
			adopt: f.adopt(
				"a FlowTable of another program",
				"the table stays, with its former content. A table that is not a FlowTable can only be adopted as an NftTable",
			),
		})
		.superRefine(withoutConflict),
	computed: {
		handle: { type: "number", help: "Handle of the table in the kernel.", identifies: true },
		offload: {
			type: "string",
			help: "What forwards the flows: `hardware`, or `software`, with the reason if `hardwareOffload` is set.",
		},
	},
	identity: { fields: ["name"], listMarked },
	replaceOn: ["family"],
	ownership: "mark",
	facts: (want) => [...tableFacts(tableOf(want)), ...(asksForHardware(want) ? [offloadFact(want)] : [])],
	provides: (want) => [title(tableOf(want))],
	requires: (want) => [isAcceptedTable(want)],
	observe: (facts, want) => observeFlow(facts, want),
	plan(change) {
		if (change.intent === "delete") return deleteNft(tableOf(change.was), change.have);
		const { intent, want, have, facts } = change;
		const table = tableOf(want, canHardware(want, facts));
		return planNft(intent === "release" ? withoutGoneDevices(table, facts) : table, have, markAfter(change));
	},
});
