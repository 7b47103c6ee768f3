import { z } from "zod";
import { addressesIn } from "../../base/device-address";
import * as f from "../../base/fields";
import { markKey } from "../../base/mark";
import { originalsIn } from "../../base/state-fields";
import type { Values } from "../../base/values";
import { type Change, type Keep, markAfter, Refused } from "../../model/change";
import type { Facts } from "../../model/facts";
import { lostQdiscsWarning } from "../../network/lost-qdiscs";
import { rowOwner } from "../../network/ovs-columns";
import { interfaceFault } from "../../network/ovs-port";
import { isUplink, takenAddresses, takenKey } from "../../network/uplink-mark";
import { type AddressSettings, cidrOf } from "../../tools/ip-address";
import { type Link, ovsMaster } from "../../tools/ip-link";
import { type KernelRoute, ourProtocol } from "../../tools/ip-route";
import { routeName } from "../../tools/ip-route-words";
import { map, type Ovs } from "../../tools/ovs-listing";
import type { OvsStep } from "../../tools/ovs-step";
import { type Move, relabelled, type UplinkStep } from "../../tools/uplink";
import { addressesOf, isBy, moveOf, routesOver, type Uplink } from "./uplink-move";
import { lostWithBridge } from "./uplink-taken";

export const uplinkField = f.unmanaged(
	z.strictObject({
		nic: f.required(
			f.making(f.referring(f.deviceName, { sort: "device" }), { sort: "port" }),
			"The NIC, or another device such as a bond: it becomes a port of the bridge.",
		),
		takeAddresses: f.defaulted(
			z.boolean(),
			true,
			"The bridge's local port takes over the NIC's addresses and routes. `false`: they stay on the NIC, where they do not work while it is a port.",
		),
	}),
	"Puts a NIC under the bridge, also the one that the SSH connection comes in by. At destroy, or if the field is removed from the program, the NIC gets its addresses and routes back.",
);

const readTaken = (facts: Facts, nic: string): string[] => takenAddresses(facts.ovs.ports.get(nic));

const isPortOf = (facts: Facts, nic: string, bridge: string): boolean => nic !== bridge && facts.ovs.bridgeOf.get(nic) === bridge;

/** The uplink as it is on the host. `fault`: the addresses and routes that came back on the NIC, in words. */
export function observeUplink(facts: Facts, bridge: string, of: Uplink | undefined): { value?: Uplink; fault?: string } {
	if (!of || !isPortOf(facts, of.nic, bridge)) return {};
	const link = facts.knownLinks("").get(of.nic);
	const left = of.takeAddresses && link ? [...addressesOf(link).map(cidrOf), ...routesOver(facts, link).map(shortRoute)] : [];
	// Without the field, the bridge has what an earlier change has taken over and not given back.
	const has = of.takeAddresses ? left.length === 0 : isUplink(facts.ovs.ports.get(of.nic));
	return {
		value: { nic: of.nic, takeAddresses: has },
		fault:
			left.length > 0
				? `the NIC ${of.nic} has addresses or routes, which do not work while it is a port of ${bridge}: ${left.join(", ")}`
				: interfaceFault(facts.ovs.interfaces.get(of.nic)),
	};
}

const shortRoute = ({ destination, table }: KernelRoute): string =>
	`route ${destination}${table === 254 ? "" : ` (table ${table})`}`;

export interface PlannedUplink {
	steps: (UplinkStep | OvsStep)[];
	/** The addresses that the bridge takes over, as they are on it then. */
	taken: Link["addresses"];
	/** The addresses that the bridge gives back. */
	given: string[];
}

/** The uplink of a bridge whose program is not known, by the record of what the bridge has taken over. */
export function markedUplink({ ports, bridgeOf }: Ovs, bridge: string): { uplink?: Uplink } {
	const nic = [...ports.keys()].find((port) => bridgeOf.get(port) === bridge && isUplink(ports.get(port)));
	return nic === undefined ? {} : { uplink: { nic, takeAddresses: true } };
}

/** The steps from the uplink that the host has to the wanted one. */
export function planUplink(change: Keep, bridge: string): PlannedUplink {
	const { want, was } = change;
	const former: Uplink | undefined = was?.uplink;
	const isOther = former !== undefined && former.nic !== want.uplink?.nic;
	const back = isOther ? planGivingBack(change, bridge, former) : want.uplink ? planReturn(change, bridge, want.uplink) : [];
	const taking = want.uplink ? planTaking(change, bridge, want.uplink, back[0]?.move) : [];
	const moved = (steps: (UplinkStep | OvsStep)[]) =>
		steps.flatMap((s) => (s.tool === "uplink" && s.move ? s.move.addresses.map((a) => relabelled(a, s.nic, bridge)) : []));
	return { steps: [...back, ...taking], taken: moved(taking).map(asListed), given: moved(back).map(cidrOf) };
}

const asListed = (settings: AddressSettings): Link["addresses"][number] => ({
	...{ cidr: cidrOf(settings), settings, movable: true, secondary: false },
	...{ passing: settings.lifetimes !== undefined, dynamic: settings.lifetimes !== undefined },
});

