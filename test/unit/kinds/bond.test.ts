import { previousKey } from "../../../provider/base/state-fields";
import type { Values } from "../../../provider/base/values";
import { bondModes } from "../../../provider/kinds/link/bond";
import { bondOptions, isInMode } from "../../../provider/kinds/link/bond-options";
import type { Facts } from "../../../provider/model/facts";
import type { Operation } from "../../../provider/plan/operation";
import { plan } from "../../../provider/plan/plan";
import { planRollback } from "../../../provider/plan/plan-rollback";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { planUndo, readsOfUndo } from "../../../provider/plan/undo";
import { problems } from "../../../provider/plan/verify";
import type { Call } from "../../../provider/tools/call";
import { calls } from "../../../provider/tools/script";
import { kindNamed, operationOf, owner } from "../support/cases";
import { factsOf } from "../support/compact";
import { programWith } from "../support/program";

/** Options in the order in which bond_changelink() of drivers/net/bonding/bond_netlink.c sets those of one message. */
const order = [
	...["mode", "miimon", "updelay", "downdelay", "primary_reselect", "xmit_hash_policy", "resend_igmp", "num_grat_arp"],
	...["all_slaves_active", "min_links", "lp_interval", "packets_per_slave", "lacp_active", "lacp_rate", "ad_select"],
	...["ad_actor_sys_prio", "ad_user_port_key", "ad_actor_system", "tlb_dynamic_lb"],
];

/** The modes in which the kernel takes an option: the others are its `unsuppmodes` in bond_opts[]. */
const modesOf: Record<string, string[]> = {
	...{ lacp_active: ["802.3ad"], lacp_rate: ["802.3ad"], ad_actor_sys_prio: ["802.3ad"], ad_user_port_key: ["802.3ad"] },
	...{ ad_actor_system: ["802.3ad"], packets_per_slave: ["balance-rr"], tlb_dynamic_lb: ["balance-tlb", "balance-alb"] },
};
const onlyDown = ["mode", "lacp_active", "lacp_rate", "ad_select", "ad_user_port_key", "tlb_dynamic_lb"];
const listedOnlyWithLacp = ["ad_actor_sys_prio", "ad_user_port_key", "ad_actor_system"];
const delays = ["updelay", "downdelay"];

const defaults = (): Record<string, string> => ({
	...{ miimon: "100", updelay: "0", downdelay: "0", primary_reselect: "always", xmit_hash_policy: "layer2" },
	...{ resend_igmp: "1", num_grat_arp: "1", all_slaves_active: "0", min_links: "0", lp_interval: "1", packets_per_slave: "1" },
	...{ lacp_active: "on", lacp_rate: "slow", ad_select: "stable", ad_actor_sys_prio: "65535", ad_user_port_key: "0" },
	...{ ad_actor_system: "00:00:00:00:00:00", tlb_dynamic_lb: "1" },
});

/** A bond without devices, as the kernel has it. */
class Bond {
	readonly options: Record<string, string>;
	readonly refusals: string[] = [];
	alias: string | undefined;
	private up = true;

	constructor(mode: string, options: Record<string, string> = {}) {
		this.options = { ...defaults(), ...options, mode };
	}

	runs(all: Call[]): void {
		for (const { argv, stdin = "" } of all.filter(({ argv }) => argv.includes("-batch")))
			for (const line of stdin.trim().split("\n")) this.change(line, argv.includes("-force"));
	}

	private change(line: string, isForced: boolean): void {
		const [, , , , word, value = "", ...words] = line.split(" ");
		if (word === "up" || word === "down") this.up = word === "up";
		if (word === "alias") this.alias = value === '""' ? undefined : value;
		if (word !== "type") return;
		const given = new Map(words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1] ?? ""] as const] : [])));
		const unknown = [...given.keys()].filter((name) => !order.includes(name));
		if (unknown.length > 0) throw new Error(`the test does not know ${unknown}`);
		for (const name of order) {
			const wanted = given.get(name);
			if (wanted === undefined) continue;
			const refusal = this.refusal(name);
			if (refusal) this.refusals.push(`${line}: ${name} ${refusal}`);
			if (refusal && isForced) return;
			if (refusal) throw new Error(this.refusals.at(-1));
			this.set(name, wanted);
		}
	}

	private refusal(name: string): string | undefined {
		if (modesOf[name]?.includes(this.options.mode as string) === false) return `in mode ${this.options.mode}`;
		if (onlyDown.includes(name) && this.up) return "while the bond is up";
		return delays.includes(name) && this.options.miimon === "0" ? "without miimon" : undefined;
	}

	private set(name: string, value: string): void {
		const { miimon } = this.options;
		this.options[name] = value;
		// bond_option_mode_set()
		if (value === "balance-alb") this.options.tlb_dynamic_lb = "1";
		// The kernel keeps the delays as multiples of the interval.
		for (const delay of delays) {
			const kept = Number(this.options[delay]);
			if (name === delay) this.options[delay] = String(kept - (kept % Number(miimon)));
			if (name === "miimon") this.options[delay] = String((kept / Number(miimon)) * Number(value));
		}
	}

	/** The bond as `ip -j` lists it. */
	get facts() {
		const { mode, lacp_rate, lacp_active, num_grat_arp, ...others } = this.options;
		const data = {
			...{ ...others, mode, ad_lacp_rate: lacp_rate, ad_lacp_active: lacp_active, num_peer_notif: num_grat_arp },
			...(mode === "802.3ad" ? {} : Object.fromEntries(listedOnlyWithLacp.map((name) => [name, undefined]))),
		};
		const listed = Object.entries(data)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [name, /^\d+$/.test(String(value)) ? Number(value) : value]);
		return {
			links: { "": { bo0: { kind: "bond", alias: this.alias, up: this.up, addresses: [], data: Object.fromEntries(listed) } } },
		};
	}
}

