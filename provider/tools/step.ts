import type { IpStep } from "./ip";
import type { LocalRuleStep } from "./ip-rule";
import type { JournalStep } from "./journal";
import type { NftStep } from "./nft";
import type { FloodStep, OfctlStep } from "./ovs-ofctl";
import type { OvsStep } from "./ovs-vsctl";
import type { SysctlStep } from "./sysctl";

/** A change as a value, never shell text. Each tool's file says how its steps become one call. */
export type Step = OvsStep | IpStep | SysctlStep | JournalStep | LocalRuleStep | NftStep | OfctlStep | FloodStep;

/** The order within a script: what frees names first, then from the ground up. */
export const phases = [
	"journal",
	"delete-nft",
	"delete-flows",
	"delete-rows",
	"delete-rules",
	"delete-routes",
	"delete-addresses",
	"delete-links",
	"delete-namespaces",
	"namespaces",
	"links",
	"rows",
	"spare-rows",
	"moves",
	"masters",
	"settings",
	"routes",
	"rules",
	"local-rule",
	"sysctl",
	"nft",
	"flows",
	"journal-end",
] as const;

export type Phase = (typeof phases)[number];

/** One program to run on the host: argv, and what goes to its standard input. */
export interface Call {
	argv: string[];
	stdin?: string;
}
