// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Rule. */
export interface RuleArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Address family: `inet` (IPv4) or `inet6` (IPv6).
	 *
	 * @default the family of `from` or `to`; `inet` if neither is set
	 */
	family?: pulumi.Input<"inet" | "inet6" | "ipv4" | "ipv6" | 4 | 6>;
	/**
	 * Priority, 1 to 4294967295. Rules are tried in order, the lowest number first. Several rules can have one priority; the order among them is not kept, so that rules that match the same packets need priorities of their own. If the priority changes, the new rule is added before the old one is deleted. Required with `adopt`.
	 *
	 * @default a number from 20000 to 29999 that no rule of the program has yet, which the rule keeps
	 */
	priority?: pulumi.Input<number>;
	/**
	 * Source of the packets: a network, an address or `all`.
	 *
	 * @default "all"
	 */
	from?: pulumi.Input<string>;
	/**
	 * Destination of the packets: a network, an address or `all`.
	 *
	 * @default "all"
	 */
	to?: pulumi.Input<string>;
	/**
	 * Device on which the packets arrive.
	 *
	 * @default any
	 */
	iif?: pulumi.Input<string>;
	/**
	 * Device that a local socket is bound to.
	 *
	 * @default any
	 */
	oif?: pulumi.Input<string>;
	/**
	 * Firewall mark of the packets: a number of 32 bits, also as text such as `0x10`.
	 *
	 * @default any
	 */
	fwmark?: pulumi.Input<number | string>;
	/**
	 * Bits of the mark that are compared. Needs `fwmark`.
	 *
	 * @default all bits
	 */
	fwmask?: pulumi.Input<number | string>;
	/**
	 * IP protocol: a name or a number.
	 *
	 * @default any
	 */
	ipproto?: pulumi.Input<number | string>;
	/**
	 * Source port or range, such as `1000-2000`. Needs `ipproto` tcp, udp or sctp.
	 *
	 * @default any
	 */
	sport?: pulumi.Input<number | string>;
	/**
	 * Destination port or range, such as `1000-2000`. Needs `ipproto` tcp, udp or sctp.
	 *
	 * @default any
	 */
	dport?: pulumi.Input<number | string>;
	/**
	 * ToS (traffic class) of the packets, in steps of 4: 4 to 28 for IPv4, 4 to 252 for IPv6. The two lowest bits are for congestion (ECN). 0 means any.
	 *
	 * @default any
	 */
	tos?: pulumi.Input<number>;
	/**
	 * User id, or range of user ids such as `1000-1999`, of the local socket that sends the packets, 0 to 4294967294.
	 *
	 * @default any
	 */
	uidrange?: pulumi.Input<number | string>;
	/**
	 * Invert the match as a whole: the rule applies to packets that do not match all of the fields. With `from` and `iif`, it applies also to packets from this network on another device.
	 *
	 * @default false
	 */
	not?: pulumi.Input<boolean>;
	/** Routing table to look up: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255). */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** VRF whose table to look up. */
	vrf?: pulumi.Input<string>;
	/**
	 * Look up the table of the packet's VRF. With `action` blackhole, unreachable or prohibit: do this to packets of any VRF instead, such as those that have found no route in the VRF's table.
	 *
	 * @default false
	 */
	l3mdev?: pulumi.Input<boolean>;
	/** Continue at the rule with this priority, which must be a later one. */
	goto?: pulumi.Input<number>;
	/**
	 * Action in place of a look-up. `blackhole`: drop the packet. `unreachable` and `prohibit`: drop the packet with an ICMP error. `nop`: continue with the next rule.
	 *
	 * @default "lookup"
	 */
	action?: pulumi.Input<"lookup" | "blackhole" | "unreachable" | "prohibit" | "nop">;
	/** Ignore found routes whose prefix length is this or shorter, 0 to 128. Only with `table` or `vrf`. */
	suppressPrefixlength?: pulumi.Input<number>;
	/**
	 * Network namespace of the rule.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an existing rule of this family and priority with the same match and action; or the only one with the same match, whose action is changed. A rule with another match stays. At destroy, the rule stays with its own protocol number, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to Rule.get. */
export type RuleState = Partial<RuleArgs>;

