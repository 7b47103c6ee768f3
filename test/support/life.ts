import type { Values } from "../../provider/base/values";
import { ovsTables } from "../../provider/tools/ovs-listing";
import { Made, newRun } from "./kind";
import { changed } from "./snapshot";

// What tests do with many resources at the same time. A fault is a result, so that it can be told whose it is.

/** A created resource; an error with what a failed create has left, if it has left something. */
export interface Creation {
	made?: Made;
	error?: string;
	half?: Made;
}

export const messageOf = (error: unknown): string => (error as Error).message;

export async function tryCreate(kind: string, args: Values): Promise<Creation> {
	try {
		return { made: await Made.create(kind, args) };
	} catch (error) {
		const left = (error as Values).properties !== undefined;
		return { error: messageOf(error), ...(left ? { half: Made.fromError(kind, args, error as Values) } : {}) };
	}
}

/** The message of each one that fails, in the order of the resources; undefined where nothing failed. */
export async function messagesOf<T>(all: T[], action: (one: T) => Promise<unknown>): Promise<(string | undefined)[]> {
	const results = await Promise.allSettled(all.map(action));
	return results.map((result) => (result.status === "rejected" ? messageOf(result.reason) : undefined));
}

/** Refreshes all resources in a new run, and says for each in what way the next plan is not empty. */
export async function driftsOf(all: Made[]): Promise<(string | undefined)[]> {
	await newRun();
	const states = await Promise.allSettled(all.map((made) => made.refresh()));
	const drifts: (string | undefined)[] = [];
	for (const [i, made] of all.entries()) {
		const read = states[i] as PromiseSettledResult<Values | false>;
		if (read.status === "rejected") drifts.push(messageOf(read.reason));
		else if (read.value === false) drifts.push("the refresh does not find it");
		else
			drifts.push((await made.diff()) === undefined ? undefined : `the next plan is not empty: ${made.differences().join("; ")}`);
	}
	return drifts;
}

/** Columns of OVSDB that Open vSwitch changes by itself. */
const volatile = [
	...["statistics", "status", "cur_cfg", "next_cfg", "link_resets", "lacp_current", "rstp_status", "rstp_statistics"],
	...["bond_active_slave", "admin_state", "link_state", "link_speed", "duplex", "mac_in_use", "ofport", "ifindex", "error"],
	...["mtu", "is_connected", "role"],
].join("|");

/** Lists the rows of OVSDB, without what changes by itself. */
export const listOvs = `ovs-vsctl ${Object.keys(ovsTables)
	.map((table) => `-- list ${table}`)
	.join(" ")} | grep -Ev '^(${volatile}|bfd_status|cfm_[a-z_]*) *:'`;

/** Lists the files that the provider keeps on a host. */
export const listFiles = `[ ! -e /run/pulumi-ovs ] || find /run/pulumi-ovs | sort
find /etc/modules-load.d /etc/sudoers.d -type f 2>/dev/null | sort`;

/** The lines of what was listed, without states that settle by themselves. */
export const settledLines = (text: string): string[] =>
	text.split("\n").map((line) => line.replace(/ (tentative|dadfailed)\b| qdisc \w+| \w+_timer +[\d.]+/g, ""));

/** Compares snapshots until they are equal, or the difference has stayed for some seconds. */
export async function lastingChanges(before: string[], look: () => Promise<string[]>, seconds = 4): Promise<string[]> {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const lines = changed(before, await look());
		if (lines.length === 0 || Date.now() > end) return lines;
	}
}
