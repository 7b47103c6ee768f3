import type { Facts } from "../model/facts";
import { map } from "../tools/ovs-listing";

/** The default target of Neutron's agent: of_listen_address and of_listen_port in its openvswitch_agent.ini. */
const targetOfNeutron = "tcp:127.0.0.1:6633";

/** The program that sets all flows of a bridge as it wants them, where the host's database shows one. */
function programInControl(facts: Facts, bridge: string): string | undefined {
	const { root, bridges, controllers } = facts.ovs;
	const ids = map(root.external_ids);
	if (ids["ovn-remote"] !== undefined && bridge === (ids["ovn-bridge"] ?? "br-int")) return "ovn-controller";
	const uuids = (bridges.get(bridge)?.controller ?? []) as string[];
	return uuids.some((uuid) => controllers.get(uuid)?.target === targetOfNeutron) ? "Neutron's agent" : undefined;
}

/** The warning about flows, groups and meters on a bridge that another program sees as its own. */
export function controlWarnings(facts: Facts, bridge: string): string[] {
	const program = programInControl(facts, bridge);
	return program === undefined
		? []
		: [
				`${program} controls bridge ${bridge}, and deletes flows, groups and meters there that are not its own when it starts or connects again. Then pulumi up --refresh adds these again. Use a bridge of your own, connected by a patch port`,
			];
}
