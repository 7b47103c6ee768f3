import type { Values } from "../base/values";
import type { Link } from "../tools/ip-link";
import { receivingModes } from "../tools/ip-link-options";
import type { IpStep } from "../tools/ip-step";

/**
 * The steps that give a device which is created again those settings of the former one that no field sets: the modes in which it takes
 * in packets, the length of its queue, its group, and others. `former`: undefined where no device of this kind was there. `more`: further
 * words of `ip link set`.
 */
export function planKept(
	netns: string,
	former: Link | undefined,
	{ want, was = {}, more = [] }: { want: Values; was?: Values; more?: string[] },
): IpStep[] {
	if (former === undefined) return [];
	const step = (...args: string[]): IpStep => ({ tool: "ip", phase: "settings", netns, args });
	const isLeft = (mode: (typeof receivingModes)[number]) =>
		former[mode] === true && want[mode] === undefined && was[mode] === undefined;
	const words = [...more, ...(former.kept ?? []), ...receivingModes.filter(isLeft).flatMap((mode) => [mode, "on"])];
	return [
		...(words.length === 0 ? [] : [step("link", "set", "dev", want.name, ...words)]),
		...(former.otherNames ?? []).map((name) => step("link", "property", "add", "dev", want.name, "altname", name)),
	];
}