/** Values of all options other than the defaults. */
const values: Values = {
	...{ numPeerNotif: 5, resendIgmp: 0, allSlavesActive: true, packetsPerSlave: 9, primaryReselect: "failure", lpInterval: 7 },
	...{ tlbDynamicLb: false, minLinks: 2, lacpActive: false, adSelect: "count", adActorSysPrio: 100, adUserPortKey: 9 },
	...{ adActorSystem: "02:00:00:00:00:09", updelay: 500, downdelay: 1000 },
};

const withAll = (mode: string, more: Values = {}): Values => ({
	...{ name: "bo0", type: "bond", mode, up: true, ...more },
	...(mode === "802.3ad" ? { lacpRate: "fast" } : {}),
	...Object.fromEntries(bondOptions.filter((one) => isInMode(one, mode)).map(({ field }) => [field, values[field]])),
});
const withNone = (mode: string, more: Values = {}): Values => ({ name: "bo0", type: "bond", mode, up: true, ...more });

function factsFor(operation: Operation, bond: Bond): Facts {
	return factsOf([...readsBefore(operation), ...readsAfter(operation)], bond.facts);
}

function runs(bond: Bond, want: Values | null, was: Values | undefined) {
	const operation = operationOf(kindNamed("Link"), { want, ...(was ? { was } : {}) });
	const facts = factsFor(operation, bond);
	const planned = plan(operation, facts, { program: programWith() });
	bond.runs(calls(planned.steps));
	if (want) expect(problems(operation, factsFor(operation, bond), planned)).toEqual([]);
	return { operation, factsBefore: facts, ...planned };
}

const own = (mode: string): Bond => {
	const bond = new Bond(mode);
	bond.alias = `pulumi-ovs:${owner}`;
	return bond;
};

const changes = bondModes.flatMap((from) => bondModes.filter((to) => to !== from).map((to) => [from, to] as const));

describe.each(changes)("a bond of mode %s that gets mode %s", (from, to) => {
	test("has its options, the defaults where they are dropped, and those of before where the change is undone", () => {
		const bond = own(from);
		runs(bond, withAll(from), withNone(from));
		const before = { ...bond.options };
		const change = runs(bond, withAll(to), withAll(from));
		const after = { ...bond.options };
		bond.runs(calls(planRollback(change, factsFor(change.operation, bond), [])));
		expect(bond.options).toEqual(before);
		runs(bond, withAll(to), withAll(from));
		expect(bond.options).toEqual(after);
		runs(bond, withNone(from), withAll(to));
		expect(bond.options).toEqual({ ...defaults(), mode: from });
	});

	test("has the defaults after the way through a mode that does not list them", () => {
		const bond = own(from);
		runs(bond, withAll(from), withNone(from));
		Object.assign(bond.options, { mode: to });
		runs(bond, withNone(from), withNone(to));
		const inMode = Object.fromEntries(Object.entries(bond.options).filter(([name]) => modesOf[name]?.includes(from)));
		expect(defaults()).toMatchObject(inMode);
	});

	test.each([{}, { miimon: 50 }])("is given back as it was where it was adopted: %j", (more) => {
		const bond = new Bond(from, { miimon: "250", xmit_hash_policy: "layer3+4", updelay: "500" });
		runs(bond, withAll(from), withNone(from, { adopt: true, [previousKey]: {} }));
		bond.alias = undefined;
		for (const wanted of [withAll(to, more), withNone(to, more)]) {
			const before = { ...bond.options };
			const { originals } = runs(bond, { ...wanted, adopt: true }, undefined);
			runs(bond, null, { ...wanted, adopt: true, [previousKey]: originals });
			expect(bond.options).toEqual(before);
		}
	});

	test("is as it was after the way back, which has no line that the kernel refuses", () => {
		const bond = own(from);
		runs(bond, withAll(from), withNone(from));
		const before = bond.facts;
		const operation = operationOf(kindNamed("Link"), { want: withAll(to), was: withAll(from) });
		const { steps } = plan(operation, factsFor(operation, bond), { program: programWith() });
		const facts = factsOf([...readsBefore(operation), ...readsOfUndo(steps)], bond.facts);
		const back = planUndo([{ operation, steps, factsBefore: facts }], facts).calls;
		bond.runs(calls(steps));
		bond.runs(back);
		expect(bond.refusals).toEqual([]);
		const inMode = bondOptions.filter((one) => isInMode(one, from)).map(({ word, listed = word }) => listed);
		const dataOf = ({ links }: Bond["facts"]) => inMode.map((name) => links[""].bo0.data[name]);
		expect(dataOf(bond.facts)).toEqual(dataOf(before));
	});
});
