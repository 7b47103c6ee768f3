import * as pulumi from "@pulumi/pulumi";
import { isPlain, withComponentName } from "./arguments";
import { checkUnderlay } from "./mesh-addresses";
import { planMtu } from "./mesh-mtu";
import type { OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import { isTunnelType } from "./overlay-networks";
import { networksOf } from "./overlay-plan";
import type { OverlayPlan } from "./overlay-plan-types";

const tagBytes = 4;

/** The MTU of each network in bytes. Checks the underlay addresses; if all are plain, errors are thrown by this call. */
export function networkMtus(
	name: string,
	{ hosts, underlayMtu = 1500 }: OverlayNetworkArgs,
	plan: OverlayPlan,
): pulumi.Output<{ [network: string]: number }> {
	const addresses = hosts.map(({ address }) => address);
	const check = (all: string[]) =>
		withComponentName("OverlayNetwork", name, () => {
			const family = checkUnderlay([...plan.hosts.keys()], all);
			const mtus = [...plan.networks.values()].map(({ name, type }): [string, number] => [
				name,
				isTunnelType(type) ? planMtu(type, family, underlayMtu, undefined) : underlayMtu,
			]);
			return Object.fromEntries(mtus);
		});
	return isPlain(addresses) ? pulumi.output(check(addresses as string[])) : pulumi.all(addresses).apply(check);
}

/**
 * The MTU of a port's device: the smallest MTU of its networks. The tags of a trunk are removed on the host, so they need no
 * space. The tags of a dot1q-tunnel port (QinQ) stay in the frame, so they need 4 bytes.
 */
export const portMtu = (port: OverlayPort, mode: string | undefined, mtus: { [network: string]: number }): number =>
	Math.min(...networksOf(port).map((network) => mtus[network] ?? 0)) - (mode === "dot1q-tunnel" ? tagBytes : 0);
