import { addTo } from "../base/sets-by-key";
import type { Facts } from "../model/facts";
import { inNetnsText } from "../model/provided-name";
import { type BridgeEntry, type BridgeGroup, type BridgeStep, groupLine } from "../tools/bridge";
import { option } from "../tools/call";
import { takesBridgeEntries } from "../tools/ip-losses";
import { wordAfter } from "../tools/ip-step";
import type { Step } from "../tools/list";
import { asDependantSort } from "./foreign-entries";
import type { DevicesByNetns } from "./lost-routes";

type Entry = BridgeEntry | BridgeGroup;

/** Static and local entries of the forwarding databases of Linux bridges, and permanent multicast groups. */
export const foreignFdbEntries = asDependantSort<Entry>({
	read: "bridge-entries",
	entries(facts, netns) {
		const all: Entry[] = facts.value({ read: "bridge-entries", netns }) ?? [];
		const links = facts.knownLinks(netns);
		// The kernel adds a local entry for the MAC address of each port.
		const others = all.filter((one) => "group" in one || one.isStatic || links.get(one.dev)?.mac !== one.mac);
		// With an entry without a VLAN, the kernel adds one in each VLAN of the port, so that those with a VLAN come after it.
		return others.sort((a, b) => (a.vlan ?? 0) - (b.vlan ?? 0));
	},
	isForeign: () => true,
	devices: ({ dev }) => [dev],
	key: keyOf,
	lostText: (entry, netns) => `${textOf(entry)}${inNetnsText(netns)} is missing`,
	fingerprint: ({ index }) => String(index),
	isPossible: ({ dev, bridge }, now) => dev === bridge || now.get(dev)?.master === bridge,
	whenImpossible: "outstanding",
	devicesLosing: devicesLosingEntries,
	restoreSteps: (entries, netns) =>
		entries.map((entry) => ("group" in entry ? groupLine(netns, entry) : restoreStep(entry, netns))),
});

function keyOf(entry: Entry): string {
	const object = "group" in entry ? ["group", entry.group, ...option("src", entry.source)] : [entry.mac];
	return [...object, "dev", entry.dev, ...option("vlan", entry.vlan)].join(" ");
}

const textOf = (entry: Entry): string =>
	"group" in entry
		? `the multicast ${keyOf(entry)} of the Linux bridge ${entry.bridge}`
		: `the entry in the forwarding database of a Linux bridge ${keyOf(entry)}`;

const restoreStep = ({ mac, dev, bridge, vlan, isStatic, isSticky }: BridgeEntry, netns: string): BridgeStep => ({
	...{ tool: "bridge", phase: "fdb", netns },
	args: [
		...(["fdb", "replace", mac, "dev", dev] as const),
		dev === bridge ? "self" : "master",
		isStatic ? "static" : "permanent",
		...(isSticky ? ["sticky"] : []),
		...(vlan === undefined ? [] : ["vlan", String(vlan)]),
	],
});

/** The ports and Linux bridges whose entries the kernel removes by these steps. */
function devicesLosingEntries(steps: Step[], known: Facts): DevicesByNetns {
	const found: DevicesByNetns = new Map();
	for (const step of steps) {
		if (step.tool !== "ip" || !takesBridgeEntries(step)) continue;
		const links = known.knownLinks(step.netns);
		const link = links.get(wordAfter("dev", step.args) ?? "");
		if (!link) continue;
		const ports = link.kind === "bridge" ? [...links.values()].filter(({ master }) => master === link.name) : [];
		const isPort = links.get(link.master ?? "")?.kind === "bridge";
		const names = [...(isPort || link.kind === "bridge" ? [link.name] : []), ...ports.map(({ name }) => name)];
		if (names.length > 0) addTo(found, step.netns, ...names);
	}
	return found;
}