/** `given`: what the bridge gives back to its former NIC in the same change. */
function planTaking(
	change: Keep,
	bridge: string,
	{ nic, takeAddresses }: Uplink,
	given: Move | undefined,
): (UplinkStep | OvsStep)[] {
	const { want, have, facts } = change;
	const link = facts.links("")?.get(nic);
	if (!link) return []; // The device is a requirement, so that it is missing only in a rollback.
	const isPort = isPortOf(facts, nic, bridge);
	if (!isPort) refuseMember(facts, link, bridge);
	const here = facts.knownLinks("").get(bridge);
	const lost = change.intent === "apply" && change.have === undefined ? lostWithBridge(facts, nic, change.taken) : undefined;
	const move = takeAddresses ? moveOf(facts, { from: link, to: bridge, there: here, given, lost }, () => true) : undefined;
	const port = { tool: "ovs", phase: "rows", table: "Port", name: nic } as const;
	const taken = [...new Set([...(isPort ? readTaken(facts, nic) : []), ...(move?.addresses.map(cidrOf) ?? [])])];
	const owner = markAfter(change);
	if (isPort && !move) return [];
	const isRecorded = move !== undefined && (!isTakenFrom(facts, nic) || taken.join() !== readTaken(facts, nic).join());
	// A port that somebody else has put on the bridge stays without a mark.
	const entries = {
		...(!isPort && owner !== undefined ? { [markKey]: owner } : {}),
		...(isRecorded ? { [takenKey]: taken.join(" ") } : {}),
	};
	const put: OvsStep[] = Object.keys(entries).length === 0 ? [] : [{ ...port, op: "put", column: "external_ids", entries }];
	// The address of the former uplink goes with it.
	const former: string = change.was?.uplink?.nic;
	const formerMac = former === nic ? undefined : facts.knownLinks("").get(former)?.mac;
	const isFree = want.hwaddr === undefined && [undefined, formerMac].includes(have?.value.hwaddr);
	const inserted: OvsStep[] = [{ ...port, op: "insert", bridge, interfaces: [nic], shared: true }];
	const rows = isPort ? put : [...inserted, ...put, ...(isFree ? [hwaddr(bridge, link.mac)] : [])];
	const created: OvsStep[] = [{ ...port, op: "delete" }, ...(isFree ? [noHwaddr(bridge)] : [])];
	const recorded: OvsStep[] = isRecorded ? [recordStep(facts, nic)] : [];
	const undo = isPort ? recorded : created;
	const warnings =
		change.intent === "apply" ? [move && leaseWarning(link, bridge), lostQdiscsWarning(facts, [nic])].filter((one) => one) : [];
	const more = { ...(move ? { move } : {}), ...(warnings.length === 0 ? {} : { warning: warnings.join(". ") }) };
	return [{ tool: "uplink", phase: "uplinks", bridge, nic, rows, undo, ...more }];
}

/**
 * The warning about addresses that a program on the NIC, such as a DHCP client, has to renew. The kernel itself renews those of router
 * advertisements, which have the flag mngtmpaddr (addrconf_prefix_rcv_add_addr), on the bridge too.
 */
function leaseWarning({ name, addresses }: Link, bridge: string): string | undefined {
	const leased = addresses.filter((a) => a.dynamic && a.movable && !a.settings.flags.includes("mngtmpaddr"));
	if (leased.length === 0) return undefined;
	const all = leased.map(({ cidr, settings }) => `${cidr} (${settings.lifetimes?.valid} seconds)`).join(", ");
	return `${name} has ${leased.length === 1 ? "an address" : "addresses"} with a lease: ${all}. A DHCP client on ${name} can't renew it while ${name} is a port of ${bridge}, and at its end the host loses the address. Start the DHCP client on ${bridge} before (docs/uplink.md)`;
}

/** Without it, the local port has the lowest MAC address of all ports, which changes with each further port. */
const hwaddr = (bridge: string, mac: string): OvsStep => ({
	...{ tool: "ovs", phase: "rows", op: "put", table: "Bridge", name: bridge, column: "other_config" },
	entries: { hwaddr: mac },
});

const noHwaddr = (bridge: string): OvsStep => ({
	...{ tool: "ovs", phase: "rows", op: "remove", table: "Bridge", name: bridge, column: "other_config" },
	keys: ["hwaddr"],
});

const isTakenFrom = (facts: Facts, nic: string): boolean => isUplink(facts.ovs.ports.get(nic));

const idsOf = (nic: string) => ({ tool: "ovs", phase: "rows", table: "Port", name: nic, column: "external_ids" }) as const;

/** The step that removes the record of what the bridge has taken over from a NIC. */
const forgetTaken = (nic: string): OvsStep => ({ ...idsOf(nic), op: "remove", keys: [takenKey] });

/** The step that gives a port the record that it has now. */
const recordStep = (facts: Facts, nic: string): OvsStep =>
	isTakenFrom(facts, nic)
		? { ...idsOf(nic), op: "put", entries: { [takenKey]: readTaken(facts, nic).join(" ") } }
		: forgetTaken(nic);

