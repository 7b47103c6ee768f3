import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Apply, namedBy, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import { inNetnsText, masterText } from "../model/provided-name";
import { planDevice } from "../network/device";
import { restoreIpv6Addresses } from "../network/device-addresses";
import { kindText } from "../network/device-master";
import { leavingVrf, withoutGoneDevices } from "../network/device-membership";
import { aliasChange, aliasOwner, deviceOutputs, planAlias } from "../network/link-mark";
import { markedLinks } from "../network/marked";
import { membersOfOthers, membersToRejoin } from "../network/others-on-device";
import { netnsFacts } from "../network/routing";
import { netnsWords } from "../tools/call";
import type { Link } from "../tools/ip-link";
import type { IpStep } from "../tools/ip-step";
import { localRule, localRuleUse, planLocalRule } from "./vrf/local-rule";
import {
	addDefaults,
	defaultRoutes,
	deleteDefaults,
	type UnreachableDefault,
	unreachableDefaults,
} from "./vrf/unreachable-default";

/** A setting that is read only where the inputs have it, and that a deletion undoes. */
const readToo = { unreachableDefault: false };

/** Finds these objects by their marks. */
const listMarked = (facts: Facts): Marked[] =>
	markedLinks(facts).flatMap(({ owner, link, identity }) =>
		link.kind === "vrf" ? [{ owner, want: { ...identity, table: Number(link.data.table), ...readToo } }] : [],
	);

export const vrf = kind({
	type: "VRF",
	summary:
		"A VRF: a device with its own routing table, which the devices in the VRF use. With the first VRF, the kernel adds a rule for VRFs (priority 1000), which stays.",
	schema: f
		.object({
			name: f.resourceName(f.making(f.newDeviceName, { sort: "device" }), "Name of the VRF's device."),
			table: f.required(
				f
					.integer(1, 0xffffffff, "a routing table")
					.refine(
						(table) => table < 253 || table > 255,
						"must not be 253, 254 or 255: these are the host's own tables, which a VRF would take over",
					),
				"Number of the VRF's routing table, 1 to 4294967295 without 253 to 255, the host's own tables.",
			),
			interfaces: f.unmanaged(
				f.setOf(f.nameOf("device")),
				"Devices in the VRF. A Link, Tunnel or WireGuard of the program sets `vrf` itself instead; a Port or a Bridge has no such field, and is named here. When a device enters the VRF, the kernel removes its routes and IPv6 addresses. The IPv6 addresses, and the routes that the program declares, are put back.",
			),
			up: f.defaulted(f.bool, true, "Set the device up (`true`) or down (`false`)."),
			unreachableDefault: f.unmanaged(
				f.bool,
				"Add unreachable default routes for IPv4 and IPv6 with metric 4278198272, so that every other route is preferred. A lookup that finds no other route then ends in the VRF instead of continuing in the main table.",
			),
			localRuleLast: f.unmanaged(
				f.bool,
				"Move the rule for the local table from priority 0 to 32765, after the rule for VRFs. The move concerns the whole network namespace, and the rule moves back when the last VRF with this field drops it or is deleted. If other programs of this provider have VRFs in the namespace, the rule moves back when the last of these VRFs is deleted.",
			),
			netns: f.inNetns("the device"),
			adopt: f.adopt(
				"an existing VRF with this table",
				"the VRF stays, and the settings that the program manages get their former values back",
			),
		})
		.meta({
			elsewhere: f.noFieldsOf("VRF", {
				"declare a Route or Routes with the name of the VRF in the field vrf": ["route", "routes"],
			}),
		}),
	computed: { ifindex: { type: "number", help: "Interface index of the device in the kernel.", identifies: true } },
	identity: { fields: ["name"], listMarked },
	replaceOn: ["table"],
	ownership: "mark",
	facts: (want) => [
		...netnsFacts(want.netns),
		{ read: "links", netns: want.netns ?? "" },
		...(want.unreachableDefault === undefined ? [] : defaultRoutes(want.netns ?? "")),
		{ read: "rules", netns: want.netns ?? "" },
	],
	provides: (want) => [
		`table ${want.table} as that of a VRF${inNetnsText(want.netns)}`,
		...(want.interfaces ?? []).map((i) => masterText(i, want.netns)),
		...localRuleUse(want),
	],

	observe(facts, want, { was, owners: [owner] }) {
		const netns = want.netns ?? "";
		const links = facts.links(netns);
		const found = links?.get(want.name);
		if (!links) return undefined;
		if (!found) return was && leftover(facts, was, owner);
		const members = [...links.values()].filter((l) => l.master === want.name).map((l) => l.name);
		// Routes of a VRF stay in its table when another device takes over its name.
		const defaults = unreachableDefaults(facts, netns, Number(found.kind === "vrf" ? found.data.table : want.table));
		const local = localRule(facts, netns);
		return {
			value: {
				name: want.name,
				table: found.kind === "vrf" ? Number(found.data.table) : undefined,
				interfaces: members.sort(),
				up: found.up,
				...(defaults ? { unreachableDefault: defaults.length === 2 } : {}),
				localRuleLast: local.isLast,
				netns: want.netns,
			},
			...deviceOutputs(found),
			internal: { link: found, defaults, isRuleMoved: local.isMoved } as VrfInternal,
			fault: found.kind === "vrf" ? undefined : `it is not a VRF but ${kindText(found)}`,
			shared: ["interfaces"],
		};
	},

	plan(given) {
		const change = withoutGoneDevices(given);
		const { was, facts } = change;
		const have = change.have?.residue ? undefined : change.have;
		const { name, table, netns = "" } = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
		const defaults = change.have?.internal?.defaults ?? [];
		const inTable = have?.value.table ?? table;
		const rule = planLocalRule(change, have && { isLast: have.value.localRuleLast, isMoved: have.internal?.isRuleMoved });
		const members = have?.value.interfaces ?? [];
		const restoreIpv6 = (phase: IpStep["phase"], device: string) => restoreIpv6Addresses(facts, netns, device, phase);
		const stay = change.intent === "delete" ? [] : (change.want.interfaces ?? []);
		const leave = (was?.interfaces ?? []).filter((i) => members.includes(i) && !stay.includes(i));
		if (change.intent === "delete") {
			const freed = new Set([...leave, ...membersOfOthers(change, name, netns)]);
			return [
				...deleteDefaults(netns, inTable, defaults),
				...(have ? [step("delete-links", "link", "del", "dev", name)] : []),
				...[...freed].flatMap((i) => restoreIpv6("settings", i)),
				...rule,
			];
		}
		const { want } = change;
		if (change.intent === "apply") for (const device of want.interfaces ?? []) refusePortOfOthers(change, device);
		const dropsDefaults =
			want.unreachableDefault === false || (want.unreachableDefault === undefined && was?.unreachableDefault === true);
		return [
			...(have ? [] : [step("links", "link", "add", "dev", name, "type", "vrf", "table", String(table))]),
			...planAlias(name, netns, { ...aliasChange(change), link: have?.internal?.link, isNew: !have }),
			...planDevice(name, netns, { want, have, was }, { fields: ["up"] }),
			...leave.flatMap((i) => leavingVrf(facts, netns, i)),
			...[...(want.interfaces ?? []), ...membersToRejoin(change)]
				.filter((i) => !members.includes(i))
				.flatMap((i) => [step("masters", "link", "set", "dev", i, "master", name), ...restoreIpv6("masters", i)]),
			...(want.unreachableDefault ? addDefaults(netns, inTable, defaults) : []),
			...(dropsDefaults ? deleteDefaults(netns, inTable, defaults) : []),
			...rule,
		];
	},
});

