import { memoize } from "../base/memoize";
import { isMap, type Values } from "../base/values";
import { valuesByKey } from "../base/values-by-key";
import { type Keep, Refused } from "../model/change";
import type { Observed } from "../model/observed";
import { deviceText, type ProvidedName } from "../model/provided-name";
import type { SharedUse } from "../model/requirements";
import { datapathModules, loadText, moduleOfDevice } from "../tools/kernel-modules";
import type { Step } from "../tools/list";
import { map, type Ovs, ovsReading, type Row } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-step";
import type { KnownFacts } from "../tools/tool";
import { planMark, readColumns, rowOwner } from "./ovs-columns";
import { tunnelText } from "./ovs-tunnel";
import { isTunnelType, tunnelColumns } from "./ovs-tunnel-rows";

/** The steps that insert a port with its interfaces, or move it to another bridge with its rows, and set its mark. */
export function planAttachment({ want, have, owner }: { want: Values; have?: Observed; owner: string | undefined }): Step[] {
	const { name, bridge } = want;
	const rows = { tool: "ovs", phase: "rows", name } as const;
	const moves = have !== undefined && have.value.bridge !== bridge;
	return [
		...(have ? [] : [{ ...rows, op: "insert", table: "Port", bridge, interfaces: want.interfaces ?? [name] } as const]),
		...(moves ? [{ ...rows, op: "move", uuid: have.computed.uuid, from: have.value.bridge, to: bridge } as const] : []),
		...planMark("Port", name, have?.owner, owner),
		...(want.interfaces ? [] : planMark("Interface", name, have?.owner, owner)),
	];
}

/** A row of the table Interface, of which each belongs to one port. A bond's interfaces are devices, and never ports of another type. */
export const interfaceText = (name: string): string => `OVS interface ${name}`;

/** True for an interface whose device Open vSwitch itself creates and deletes. A bridge's local port is one too. */
export const hasOwnDevice = (iface: Row | undefined): boolean => iface?.type === "internal" || iface?.type === "tap";

/** The OpenFlow port number of an interface. Undefined while ovs-vswitchd has not assigned one, or has failed to (-1). */
export const ofport = (iface: Row | undefined): number | undefined =>
	typeof iface?.ofport === "number" && iface.ofport > 0 ? iface.ofport : undefined;

const numberText = (number: number, bridge: string | undefined): ProvidedName =>
	`OpenFlow port number ${number} of bridge ${bridge}`;

/** The name of an OpenFlow port number, which only one port of a bridge can have. Empty for a port that requests none. */
export const portNumberNames = ({ bridge, ofportRequest, type }: Values): ProvidedName[] =>
	ofportRequest === undefined || type === "bond" ? [] : [numberText(ofportRequest, bridge)];

/** The names of the ports by those of their OpenFlow port numbers. A port may have none yet. */
const portsByNumber = memoize((ovs: Ovs) =>
	valuesByKey(
		[...ovs.ports.keys()].flatMap((port) =>
			(ovs.interfacesOf.get(port) ?? [port]).flatMap((name) => {
				const number = ofport(ovs.interfaces.get(name));
				return number === undefined ? [] : [[numberText(number, ovs.bridgeOf.get(port)), port] as const];
			}),
		),
	),
);

/** True for a port that has requested its number on this bridge. Each bridge has numbers of its own. */
const hasRequested = (ovs: Ovs, { name, bridge, ofportRequest }: Values): boolean =>
	ovs.bridgeOf.get(name) === bridge && ovs.interfaces.get(name)?.ofport_request === ofportRequest;

/**
 * The other ports of the bridge that have the OpenFlow port number which a port is to request and has not requested there so far. An
 * optional port leaves them their number.
 */
export function portsWithRequestedNumber(ovs: Ovs, want: Values): { port: string; number: string }[] {
	const { name, optional } = want;
	if (optional || hasRequested(ovs, want)) return [];
	return portNumberNames(want).flatMap((number) =>
		(portsByNumber(ovs).get(number) ?? []).flatMap((port) => (port === name ? [] : [{ port, number }])),
	);
}

