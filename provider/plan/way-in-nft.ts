import type { Facts } from "../model/facts";
import { type NftStep, tablesIn } from "../tools/nft";
import { type BaseChain, baseChainIn } from "../tools/nft-listing";
import type { WayIn } from "../tools/way-in";
import { endsOf } from "./way-in-names";

/** The nftables table that statements change, if it has a chain that packets of the connection pass. */
export function byStatements({ netns, statements }: NftStep, facts: Facts, wayIn: WayIn): string | undefined {
	if (netns !== "") return undefined;
	const found = tablesIn(statements).find(({ family, name }) => {
		const listing = facts.value({ read: "nft", netns, family, name });
		const before = [...(listing?.chains.values() ?? [])].flatMap(({ base }) => base ?? []);
		return [...before, ...addedTo(family, name, statements)].some((base) => isPassed(base, family, wayIn));
	});
	return found && `nft table ${found.family} ${found.name}`;
}

/** The chains with a hook that statements add to a table. */
const addedTo = (family: string, name: string, statements: string[]): BaseChain[] =>
	statements.flatMap((text) => {
		const [, of, table, body = ""] = /^add chain (\S+) (\S+) \S+ \{ (.*)\}$/.exec(text) ?? [];
		return of === family && table === name ? (baseChainIn(body) ?? []) : [];
	});

/** The hooks at which chains stand for single devices, in the families netdev and inet. */
const hooksOfDevices = ["ingress", "egress"];

/** The hooks of the families of IP and of ARP that packets from and to the host itself pass. A forward chain never sees them. */
const hooksOfHost = ["input", "output", "prerouting", "postrouting"];

function isPassed({ hook, devices }: BaseChain, family: string, wayIn: WayIn): boolean {
	const { devices: ofWay, linuxBridges } = wayIn;
	// A name that ends with an asterisk stands for all devices whose names begin with it.
	const names = (device: string) =>
		device.endsWith("*") ? ofWay.some((name) => name.startsWith(device.slice(0, -1))) : ofWay.includes(device);
	if (hooksOfDevices.includes(hook)) return devices.some(names);
	// These chains see the frames of Linux bridges, also those that a bridge forwards, and none of Open vSwitch.
	if (family === "bridge") return linuxBridges.length > 0;
	const families = [
		"inet",
		...(endsOf(wayIn, 4).length > 0 ? ["ip", "arp"] : []),
		...(endsOf(wayIn, 6).length > 0 ? ["ip6"] : []),
	];
	return families.includes(family) && hooksOfHost.includes(hook);
}
