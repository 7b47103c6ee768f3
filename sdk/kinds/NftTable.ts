// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of NftTableChain that are the same in every case. */
export interface CommonNftTableChainArgs {
	/** Comment on the chain. */
	comment?: pulumi.Input<string>;
	/** Rules in order, each in nft syntax. Use `iifname` and `oifname` for devices other than lo, and sets with the flag `dynamic` for `meter`. Different spellings of a rule are no difference: rules are compared in the form that nft prints. */
	rules?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain: without `hook`. */
export interface RegularNftTableChainArgs extends CommonNftTableChainArgs {
	/** Not set in this case. */
	hook?: undefined;
	/** Not allowed here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	type?: undefined;
	/** Not allowed here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	priority?: undefined;
	/** Not allowed here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	policy?: undefined;
	/** Not allowed here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	devices?: undefined;
}

/** The arguments of NftTableChain: `hook` "prerouting", "input", "forward", "output", "postrouting". */
export interface BaseNftTableChainArgs extends CommonNftTableChainArgs {
	/** Hook at which packets enter a base chain. */
	hook: "prerouting" | "input" | "forward" | "output" | "postrouting";
	/** Type of a base chain. `filter`: accept or drop packets. `nat`: translate addresses. `route`: route packets again after a change. */
	type: pulumi.Input<"filter" | "nat" | "route">;
	/** Priority of a base chain among the chains of its hook: a number, or a name such as `dstnat - 5`. Chains with lower numbers see packets first. */
	priority: pulumi.Input<number | string>;
	/**
	 * What happens to packets that match no rule of a base chain.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Not allowed here: it is only for the hooks ingress and egress. */
	devices?: undefined;
}

/** The arguments of NftTableChain: `hook` "ingress", "egress". */
export interface DeviceNftTableChainArgs extends CommonNftTableChainArgs {
	/** Hook at which packets enter a base chain. */
	hook: "ingress" | "egress";
	/** Type of a base chain. `filter`: accept or drop packets. `nat`: translate addresses. `route`: route packets again after a change. */
	type: pulumi.Input<"filter" | "nat" | "route">;
	/** Priority of a base chain among the chains of its hook: a number, or a name such as `dstnat - 5`. Chains with lower numbers see packets first. */
	priority: pulumi.Input<number | string>;
	/**
	 * What happens to packets that match no rule of a base chain.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Devices of a base chain at the hook ingress or egress. */
	devices: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain: `hook` as an output: the fields that go together are checked when its value is known. */
export interface AnyNftTableChainArgs extends CommonNftTableChainArgs {
	/** Hook at which packets enter a base chain. */
	hook: pulumi.Output<"prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress"> | Promise<"prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress">;
	/** Type of a base chain. `filter`: accept or drop packets. `nat`: translate addresses. `route`: route packets again after a change. */
	type?: pulumi.Input<"filter" | "nat" | "route">;
	/** Priority of a base chain among the chains of its hook: a number, or a name such as `dstnat - 5`. Chains with lower numbers see packets first. */
	priority?: pulumi.Input<number | string>;
	/**
	 * What happens to packets that match no rule of a base chain.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Devices of a base chain at the hook ingress or egress. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A value of `chains` of NftTable. */
export type NftTableChainArgs =
	| RegularNftTableChainArgs
	| BaseNftTableChainArgs
	| DeviceNftTableChainArgs
	| AnyNftTableChainArgs;

/** A value of `chains` of NftTable, as an output. */
export interface NftTableChain {
	/** Type of a base chain. `filter`: accept or drop packets. `nat`: translate addresses. `route`: route packets again after a change. */
	type?: "filter" | "nat" | "route";
	/**
	 * Hook at which packets enter a base chain.
	 *
	 * @default the chain is entered only by jump and goto
	 */
	hook?: "prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress";
	/** Priority of a base chain among the chains of its hook: a number, or a name such as `dstnat - 5`. Chains with lower numbers see packets first. */
	priority?: number | string;
	/**
	 * What happens to packets that match no rule of a base chain.
	 *
	 * @default "accept"
	 */
	policy?: "accept" | "drop";
	/** Devices of a base chain at the hook ingress or egress. */
	devices?: string[];
	/** Comment on the chain. */
	comment?: string;
	/** Rules in order, each in nft syntax. Use `iifname` and `oifname` for devices other than lo, and sets with the flag `dynamic` for `meter`. Different spellings of a rule are no difference: rules are compared in the form that nft prints. */
	rules?: string[];
}

/** A value of `sets` of NftTable. */
export interface NftTableSetArgs {
	/** Type of the elements, such as `ipv4_addr`, `ifname . inet_service`, or `typeof ip saddr`. */
	type: pulumi.Input<string>;
	/** Flags of the set. `constant`: elements never change. `dynamic`: rules add elements. `interval`: elements may be ranges. `timeout`: elements may expire. */
	flags?: pulumi.Input<pulumi.Input<"constant" | "dynamic" | "interval" | "timeout">[]>;
	/**
	 * Default lifetime of an element, such as `30s` or `1h`.
	 *
	 * @default elements do not expire
	 */
	timeout?: pulumi.Input<string>;
	/**
	 * Maximum number of elements.
	 *
	 * @default no limit; with the flag dynamic 65535
	 */
	size?: pulumi.Input<number>;
	/** Comment on the set. */
	comment?: pulumi.Input<string>;
	/**
	 * Time between two removals of expired elements, such as `1m`. Needs the flag timeout.
	 *
	 * @default the kernel decides
	 */
	gcInterval?: pulumi.Input<string>;
	/**
	 * Merge elements that overlap or are next to each other. Needs the flag interval.
	 *
	 * @default false
	 */
	autoMerge?: pulumi.Input<boolean>;
	/** Elements of the set. In a set with the flag dynamic or timeout, elements that rules have added stay. */
	elements?: pulumi.Input<pulumi.Input<string | number>[]>;
}

/** A value of `sets` of NftTable, as an output. */
export interface NftTableSet {
	/** Type of the elements, such as `ipv4_addr`, `ifname . inet_service`, or `typeof ip saddr`. */
	type: string;
	/** Flags of the set. `constant`: elements never change. `dynamic`: rules add elements. `interval`: elements may be ranges. `timeout`: elements may expire. */
	flags?: ("constant" | "dynamic" | "interval" | "timeout")[];
	/**
	 * Default lifetime of an element, such as `30s` or `1h`.
	 *
	 * @default elements do not expire
	 */
	timeout?: string;
	/**
	 * Maximum number of elements.
	 *
	 * @default no limit; with the flag dynamic 65535
	 */
	size?: number;
	/** Comment on the set. */
	comment?: string;
	/**
	 * Time between two removals of expired elements, such as `1m`. Needs the flag timeout.
	 *
	 * @default the kernel decides
	 */
	gcInterval?: string;
	/**
	 * Merge elements that overlap or are next to each other. Needs the flag interval.
	 *
	 * @default false
	 */
	autoMerge?: boolean;
	/** Elements of the set. In a set with the flag dynamic or timeout, elements that rules have added stay. */
	elements?: (string | number)[];
}

/** A value of `maps` of NftTable. */
export interface NftTableMapArgs {
	/** Type of the keys, such as `ipv4_addr`, or `typeof ip saddr`. */
	type: pulumi.Input<string>;
	/** Type of the values, such as `verdict`, `ipv4_addr`, `mark` or `counter`. If `type` begins with `typeof`: an expression such as `ct zone`. */
	value: pulumi.Input<string>;
	/** Flags of the map. `constant`: elements never change. `dynamic`: rules add elements. `interval`: elements may be ranges. `timeout`: elements may expire. */
	flags?: pulumi.Input<pulumi.Input<"constant" | "dynamic" | "interval" | "timeout">[]>;
	/**
	 * Default lifetime of an element, such as `30s` or `1h`.
	 *
	 * @default elements do not expire
	 */
	timeout?: pulumi.Input<string>;
	/**
	 * Maximum number of elements.
	 *
	 * @default no limit; with the flag dynamic 65535
	 */
	size?: pulumi.Input<number>;
	/** Comment on the map. */
	comment?: pulumi.Input<string>;
	/** Elements of the map. In a map with the flag dynamic or timeout, elements that rules have added stay. Example: `{ "192.0.2.4": "jump tenant1" }`. */
	elements?: pulumi.Input<{ [key: string]: pulumi.Input<string | number> }>;
}

/** A value of `maps` of NftTable, as an output. */
export interface NftTableMap {
	/** Type of the keys, such as `ipv4_addr`, or `typeof ip saddr`. */
	type: string;
	/** Type of the values, such as `verdict`, `ipv4_addr`, `mark` or `counter`. If `type` begins with `typeof`: an expression such as `ct zone`. */
	value: string;
	/** Flags of the map. `constant`: elements never change. `dynamic`: rules add elements. `interval`: elements may be ranges. `timeout`: elements may expire. */
	flags?: ("constant" | "dynamic" | "interval" | "timeout")[];
	/**
	 * Default lifetime of an element, such as `30s` or `1h`.
	 *
	 * @default elements do not expire
	 */
	timeout?: string;
	/**
	 * Maximum number of elements.
	 *
	 * @default no limit; with the flag dynamic 65535
	 */
	size?: number;
	/** Comment on the map. */
	comment?: string;
	/** Elements of the map. In a map with the flag dynamic or timeout, elements that rules have added stay. Example: `{ "192.0.2.4": "jump tenant1" }`. */
	elements?: { [key: string]: string | number };
}

/** A value of `flowtables` of NftTable. */
export interface NftTableFlowtableArgs {
	/**
	 * Priority of the flowtable at the ingress hook: a number or a name.
	 *
	 * @default "filter"
	 */
	priority?: pulumi.Input<number | string>;
	/** Devices between which flows are offloaded. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Let the devices' hardware forward the flows. The update fails if a device does not support this.
	 *
	 * @default false
	 */
	hardwareOffload?: pulumi.Input<boolean>;
	/**
	 * Count the packets of offloaded flows in conntrack.
	 *
	 * @default false
	 */
	counter?: pulumi.Input<boolean>;
}

/** A value of `flowtables` of NftTable, as an output. */
export interface NftTableFlowtable {
	/**
	 * Priority of the flowtable at the ingress hook: a number or a name.
	 *
	 * @default "filter"
	 */
	priority?: number | string;
	/** Devices between which flows are offloaded. */
	devices?: string[];
	/**
	 * Let the devices' hardware forward the flows. The update fails if a device does not support this.
	 *
	 * @default false
	 */
	hardwareOffload?: boolean;
	/**
	 * Count the packets of offloaded flows in conntrack.
	 *
	 * @default false
	 */
	counter?: boolean;
}

/** The arguments of NftTable. */
export interface NftTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Address family: the packets that the table sees. `inet`: IPv4 and IPv6. */
	family: pulumi.Input<"ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev">;
	/**
	 * Name of the table.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/** Named objects of the table, by sort and name, each with the text that nft has between its braces: `{ "counter web": "", "quota guests": "25 mbytes", "ct helper ftp": "type \"ftp\" protocol tcp" }`. Counters and used quotas are no difference, and stay while the object does not change. */
	objects?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Chains of the table, by name. */
	chains?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableChainArgs> }>;
	/** Sets of the table, by name. */
	sets?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableSetArgs> }>;
	/** Maps and verdict maps of the table, by name. */
	maps?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableMapArgs> }>;
	/** Flowtables of the table, by name. */
	flowtables?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableFlowtableArgs> }>;
	/**
	 * Network namespace of the table.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an existing table. At destroy, the table stays, with its former content.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to NftTable.get. */