/** The step that gives a NIC which stays a port its addresses and routes back, where the program does not want them on the bridge. */
function planReturn(change: Keep, bridge: string, { nic, takeAddresses }: Uplink): UplinkStep[] {
	const { facts, was } = change;
	const isRecorded = isTakenFrom(facts, nic);
	const hasTaken = isRecorded || (change.intent !== "rollback" && was?.uplink?.takeAddresses === true);
	if (takeAddresses || !hasTaken || !isPortOf(facts, nic, bridge)) return [];
	const move = moveBack(change, bridge, nic);
	if (!move && !isRecorded) return [];
	return [
		{
			...{ tool: "uplink", phase: "delete-uplinks", bridge, nic },
			...(isRecorded ? { rows: [forgetTaken(nic)], undo: [recordStep(facts, nic)] } : { rows: [], undo: [] }),
			...(move ? { move } : {}),
		},
	];
}

/** The addresses and routes that the bridge gives back to a NIC. Undefined: none. */
function moveBack(change: Change, bridge: string, nic: string): Move | undefined {
	const { facts } = change;
	const was: Values = change.was ?? {};
	const [link, here] = [nic, bridge].map((name) => facts.knownLinks("").get(name));
	if (!link || !here) return undefined;
	const wanted: Values = change.intent === "delete" ? {} : change.want;
	const taken = readTaken(facts, nic);
	const declared = [...addressesIn(was.addresses), ...addressesIn(wanted.addresses)];
	const isAdopted = originalsIn(was) !== undefined;
	const isRecordedOnly = isAdopted || was.uplink?.takeAddresses !== true || change.intent === "rollback";
	const isGivenBack = (a: AddressSettings) => taken.includes(cidrOf(a)) || (!isRecordedOnly && !declared.includes(cidrOf(a)));
	const isKept = (r: KernelRoute) =>
		r.protocol === ourProtocol &&
		change.intent !== "rollback" &&
		(change.intent !== "delete" || change.isDeletedToo(routeName(r)));
	const staying = change.intent === "delete" ? [] : addressesOf(here).filter((a) => !isGivenBack(a));
	const given = addressesOf(here).filter(isGivenBack);
	const isOfBridge = (r: KernelRoute) => isBy(r, staying) && !isBy(r, given);
	return moveOf(facts, { from: here, to: nic, there: link }, isGivenBack, (r) => isKept(r) || isOfBridge(r));
}

/**
 * Steps that take the NIC out of the bridge, and give it back its addresses and routes. A NIC that somebody has taken out of the bridge
 * gets back what a bridge still has that is deleted.
 */
export function planGivingBack(change: Change, bridge: string, { nic, takeAddresses }: Uplink): UplinkStep[] {
	const { facts } = change;
	const isPort = isPortOf(facts, nic, bridge);
	const link = facts.knownLinks("").get(nic);
	const isFree = change.intent === "delete" && link?.master === undefined && !facts.ovs.bridgeOf.has(nic);
	if (!isPort && !isFree) return [];
	const wanted: Values = change.intent === "delete" ? {} : change.want;
	const taken = readTaken(facts, nic);
	const move = takeAddresses || isTakenFrom(facts, nic) ? moveBack(change, bridge, nic) : undefined;
	if (!isPort) {
		const hasAddresses = move !== undefined && move.addresses.length > 0;
		return hasAddresses ? [{ tool: "uplink", phase: "delete-uplinks", bridge, nic, rows: [], undo: [], move }] : [];
	}
	const port = { tool: "ovs", phase: "rows", table: "Port", name: nic } as const;
	const isOwnMac =
		wanted.hwaddr === undefined && map(facts.ovs.bridges.get(bridge)?.other_config).hwaddr === link?.mac && link !== undefined;
	const mark = rowOwner(facts.ovs.ports.get(nic));
	const entries = { ...(mark === undefined ? {} : { [markKey]: mark }), [takenKey]: taken.join(" ") };
	return [
		{
			...{ tool: "uplink", phase: "delete-uplinks", bridge, nic },
			rows: [{ ...port, op: "delete" }, ...(isOwnMac ? [noHwaddr(bridge)] : [])],
			undo: [
				{ ...port, op: "insert", bridge, interfaces: [nic], shared: true },
				{ ...port, op: "put", column: "external_ids", entries },
				...(isOwnMac ? [hwaddr(bridge, link.mac)] : []),
			],
			...(move ? { move } : {}),
		},
	];
}

/** A device has only one master, and a port is on one bridge. */
function refuseMember(facts: Facts, { name, master }: Link, bridge: string): void {
	const other = facts.ovs.bridgeOf.get(name);
	if (other !== undefined && other !== bridge)
		throw new Refused(`uplink.nic: ${name} is a port of bridge ${other}. Remove it there first (ovs-vsctl del-port ${name})`);
	if (master !== undefined && master !== ovsMaster)
		throw new Refused(`uplink.nic: ${name} is a member of ${master}. Remove it there first (ip link set dev ${name} nomaster)`);
}
