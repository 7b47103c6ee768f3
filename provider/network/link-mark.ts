import { type Keep, markAfter } from "../model/change";
import type { Observed } from "../model/observed";
import type { Link } from "../tools/ip-link";
import type { IpStep } from "../tools/ip-step";

const aliasMark = "pulumi-ovs:";

/** The owner in a device's alias, or in the one that it was about to get. Undefined: the alias is not a mark. */
export function aliasOwner({ alias, intendedAlias }: Pick<Link, "alias" | "intendedAlias">): string | undefined {
	const mark = alias ?? intendedAlias;
	return mark?.startsWith(aliasMark) ? mark.slice(aliasMark.length) : undefined;
}

/** Devices whose MAC address follows that of their ports or members. */
const following: readonly unknown[] = ["bridge", "bond"];

/** Index, MAC address and owner of a device. A rollback restores an alias that somebody else has set. */
export function deviceOutputs(link: Link): Pick<Observed, "computed" | "owner" | "marks"> {
	const owner = aliasOwner(link);
	const marks = link.alias && owner === undefined ? { alias: link.alias } : undefined;
	const mac = link.permanentMac ?? link.mac;
	const isStable = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) && !following.includes(link.kind);
	return { computed: { ifindex: link.index, ...(isStable ? { macAddress: mac } : {}) }, owner, marks };
}

/** A change of a device's alias, which holds the owner's mark. */
export interface AliasChange {
	/** The device before the change, also if the change recreates it. */
	link?: Pick<Link, "alias" | "intendedAlias">;
	/** The change creates the device, which then has no alias yet. */
	isNew?: boolean;
	/** Undefined: the mark is removed. */
	owner: string | undefined;
	/** True for a device that is adopted or released: an alias that is not a mark stays, and the journal holds the owner. */
	keepsAlias?: boolean;
	/** True at boot for an adopted device: its alias, which another program may set, is not known there. */
	isLeft?: boolean;
	/** The alias to restore. */
	alias?: string;
}

export const aliasChange = (change: Keep): Pick<AliasChange, "owner" | "keepsAlias" | "isLeft" | "alias"> => ({
	owner: markAfter(change),
	keepsAlias: change.intent === "release" || (change.intent === "apply" && change.isAdopted),
	isLeft: change.intent === "apply" && change.isAdopted && change.atBoot,
	...(change.intent === "rollback" && change.marks?.alias !== undefined ? { alias: change.marks.alias } : {}),
});

/**
 * The step that sets a device's alias. A new device gets its mark in the line after its creation. Where it didn't, because `ip` was killed
 * between the two, a note on the host tells whose the device is.
 */
export function planAlias(name: string, netns: string, change: AliasChange): IpStep[] {
	const { link = {}, isNew, owner, keepsAlias } = change;
	if (change.isLeft) return [];
	const current = link.alias ?? "";
	const kept = keepsAlias && current !== "" && aliasOwner(link) === undefined ? current : undefined;
	const alias =
		change.alias ?? kept ?? (owner !== undefined ? `${aliasMark}${owner}` : aliasOwner(link) === undefined ? current : "");
	if (alias === (isNew ? "" : current)) return [];
	return [{ tool: "ip", phase: isNew ? "links" : "settings", netns, args: ["link", "set", "dev", name, "alias", alias] }];
}
