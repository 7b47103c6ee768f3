import type { Facts } from "../../model/facts";
import { map } from "../../tools/ovs-listing";
import type { OvsStep } from "../../tools/ovs-step";

/** Keys of other_config that the daemon uses after a restart (ovs-vswitchd.conf.db(5)). */
const alwaysLate = ["hw-offload", "userspace-tso-enable"];

/**
 * Keys that the daemon reads once, when it starts to offload flows to hardware, or to use DPDK (`ovsthread_once` in Open vSwitch's lib/).
 */
const ofOffload = ["hw-offload-priority", "n-offload-threads", "offload-rebalance", "tc-policy"];
const ofDpdk = /^(?:dpdk-.*|vhost-sock-dir|vhost-iommu-support|vhost-postcopy-support|per-port-memory|shared-mempool-config)$/;

const isOn = (value: string | undefined): boolean => value !== undefined && /^(?:true|try)$/i.test(value);

/** True where the daemon uses another value of a key only after a restart. `now`: the keys before the change. */
function isLate(key: string, now: Record<string, string>): boolean {
	if (alwaysLate.includes(key)) return true;
	return ofOffload.includes(key) ? isOn(now["hw-offload"]) : ofDpdk.test(key) && isOn(now["dpdk-init"]);
}

function keysIn(step: OvsStep): string[] {
	if (!("column" in step) || step.column !== "other_config") return [];
	return step.op === "put" ? Object.keys(step.entries) : step.op === "remove" ? step.keys : [];
}

/** The steps with a warning where the daemon uses what they change only after a restart. */
export function withRestartWarnings(steps: OvsStep[], facts: Facts): OvsStep[] {
	const now = map(facts.ovs.root.other_config);
	return steps.map((step) => {
		const late = keysIn(step).filter((key) => isLate(key, now));
		if (late.length === 0) return step;
		const what = late.map((key) => `other_config:${key}`).join(", ");
		const warning = `Open vSwitch must be restarted after a change of ${what} (ovs-vswitchd.conf.db(5)), which interrupts its traffic: systemctl restart openvswitch-switch`;
		return { ...step, warning };
	});
}
