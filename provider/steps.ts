import type { IpStep } from "./tools/ip";
import type { JournalStep } from "./tools/journal";
import type { NftStep } from "./tools/nft";
import type { FloodStep, OfctlStep } from "./tools/ofctl";
import type { OvsStep } from "./tools/ovs";
import type { LocalRuleStep } from "./tools/rules";
import type { SysctlStep } from "./tools/sysctl";

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
