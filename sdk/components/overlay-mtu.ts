import * as pulumi from "@pulumi/pulumi";
import { isPlain, named } from "./arguments";
import { checkUnderlay, planMtu } from "./mesh-values";
import { isTunnelled } from "./overlay-checks";
import type { OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import { networksOf } from "./overlay-plan";
import type { OverlayPlan } from "./overlay-plan-types";

const tagBytes = 4;

/** What the underlay leaves each network of its MTU. Checks the underlay addresses, at once where they are plain. */
export function networkMtus(
	name: string,
	{ hosts, underlayMtu = 1500 }: OverlayNetworkArgs,
	plan: OverlayPlan,
): pulumi.Output<{ [network: string]: number }> {
	const addresses = hosts.map(({ address }) => address);
	const check = (all: string[]) =>
		named(name, () => {
			const family = checkUnderlay([...plan.hosts.keys()], all);
			const mtus = [...plan.networks.values()].map(({ name, type }): [string, number] => [
				name,
				isTunnelled(type) ? planMtu(type, family, underlayMtu, undefined) : underlayMtu,
			]);
			return Object.fromEntries(mtus);
		});
	return isPlain(addresses) ? pulumi.output(check(addresses as string[])) : pulumi.all(addresses).apply(check);
}

/**
 * What a port's device can send at most: to each network of a trunk, whose tags end on the host; and, where the workload's tags go
 * along (QinQ), with a tag.
 */
export const portMtu = (port: OverlayPort, mode: string | undefined, mtus: { [network: string]: number }): number =>
	Math.min(...networksOf(port).map((network) => mtus[network] ?? 0)) - (mode === "dot1q-tunnel" ? tagBytes : 0);
