import { markKey } from "../base/mark";
import { map, type Ovs, portsOn, type Row } from "../tools/ovs-listing";

/** The key in external_ids of a NIC's port that holds the addresses that the bridge has taken over from the NIC. */
export const takenKey = `${markKey}-uplink`;

export const takenAddresses = (port: Row | undefined): string[] =>
	(map(port?.external_ids)[takenKey] ?? "").split(" ").filter(Boolean);

/** True for the port of a NIC from which the bridge has taken over addresses or routes. */
export const isUplink = (port: Row | undefined): boolean => map(port?.external_ids)[takenKey] !== undefined;

/** True for a bridge that forwards only by its flows and by which the host itself may be reached. */
export const isSecureUplink = (ovs: Ovs, bridge: string): boolean =>
	ovs.bridges.get(bridge)?.fail_mode === "secure" && portsOn(ovs, bridge).some((port) => isUplink(ovs.ports.get(port)));