export type NftTableState = Partial<NftTableArgs>;

const shape: Shape = {
	kind: "NftTable",
	inputs: ["host", "family", "name", "objects", "chains", "sets", "maps", "flowtables", "netns", "adopt"],
	computed: ["handle"],
	filledIn: [],
	namedByResource: true,
	refers: [{"sort":"device","path":["chains","*","devices","*"]}, {"sort":"device","path":["flowtables","*","devices","*"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** A table of nftables with its chains, sets, maps, flowtables and named objects. The resource owns the whole table: everything that is added by hand is drift. A change is one transaction with as few statements as possible. Rules, sets and flows that do not change keep their counters, elements and state. A set or map of intervals that gets or loses the element `*` or loses a pattern such as `tap*`, and a map of intervals with `*` in which any element changes, is recreated: counters of its elements and of the rules that name it start at 0. */
export class NftTable extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]NftTable/<family>/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NftTableState, opts?: pulumi.CustomResourceOptions): NftTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NftTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): NftTable {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new NftTable(name, state as NftTableArgs, opts);
	}

	/** True if a value is a NftTable, even one from another copy of this package. */
	static override isInstance(value: unknown): value is NftTable {
		return isKind(value, "NftTable");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Address family: the packets that the table sees. `inet`: IPv4 and IPv6. */
	declare readonly family: pulumi.Output<"ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev">;
	/**
	 * Name of the table.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** Named objects of the table, by sort and name, each with the text that nft has between its braces: `{ "counter web": "", "quota guests": "25 mbytes", "ct helper ftp": "type \"ftp\" protocol tcp" }`. Counters and used quotas are no difference, and stay while the object does not change. */
	declare readonly objects: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Chains of the table, by name. */
	declare readonly chains: pulumi.Output<{ [key: string]: NftTableChain } | undefined>;
	/** Sets of the table, by name. */
	declare readonly sets: pulumi.Output<{ [key: string]: NftTableSet } | undefined>;
	/** Maps and verdict maps of the table, by name. */
	declare readonly maps: pulumi.Output<{ [key: string]: NftTableMap } | undefined>;
	/** Flowtables of the table, by name. */
	declare readonly flowtables: pulumi.Output<{ [key: string]: NftTableFlowtable } | undefined>;
	/**
	 * Network namespace of the table.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an existing table. At destroy, the table stays, with its former content.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Handle of the table in the kernel. */
	declare readonly handle: pulumi.Output<number>;

	constructor(name: string, args: NftTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
