import { type Keep, markAfter } from "../model/change";
import type { Observed } from "../model/observed";
import type { IpStep, Link } from "../tools/ip";

export const aliasMark = "pulumi-ovs:";

/** Whose mark a device bears. */
export const aliasOwner = ({ alias }: Pick<Link, "alias">): string | undefined =>
	alias?.startsWith(aliasMark) ? alias.slice(aliasMark.length) : undefined;

/** What is observed of a device beside its settings. An alias that somebody else has given it is put back by a rollback. */
export function deviceOutputs(link: Link): Pick<Observed, "computed" | "owner" | "marks"> {
	const owner = aliasOwner(link);
	const marks = link.alias && owner === undefined ? { alias: link.alias } : undefined;
	return { computed: { ifindex: link.index }, owner, marks };
}

/** What a change makes of a device's alias, which is where its mark is. */
export interface AliasChange {
	/** As it was, also of a device that is made again. */
	link?: Pick<Link, "alias">;
	/** It is made in this change, and has no alias yet. */
	isNew?: boolean;
	/** Undefined: the mark is taken off. */
	owner: string | undefined;
	/** Somebody's own alias of a device that is taken over, or given back, stays: the journal has whose the device is. */
	keepsAlias?: boolean;
	/** The alias to put back. */
	alias?: string;
}

export const aliasChange = (change: Keep): Pick<AliasChange, "owner" | "keepsAlias" | "alias"> => ({
	owner: markAfter(change),
	keepsAlias: change.intent === "release" || (change.intent === "apply" && change.isAdopted),
	...(change.intent === "rollback" && change.marks?.alias !== undefined ? { alias: change.marks.alias } : {}),
});

/** Of several devices that one change makes, each is marked in `links`, before the next is refused. */
export function planAlias(name: string, netns: string, change: AliasChange, phase: "links" | "settings" = "settings"): IpStep[] {
	const { link = {}, isNew, owner, keepsAlias } = change;
	const current = link.alias ?? "";
	const kept = keepsAlias && current !== "" && aliasOwner(link) === undefined ? current : undefined;
	const alias =
		change.alias ?? kept ?? (owner !== undefined ? `${aliasMark}${owner}` : aliasOwner(link) === undefined ? current : "");
	if (alias === (isNew ? "" : current)) return [];
	return [{ tool: "ip", phase, netns, args: ["link", "set", "dev", name, "alias", alias] }];
}
