import type { IpStep } from "./ip";
import type { LocalRuleStep } from "./ip-rule";
import type { JournalStep } from "./journal";
import type { NftStep } from "./nft";
import type { FloodStep, OfctlStep } from "./ovs-ofctl";
import type { OvsStep } from "./ovs-vsctl";
import type { SysctlStep } from "./sysctl";

/** A change as a value, never shell text. Each tool's file says how its steps become one call. */
export type Step = OvsStep | IpStep | SysctlStep | JournalStep | LocalRuleStep | NftStep | OfctlStep | FloodStep;
