import type { Values } from "../base/values";
import type { Observed } from "../model/observed";
import { map, type Ovs, type Row } from "../tools/ovs-listing";
import type { Step } from "../tools/step";
import { planMark } from "./ovs-columns";

/** A port of one interface of its own name, or of a bond's: inserted, or moved to its bridge with its rows, and marked. */
export function planPlace({ want, have, owner }: { want: Values; have?: Observed; owner: string | undefined }): Step[] {
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

/** The OpenFlow port number of an interface that is up and running. */
export const ofport = (iface: Row | undefined): number | undefined =>
	typeof iface?.ofport === "number" && iface.ofport > 0 ? iface.ofport : undefined;

/** What ovs-vswitchd says is wrong with an interface: the column `error`. */
export const interfaceFault = (iface: Row | undefined): string | undefined =>
	typeof iface?.error === "string" && iface.error !== "" ? iface.error : undefined;

/**
 * What is wrong with a patch port. Its peer may be yet to come; that error stays in our reading of the row when the peer,
 * which alone is read then, is there and well.
 */
export function patchFault({ interfaces }: Ovs, iface: Row | undefined): string | undefined {
	const peer = interfaces.get(map(iface?.options).peer ?? "");
	return peer && (peer.type !== "patch" || interfaceFault(peer)) ? interfaceFault(iface) : undefined;
}
