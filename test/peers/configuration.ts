import type { Values } from "../../provider/base/values";

export type Input = [kind: string, args: Values];

/**
 * One configuration of a peer, as resources. Their `host` and `netns` are left out. A configuration with Open vSwitch is on the host
 * itself, where `~` stands for a prefix that no other one has. Each of the others has a network namespace of its own.
 */
export interface Configuration {
	/** The file, or the test or section in it. */
	name: string;
	/** Dummies that are there and up before, and words of `ip link add` for them. */
	nics?: string[];
	/** A script that makes what else is there before. */
	before?: string;
	resources?: Input[];
	/** The resources after the peer's next step. */
	next?: Input[];
	/** Commands for the host after the first step, each with a pattern of its output. */
	shows?: [command: string, pattern: string][];
	/** The form of the errors of resources that the lab's hosts can't have, such as ports of DPDK. */
	refused?: string;
	/** The part of the configuration that is not supported, and the reason. Without `resources`, that is all of it. */
	lacks?: string;
	/** A remark on a configuration that is supported fully. */
	remark?: string;
}

export interface Peer {
	/** The peer and the place of the configurations in its repository. */
	name: string;
	configurations: Configuration[];
}

const rowsOfOvs = ["Bridge", "Port", "OpenVSwitch", "OpenFlowTable", "OpenFlowMeter", "Mirror", "SFlow", "NetFlow", "IPFIX"];

/** True for a configuration with Open vSwitch, whose names are those of the whole host. */
export const isOfHost = ({ resources = [] }: Configuration): boolean =>
	resources.some(([kind, args]) => rowsOfOvs.includes(kind) || args.bridge !== undefined);

/** The same configuration with a prefix in place of each `~`, on a host, and in a namespace if it is not of the whole host. */
export function placed(configuration: Configuration, host: string, prefix: string): Configuration {
	const named = JSON.parse(JSON.stringify(configuration).replaceAll("~", prefix)) as Configuration;
	const netns = isOfHost(configuration) ? {} : { netns: prefix };
	const at = (inputs?: Input[]) => inputs?.map(([kind, args]): Input => [kind, { host, ...netns, ...args }]);
	return { ...named, name: configuration.name, resources: at(named.resources), next: at(named.next) };
}
