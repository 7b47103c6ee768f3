import { firstFew } from "../../base/first-few";
import { isIpv6 } from "../../base/ip-address";
import { withSlashes } from "../../base/sysctl-key";
import type { Keep } from "../../model/change";
import type { Fact } from "../../tools/list";
import { removedWith } from "../../tools/sysctl-effects";

interface Parameter {
	key: string;
	netns?: string;
}

/** The devices, where the parameter can switch IPv6 off on them. */
export const readsOfLoss = ({ key, netns = "" }: Parameter): Fact[] =>
	removedWith(withSlashes(key))?.what === "IPv6" ? [{ read: "links", netns }] : [];

/** The greatest number of addresses that are named one by one. */
const namedAddresses = 10;

/** The message for the user where a change removes addresses. The kernel adds none of them again. */
export function lossWarning({ intent, want, facts }: Keep<Parameter>, value: string): { warning?: string } {
	const removed = removedWith(withSlashes(want.key));
	if (removed?.what !== "IPv6" || intent !== "apply" || Number(value) === 0) return {};
	const lost = [...facts.knownLinks(want.netns ?? "").values()]
		.filter(({ name }) => removed.device === undefined || name === removed.device)
		.flatMap(({ name, addresses }) =>
			addresses.flatMap(({ cidr, passing, settings }) => (isIpv6(settings.local) && !passing ? [`${cidr} of ${name}`] : [])),
		);
	if (lost.length === 0) return {};
	return {
		warning: `the kernel removes IPv6 addresses with this parameter, whoever added them, and the IPv6 routes over their devices: ${firstFew(lost, namedAddresses)}. It does not add them again`,
	};
}
