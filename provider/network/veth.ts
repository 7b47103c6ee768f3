import type { Values } from "../base/values";

/** The other end of a veth pair, with its namespace. Undefined for a device of another type. */
export const otherEndOf = ({ peer, netns }: Values): Values | undefined =>
	peer === undefined ? undefined : { ...peer, netns: peer.netns ?? netns };

/** Both ends of a veth pair, each with its own settings, or the device alone. */
export function endsOf(want: Values): Values[] {
	const other = otherEndOf(want);
	return other ? [want, other] : [want];
}