/** Throws where a device would lose a Linux bridge of others, into which it would not come back. A Link remembers the device's bridge. */
function refusePortOfOthers({ want, facts, owner }: Apply, device: string): void {
	const { netns = "" } = want;
	const links = facts.knownLinks(netns);
	const master = links.get(links.get(device)?.master ?? "");
	if (master?.kind !== "bridge" || aliasOwner(master) === owner) return;
	const at = netnsWords(netns);
	throw new Refused(
		`interfaces: ${device} is a member of ${master.name}. Remove it there first (ip ${at}link set dev ${device} nomaster), or declare it as a Link of type "device" with vrf: "${want.name}", which puts it back at destroy`,
	);
}

interface VrfInternal {
	link?: Link;
	defaults?: UnreachableDefault[];
	isRuleMoved: boolean;
}

/**
 * The rest of a VRF whose device somebody has deleted: the moved rule for the local table, if no VRF of this provider is there any more,
 * and the unreachable default routes, if the table is not that of another VRF. A refresh puts the value into the state.
 */
function leftover(facts: Facts, { name, table, netns = "", ...was }: Values, owner: string | undefined) {
	const vrfs = [...(facts.links(netns)?.values() ?? [])].filter((link) => link.kind === "vrf");
	const isRuleMoved =
		was.localRuleLast === true && localRule(facts, netns).isMoved && vrfs.every((link) => aliasOwner(link) === undefined);
	const isFree = was.unreachableDefault !== undefined && vrfs.every((link) => Number(link.data.table) !== table);
	const own = (isFree ? (unreachableDefaults(facts, netns, table) ?? []) : []).filter(({ isOwned }) => isOwned);
	if (!isRuleMoved && own.length === 0) return undefined;
	const value = {
		...{ name, table },
		...(isRuleMoved ? { localRuleLast: true } : {}),
		...(own.length > 0 ? { unreachableDefault: own.length === 2 } : {}),
		...(netns === "" ? {} : { netns }),
	};
	return { value, computed: {}, internal: { defaults: own, isRuleMoved } as VrfInternal, owner, residue: true };
}
