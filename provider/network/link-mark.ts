import type { IpStep, Link } from "../tools/ip";

export const aliasMark = "pulumi-ovs:";

/** Whose mark a device bears. */
export const aliasOwner = ({ alias }: Link): string | undefined =>
	alias?.startsWith(aliasMark) ? alias.slice(aliasMark.length) : undefined;

/** Owner undefined: the mark is taken off. Of several devices that one change makes, each is marked in `links`, before the next is refused. */
export function planAlias(
	name: string,
	netns: string,
	mark: string | undefined,
	owner: string | undefined,
	phase: "links" | "settings" = "settings",
): IpStep[] {
	if (mark === owner) return [];
	const alias = owner === undefined ? "" : `${aliasMark}${owner}`;
	return [{ tool: "ip", phase, netns, args: ["link", "set", "dev", name, "alias", alias] }];
}