/** True for a port that requests its OpenFlow port number, and so gets it again if Open vSwitch creates the port again. */
export const requestsNumber = (ovs: Ovs, port: string): boolean => typeof ovs.interfaces.get(port)?.ofport_request === "number";

/** Open vSwitch would create the other port's device again, without its addresses and routes. */
export function refuseNumberOfAnother(change: Keep): void {
	if (change.intent !== "apply") return;
	const { want, facts, owner } = change;
	const { bridge, ofportRequest } = want;
	for (const { port } of portsWithRequestedNumber(facts.ovs, want)) {
		if (rowOwner(facts.ovs.ports.get(port)) === owner) continue;
		throw new Refused(
			`OpenFlow port number ${ofportRequest} is that of port ${port} on ${bridge}, which does not belong to this program, and Open vSwitch would create that port again: choose another ofportRequest`,
		);
	}
}

/** True for a port that is on no device which exists without Open vSwitch, such as a NIC or the device of a VM. */
export const isMadeByOvs = (ovs: Ovs, port: string): boolean =>
	(ovs.interfacesOf.get(port) ?? []).every((name) => {
		const iface = ovs.interfaces.get(name);
		return hasOwnDevice(iface) || iface?.type === "patch" || isTunnelType(iface?.type);
	});

const endpointsOf = memoize((iface: Row): string => {
	const found = readColumns(tunnelColumns, () => iface);
	return tunnelText(found, found.remoteIp);
});

/** The names of the tunnels by those of their endpoints. */
export const tunnelsByEndpoints = memoize((ovs: Ovs) =>
	valuesByKey(
		[...ovs.ports.keys()].flatMap((name) => {
			const iface = ovs.interfaces.get(name);
			return iface ? [[endpointsOf(iface), name] as const] : [];
		}),
	),
);

const noDevice = "(No such device)";

/** True for the error of an interface whose device is not on the host. */
export const isOfMissingDevice = (error: unknown): boolean => String(error ?? "").includes(noDevice);

/**
 * Makes ovs-vswitchd open devices that were missing and are there now. ovs-vswitchd also does so by itself, some time after a device
 * was created. `ovs-vsctl` waits for it only if it changes a row, and the old error is the column that may change.
 */
export function planReopening(change: Keep, interfaces: string[]): OvsStep[] {
	if (change.intent !== "apply") return [];
	const { facts, createdHere } = change;
	const isBack = (name: string) =>
		isOfMissingDevice(facts.ovs.interfaces.get(name)?.error) && (facts.links("")?.has(name) || createdHere(deviceText(name)));
	const at = { tool: "ovs", phase: "rows", op: "set", table: "Interface" } as const;
	return interfaces.filter(isBack).map((name) => ({ ...at, name, columns: { error: [] } }));
}

/** The types of ports that DPDK drives. The host's kernel has no device for them. */
export const dpdkTypes = ["dpdk", "dpdkvhostuser", "dpdkvhostuserclient"] as const;

export const isDpdk = (type: unknown): boolean => (dpdkTypes as readonly unknown[]).includes(type);

/** The datapath of a bridge: Open vSwitch opens ports of DPDK only in userspace. */
export const datapathUse = (bridge: string, { datapathType, port }: { datapathType: string; port?: string }): SharedUse => ({
	name: `the datapath of bridge ${bridge}`,
	use: `with datapathType ${datapathType}`,
	...(port === undefined ? {} : { detail: `, which a port of type ${port} needs` }),
});

/** The use of a bridge's datapath by a port, or by the first member of a bond that needs one. */
export function dpdkUse({ bridge, type, dpdkInterfaces }: Values): SharedUse[] {
	const types = [type, ...Object.values(isMap(dpdkInterfaces) ? dpdkInterfaces : {}).map((one) => one?.type)];
	const port = types.find(isDpdk);
	return port === undefined ? [] : [datapathUse(bridge, { datapathType: "netdev", port })];
}

const withoutDpdk =
	'Open vSwitch has no DPDK on this host, or has not started it. Install a build with DPDK (Debian: openvswitch-switch-dpdk), give the host hugepages, and set otherConfig: { "dpdk-init": "true" } of OpenVSwitch';

