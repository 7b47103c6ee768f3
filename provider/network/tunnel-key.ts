import type { Values } from "../base/values";

/** The usual UDP port of each tunnel type that has one. */
export const defaultPorts: Record<string, number> = { vxlan: 4789, geneve: 6081 };

/** True for a type that is carried in UDP. Its key is a VNI. */
export const isUdp = (type: string): boolean => defaultPorts[type] !== undefined;

/** The fields with the key of one direction each. */
export const keysOfDirections = ["inKey", "outKey"];

/** The checks of keys of a tunnel, in Open vSwitch and in the kernel. */
export function checkKeys(want: Values, issue: (path: string, message: string) => void): void {
	for (const field of ["key", ...keysOfDirections]) {
		if (typeof want[field] === "number" && isUdp(want.type) && want[field] > 0xffffff)
			issue(field, `must be a VNI for type "${want.type}": a whole number from 0 to 16777215 (24 bits)`);
		// ERSPAN_SID_MASK in Open vSwitch's lib/packets.h. Its datapath in user space drops packets with a larger number.
		if (typeof want[field] === "number" && want.type === "erspan" && want[field] > 0x3ff)
			issue(field, 'must be a session id for type "erspan": a whole number from 0 to 1023 (10 bits)');
	}
	for (const field of keysOfDirections)
		if (want[field] !== undefined && want.key !== undefined) issue(field, "can't be set with key, which is for both directions");
}
