import type { Fact, Facts } from "../model/facts";
import type { BridgeEntry, BridgeStep } from "../tools/bridge";
import { wordAfter } from "../tools/ip-step";
import type { Step } from "../tools/step";
import type { SortOfEntries } from "./entries-of-others";
import type { DevicesByNetns } from "./lost-routes";

/** Static and local entries of the forwarding databases of Linux bridges. */
export const bridgeEntriesOfOthers: SortOfEntries<BridgeEntry> = {
	title: "the entry in the forwarding database of a Linux bridge",
	memory: ({ bridgeEntries }) => bridgeEntries,
	facts: (netns): Fact[] => [
		{ read: "links", netns },
		{ read: "bridge-entries", netns },
	],
	entries(facts, netns) {
		const all = (facts.value({ read: "bridge-entries", netns } as Fact) as BridgeEntry[] | undefined) ?? [];
		// The kernel adds a local entry for the MAC address of each port.
		const own = new Set([...facts.knownLinks(netns).values()].map(({ mac }) => mac));
		return all.filter(({ mac, isStatic }) => isStatic || !own.has(mac));
	},
	isOfOthers: () => true,
	device: ({ dev }) => dev,
	words: ({ mac, dev, vlan }) => [mac, "dev", dev, ...(vlan === undefined ? [] : ["vlan", String(vlan)])],
	instance: ({ index }) => String(index),
	isPossible: ({ dev, bridge }, links) => dev === bridge || links.get(dev)?.master === bridge,
	losing: devicesLosingEntries,
	again: ({ mac, dev, bridge, vlan, isStatic, isSticky }, netns): BridgeStep => ({
		...{ tool: "bridge", phase: "fdb", netns },
		args: [
			...(["fdb", "replace", mac, "dev", dev] as const),
			dev === bridge ? "self" : "master",
			isStatic ? "static" : "permanent",
			...(isSticky ? ["sticky"] : []),
			...(vlan === undefined ? [] : ["vlan", String(vlan)]),
		],
	}),
};

/** The ports and Linux bridges whose entries the kernel removes by these steps. */
function devicesLosingEntries(steps: Step[], known: Facts): DevicesByNetns {
	const found: DevicesByNetns = new Map();
	for (const step of steps) {
		if (step.tool !== "ip" || !["leaves", "delete-links", "masters", "moves"].includes(step.phase)) continue;
		const links = known.knownLinks(step.netns);
		const link = links.get(wordAfter("dev", step.args) ?? "");
		if (!link) continue;
		const ports = link.kind === "bridge" ? [...links.values()].filter(({ master }) => master === link.name) : [];
		const isPort = links.get(link.master ?? "")?.kind === "bridge";
		const names = [...(isPort || link.kind === "bridge" ? [link.name] : []), ...ports.map(({ name }) => name)];
		if (names.length > 0) found.set(step.netns, new Set([...(found.get(step.netns) ?? []), ...names]));
	}
	return found;
}
