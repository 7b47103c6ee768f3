import * as pulumi from "@pulumi/pulumi";
import { named } from "./arguments";
import { checkUnderlay, planMtu } from "./mesh-values";
import { isTunnelled } from "./overlay-checks";
import type { OverlayNetworkArgs } from "./overlay-network-args";
import type { OverlayPlan } from "./overlay-plan";
import { isPlain } from "./vxlan-mesh-plan";

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
