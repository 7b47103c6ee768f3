// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Rule. */
export interface RuleArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Address family: "inet" or "inet6". Default: the family of `from` or `to`; "inet" if neither is set. */
	family?: pulumi.Input<"inet" | "inet6" | "ipv4" | "ipv6" | 4 | 6>;
	/** Priority. Rules are tried in order, the lowest number first. Family and priority identify the rule. */
	priority: pulumi.Input<number>;
	/** Source of the packets: a network or an address. Default: all. */
	from?: pulumi.Input<string>;
	/** Destination of the packets: a network or an address. Default: all. */
	to?: pulumi.Input<string>;
	/** The device on which the packets arrive. */
	iif?: pulumi.Input<string>;
	/** The device that a local socket is bound to. */
	oif?: pulumi.Input<string>;
	/** Firewall mark of the packets. */
	fwmark?: pulumi.Input<number | string>;
	/** Bits of the mark that are compared. Default: all bits. */
	fwmask?: pulumi.Input<number | string>;
	/** IP protocol: a name or a number. */
	ipproto?: pulumi.Input<number | string>;
	/** Source port, or a range of source ports. */
	sport?: pulumi.Input<number | string>;
	/** Destination port, or a range of destination ports. */
	dport?: pulumi.Input<number | string>;
	/**
	 * Look up the table of the packet's VRF.
	 *
	 * @default false
	 */
	l3mdev?: pulumi.Input<boolean>;
	/**
	 * Invert the match: the rule applies to packets that do not match.
	 *
	 * @default false
	 */
	not?: pulumi.Input<boolean>;
	/** Ignore routes whose prefix length is this or shorter, 0 to 128. */
	suppressPrefixlength?: pulumi.Input<number>;
	/** Continue at the rule with this priority. */
	goto?: pulumi.Input<number>;
	/** The routing table to look up. */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** The VRF whose table to look up. */
	vrf?: pulumi.Input<string>;
	/** What the rule does instead of looking up a table. */
	action?: pulumi.Input<"lookup" | "blackhole" | "unreachable" | "prohibit" | "nop">;
	/** Network namespace of the rule. Default: the host's own namespace. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a Rule that it only reads. */
export type RuleState = Partial<RuleArgs>;

const shape: Shape = {
	kind: "Rule",
	inputs: ["host", "family", "priority", "from", "to", "iif", "oif", "fwmark", "fwmask", "ipproto", "sport", "dport", "l3mdev", "not", "suppressPrefixlength", "goto", "table", "vrf", "action", "netns", "adopt"],
	computed: [],
	namedByResource: false,
	refers: [{"thing":"device","orderOnly":true,"path":["vrf"]}, {"thing":"netns","path":["netns"]}],
	makes: [],
};

/** A policy routing rule: it selects the routing table for matching packets. Rules of this provider have protocol 250. */
export class Rule extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]Rule/<family>/<priority>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: RuleState, opts?: pulumi.CustomResourceOptions): Rule;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Rule;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Rule {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Rule(name, state as RuleArgs, opts);
	}

	/** True for a Rule, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Rule {
		return isKind(value, "Rule");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Address family: "inet" or "inet6". Default: the family of `from` or `to`; "inet" if neither is set. */
	declare readonly family: pulumi.Output<"inet" | "inet6" | "ipv4" | "ipv6" | 4 | 6 | undefined>;
	/** Priority. Rules are tried in order, the lowest number first. Family and priority identify the rule. */
	declare readonly priority: pulumi.Output<number>;
	/** Source of the packets: a network or an address. Default: all. */
	declare readonly from: pulumi.Output<string | undefined>;
	/** Destination of the packets: a network or an address. Default: all. */
	declare readonly to: pulumi.Output<string | undefined>;
	/** The device on which the packets arrive. */
	declare readonly iif: pulumi.Output<string | undefined>;
	/** The device that a local socket is bound to. */
	declare readonly oif: pulumi.Output<string | undefined>;
	/** Firewall mark of the packets. */
	declare readonly fwmark: pulumi.Output<number | string | undefined>;
	/** Bits of the mark that are compared. Default: all bits. */
	declare readonly fwmask: pulumi.Output<number | string | undefined>;
	/** IP protocol: a name or a number. */
	declare readonly ipproto: pulumi.Output<number | string | undefined>;
	/** Source port, or a range of source ports. */
	declare readonly sport: pulumi.Output<number | string | undefined>;
	/** Destination port, or a range of destination ports. */
	declare readonly dport: pulumi.Output<number | string | undefined>;
	/**
	 * Look up the table of the packet's VRF.
	 *
	 * @default false
	 */
	declare readonly l3mdev: pulumi.Output<boolean | undefined>;
	/**
	 * Invert the match: the rule applies to packets that do not match.
	 *
	 * @default false
	 */
	declare readonly not: pulumi.Output<boolean | undefined>;
	/** Ignore routes whose prefix length is this or shorter, 0 to 128. */
	declare readonly suppressPrefixlength: pulumi.Output<number | undefined>;
	/** Continue at the rule with this priority. */
	declare readonly goto: pulumi.Output<number | undefined>;
	/** The routing table to look up. */
	declare readonly table: pulumi.Output<number | "main" | "default" | "local" | undefined>;
	/** The VRF whose table to look up. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** What the rule does instead of looking up a table. */
	declare readonly action: pulumi.Output<"lookup" | "blackhole" | "unreachable" | "prohibit" | "nop" | undefined>;
	/** Network namespace of the rule. Default: the host's own namespace. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: RuleArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