const withoutType = (type: string): string =>
	`the host's kernel has no devices for ports of type ${type}: ${loadText(moduleOfDevice(type))}`;

const nameTaken = "a device with this name exists on this host already: choose another name";

/** The types of the kernel's devices that Open vSwitch needs with external, where its error does not say so, by the types of ports. */
const externalDevices: Record<string, string> = { ip6gre: "ip6gretap", erspan: "erspan", ip6erspan: "ip6erspan" };

/** The meaning of errors of ovs-vswitchd, by the type of the interface (vswitchd/bridge.c, lib/netdev-linux.c, ofproto/ofproto-dpif.c). */
const meanings: [RegExp, string | ((type: unknown) => string | undefined)][] = [
	[
		/could not open network device \S+ \(Address family not supported by protocol\)/,
		(type) => (isDpdk(type) ? withoutDpdk : undefined),
	],
	[
		/could not open network device \S+ \(No such device\)/,
		(type) => (type === "tap" ? withoutType("tap") : "the device does not exist on this host: create it, or correct the name"),
	],
	[
		/could not add network device \S+ to ofproto \(Address family not supported by protocol\)/,
		(type) => {
			const device = externalDevices[String(type)];
			return device === undefined
				? withoutType(String(type))
				: `another device of the kernel is of type ${device} with external, of which a host can have one, and Open vSwitch needs it; or ${withoutType(String(type))}`;
		},
	],
	[
		/could not add network device \S+ to ofproto \(File exists\)/,
		(type) =>
			isTunnelType(type)
				? "another tunnel port of this host has the same remoteIp, localIp, key and dstPort, and Open vSwitch can't tell the two apart; or a device of the kernel has the tunnel's place, such as a gretap with external"
				: nameTaken,
	],
	// A tap can't have the name of a device of another kind, or of a tap that a program has open.
	[
		/could not open network device \S+ \((?:Invalid argument|Device or resource busy)\)/,
		(type) => (type === "internal" || type === "tap" ? nameTaken : undefined),
	],
	[/No usable peer/, "the peer is not a patch port whose own peer is this port, or its bridge has another datapathType"],
];

/** The error that ovs-vswitchd reports for an interface in the column `error`, after its meaning. */
export function interfaceFault(iface: Row | undefined): string | undefined {
	const said = iface?.error;
	if (typeof said !== "string" || said === "") return undefined;
	const found = meanings.find(([form]) => form.test(said))?.[1];
	const meaning = typeof found === "function" ? found(iface?.type) : found;
	return meaning === undefined ? said : `${meaning} (${said})`;
}

/**
 * The error of a bridge that ovs-vswitchd could not create, and of the ports on it. Open vSwitch reports this only in its log. A
 * bridge that works has a datapath id.
 */
export function datapathFault(facts: KnownFacts, bridge: string | undefined): string | undefined {
	const { daemon, ovs } = ovsReading(facts) ?? {};
	const row = ovs?.bridges.get(bridge ?? "");
	if (daemon !== "up" || !row || typeof row.datapath_id === "string") return undefined;
	const type = row.datapath_type === "" ? "system" : String(row.datapath_type);
	const module = datapathModules[type];
	const advice =
		module === undefined ? "" : `: ${loadText(module)}. Then restart Open vSwitch (systemctl restart openvswitch-switch)`;
	return `Open vSwitch could not create bridge ${bridge} with datapathType ${type}${advice}. The reason is in /var/log/openvswitch/ovs-vswitchd.log`;
}

/**
 * The error of a patch port. A peer that does not exist yet is not an error. When only the peer's row is read again, the port's
 * row still shows its old error, which is ignored if the peer has none.
 */
export function patchFault({ interfaces }: Ovs, iface: Row | undefined): string | undefined {
	const peer = interfaces.get(map(iface?.options).peer ?? "");
	return peer && (peer.type !== "patch" || interfaceFault(peer)) ? interfaceFault(iface) : undefined;
}