const shape: Shape = {
	kind: "Rule",
	inputs: ["host", "family", "priority", "from", "to", "iif", "oif", "fwmark", "fwmask", "ipproto", "sport", "dport", "tos", "uidrange", "not", "table", "vrf", "l3mdev", "goto", "action", "suppressPrefixlength", "netns", "adopt"],
	computed: [],
	filledIn: ["family", "priority"],
	namedByResource: false,
	refers: [{"sort":"device","orderOnly":true,"path":["vrf"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** A rule of policy routing, which selects the routing table for matching packets. A rule has one of `table`, `vrf`, `l3mdev`, `goto`, or an `action` other than `lookup`. Rules of this provider have protocol 250. */
export class Rule extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Rule/<family>/<priority>[/<label>]`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: RuleState, opts?: pulumi.CustomResourceOptions): Rule;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Rule;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Rule {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Rule(name, state as RuleArgs, opts);
	}

	/** True if a value is a Rule, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Rule {
		return isKind(value, "Rule");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Address family: `inet` (IPv4) or `inet6` (IPv6).
	 *
	 * @default the family of `from` or `to`; `inet` if neither is set
	 */
	declare readonly family: pulumi.Output<"inet" | "inet6" | "ipv4" | "ipv6" | 4 | 6 | undefined>;
	/**
	 * Priority, 1 to 4294967295. Rules are tried in order, the lowest number first. Several rules can have one priority; the order among them is not kept, so that rules that match the same packets need priorities of their own. If the priority changes, the new rule is added before the old one is deleted. Required with `adopt`.
	 *
	 * @default a number from 20000 to 29999 that no rule of the program has yet, which the rule keeps
	 */
	declare readonly priority: pulumi.Output<number | undefined>;
	/**
	 * Source of the packets: a network, an address or `all`.
	 *
	 * @default "all"
	 */
	declare readonly from: pulumi.Output<string | undefined>;
	/**
	 * Destination of the packets: a network, an address or `all`.
	 *
	 * @default "all"
	 */
	declare readonly to: pulumi.Output<string | undefined>;
	/**
	 * Device on which the packets arrive.
	 *
	 * @default any
	 */
	declare readonly iif: pulumi.Output<string | undefined>;
	/**
	 * Device that a local socket is bound to.
	 *
	 * @default any
	 */
	declare readonly oif: pulumi.Output<string | undefined>;
	/**
	 * Firewall mark of the packets: a number of 32 bits, also as text such as `0x10`.
	 *
	 * @default any
	 */
	declare readonly fwmark: pulumi.Output<number | string | undefined>;
	/**
	 * Bits of the mark that are compared. Needs `fwmark`.
	 *
	 * @default all bits
	 */
	declare readonly fwmask: pulumi.Output<number | string | undefined>;
	/**
	 * IP protocol: a name or a number.
	 *
	 * @default any
	 */
	declare readonly ipproto: pulumi.Output<number | string | undefined>;
	/**
	 * Source port or range, such as `1000-2000`. Needs `ipproto` tcp, udp or sctp.
	 *
	 * @default any
	 */
	declare readonly sport: pulumi.Output<number | string | undefined>;
	/**
	 * Destination port or range, such as `1000-2000`. Needs `ipproto` tcp, udp or sctp.
	 *
	 * @default any
	 */
	declare readonly dport: pulumi.Output<number | string | undefined>;
	/**
	 * ToS (traffic class) of the packets, in steps of 4: 4 to 28 for IPv4, 4 to 252 for IPv6. The two lowest bits are for congestion (ECN). 0 means any.
	 *
	 * @default any
	 */
	declare readonly tos: pulumi.Output<number | undefined>;
	/**
	 * User id, or range of user ids such as `1000-1999`, of the local socket that sends the packets, 0 to 4294967294.
	 *
	 * @default any
	 */
	declare readonly uidrange: pulumi.Output<number | string | undefined>;
	/**
	 * Invert the match as a whole: the rule applies to packets that do not match all of the fields. With `from` and `iif`, it applies also to packets from this network on another device.
	 *
	 * @default false
	 */
	declare readonly not: pulumi.Output<boolean | undefined>;
	/** Routing table to look up: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255). */
	declare readonly table: pulumi.Output<number | "main" | "default" | "local" | undefined>;
	/** VRF whose table to look up. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/**
	 * Look up the table of the packet's VRF. With `action` blackhole, unreachable or prohibit: do this to packets of any VRF instead, such as those that have found no route in the VRF's table.
	 *
	 * @default false
	 */
	declare readonly l3mdev: pulumi.Output<boolean | undefined>;
	/** Continue at the rule with this priority, which must be a later one. */
	declare readonly goto: pulumi.Output<number | undefined>;
	/**
	 * Action in place of a look-up. `blackhole`: drop the packet. `unreachable` and `prohibit`: drop the packet with an ICMP error. `nop`: continue with the next rule.
	 *
	 * @default "lookup"
	 */
	declare readonly action: pulumi.Output<"lookup" | "blackhole" | "unreachable" | "prohibit" | "nop" | undefined>;
	/** Ignore found routes whose prefix length is this or shorter, 0 to 128. Only with `table` or `vrf`. */
	declare readonly suppressPrefixlength: pulumi.Output<number | undefined>;
	/**
	 * Network namespace of the rule.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an existing rule of this family and priority with the same match and action; or the only one with the same match, whose action is changed. A rule with another match stays. At destroy, the rule stays with its own protocol number, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: RuleArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
