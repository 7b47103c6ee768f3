import type { Facts } from "../model/facts";
import { rowOwner } from "../network/ovs-columns";
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

/**
 * The warning about flows on a bridge of others that does without them while none of its controllers answers (ovs-vsctl(8), "Controller
 * Failure Settings"). Of a bridge of this program, a preview warns.
 */
export function standaloneWarnings(facts: Facts, bridge: string, owners: string[]): string[] {
	const row = facts.ovs.bridges.get(bridge);
	const controllers = (row?.controller ?? []) as string[];
	if (!row || controllers.length === 0 || row.fail_mode === "secure" || owners.includes(rowOwner(row) ?? "")) return [];
	return [
		`bridge ${bridge} has a controller, and its fail_mode is not secure: while no controller answers, the bridge switches by itself, and these flows do not decide`,
	];
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
