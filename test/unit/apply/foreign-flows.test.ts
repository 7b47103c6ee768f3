import type { Values } from "../../../provider/base/values";
import { cookieOf } from "../../../provider/openflow/flows";
import type { Operation } from "../../../provider/plan/operation";
import type { Call } from "../../../provider/tools/call";
import type { CallResult } from "../../../provider/tools/script";
import { kindNamed, operationOf, owner } from "../support/cases";
import { FakeHost } from "../support/fakehost";

const controllers = [{ target: "tcp:192.0.2.9:6653" }];

/** A host with one bridge, whose flows, groups and meters Open vSwitch drops with its fail mode, its controllers or its datapath. */
class FakeSwitch extends FakeHost {
	flows: string[] = [];
	groups: string[] = [];
	meters: string[] = [];
	/** Words: ovs-ofctl refuses a line that contains one of them. */
	readonly refusedWords: string[] = [];
	readonly owed = new Map<string, string>();
	journal = "";
	/** False where ovs-vswitchd does not answer. */
	answers = true;

	protected override async run(changes: Call[], reads: Call[], timeoutMs: number): Promise<CallResult[]> {
		const results = await super.run(changes, reads, timeoutMs);
		const isSilent = (i: number) => !this.answers && reads[i - changes.length]?.argv[3] === "kept-flows-list";
		return results.map((result, i) => (isSilent(i) ? { stdout: "", stderr: "no answer", code: 142 } : result));
	}

	protected override change(argv: string[], stdin: string): string {
		if (argv[3] === "owed") this.owed.set(argv[4] ?? "", stdin.trim());
		if (argv[3] === "not-owed") this.owed.delete(argv[4] ?? "");
		if (argv[3] === "owed" || argv[3] === "not-owed") return "";
		if (argv[3] === "kept-flows") return this.again(stdin);
		const clearing = argv.filter((word) => /^(fail_mode|datapath_type|controller)=/.test(word));
		const said = super.change(argv, stdin);
		for (const word of clearing) {
			const [column = "", value = ""] = word.split("=");
			const cell = value === "[]" ? [] : column === "controller" ? controllers : value;
			this.columns.set("b1", { ...this.columns.get("b1"), [column === "controller" ? "controllers" : column]: cell });
		}
		if (clearing.length > 0) [this.flows, this.groups, this.meters] = [this.byDefault(), [], []];
		return said;
	}

	private byDefault(): string[] {
		const { fail_mode, controllers } = { ...{ fail_mode: [], controllers: [] }, ...this.columns.get("b1") } as Values;
		return fail_mode === "secure" || controllers.length > 0
			? []
			: ["cookie=0x0, duration=1.5s, table=0, n_packets=0, n_bytes=0, priority=0 actions=NORMAL"];
	}

	private again(stdin: string): string {
		for (const line of stdin.trim().split("\n")) {
			if (this.refusedWords.some((word) => line.includes(word))) continue;
			if (line.startsWith("group_id=")) this.groups.push(line);
			else if (line.startsWith("meter=") || line.startsWith("type=")) this.meters.push(line);
			else this.flows.push(line.replace(",actions=", " actions="));
		}
		return "";
	}

	protected override look(argv: string[]): string {
		if (argv.join(" ").includes("SSH_CONNECTION")) return [...this.owed.values()].map((note) => `owed ${note}\n`).join("");
		if (argv[3] === "kept-flows-list")
			return [[], this.meters, this.groups, this.flows].map((lines) => lines.map((line) => `${line}\n`).join("")).join("@\n");
		if (argv.join(" ").includes("/run/pulumi-ovs")) return this.journal;
		return super.look(argv);
	}
}

const bridge = { name: "b1" };
const op = (want: Values, was?: Values): Operation =>
	operationOf(kindNamed("Bridge"), { want: { ...bridge, ...want }, was: was && { ...bridge, ...was } });

const flow = (words: string, actions: string, cookie = "0x9", table = 0) =>
	`cookie=${cookie}, duration=5.2s, table=${table}, n_packets=7, n_bytes=9, ${words} actions=${actions}`;

/** Lines without counters, in the order of the alphabet. */
const shown = ({ flows, groups, meters }: FakeSwitch): string[] =>
	[...flows, ...groups, ...meters]
		.map((line) =>
			line
				.replace(/(duration|n_packets|n_bytes)=[^ ]* /g, "")
				.replaceAll(", ", ",")
				.replace("priority=32768,", ""),
		)
		.sort();

const others = () => ({
	flows: [flow("priority=9,ip", "drop"), flow('tcp,in_port="p 1"', "group:5,meter:3"), flow("priority=0", "drop", "0x0", 4)],
	groups: ["group_id=5,type=all,bucket=bucket_id:0,actions=output:p1"],
	meters: ["meter=3 kbps bands=", "type=drop rate=9"],
});

async function hostWith(was: Values, things: Partial<FakeSwitch>): Promise<FakeSwitch> {
	const host = new FakeSwitch("h1");
	await host.submit(op(was));
	return Object.assign(host, things);
}

const update = (host: FakeSwitch, was: Values, want: Values) => {
	const operation = op(want, was);
	host.host.declare(operation.id, operation);
	return host.submit(operation);
};

/** Changes by which Open vSwitch drops all flows of a bridge. */
const changes: [what: string, was: Values, want: Values][] = [
	["another fail mode", { failMode: "secure" }, { failMode: "standalone" }],
	["a fail mode", {}, { failMode: "secure" }],
	["a first controller", { failMode: "secure" }, { failMode: "secure", controllers }],
	["another datapath", {}, { datapathType: "netdev" }],
];

test.each(changes)(
	"with %s, flows, groups and meters of others come back in the same run, and Open vSwitch's own flow does not",
	async (_, was, want) => {
		const host = await hostWith(was, others());
		const before = shown(host);
		const { warnings } = await update(host, was, want);
		const isStandalone = want.failMode !== "secure";
		expect(shown(host)).toEqual(
			[...before, ...(isStandalone ? ["cookie=0x0,table=0,priority=0 actions=NORMAL"] : [])]
				.map((line) => line.replaceAll(", ", ","))
				.sort(),
		);
		expect(warnings).toEqual([]);
		expect(host.owed.size).toBe(0);
	},
);

test("Open vSwitch's own flow, learned flows and the program's flows, groups and meters are not put back", async () => {
	const table = { bridge: "b1", table: 2, name: "t" };
	const entries = ["OpenFlowTable/b1/2/t", "OpenFlowGroup/b1/7", "OpenFlowMeter/b1/8"];
	const host = await hostWith(
		{},
		{
			journal: entries.map((id) => JSON.stringify({ id, owner })).join("\n"),
			flows: [
				flow("priority=0", "NORMAL", "0x0"),
				flow("ip", "drop", cookieOf(owner, table), 2),
				flow(
					"priority=1",
					"learn(table=7,hard_timeout=60,priority=99,cookie=0x77,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:0x1->NXM_NX_REG0[0..15]),NORMAL",
				),
				flow("hard_timeout=60, priority=99,dl_dst=02:00:00:00:00:01", "drop", "0x77", 7),
				flow("priority=98,dl_dst=02:00:00:00:00:01", "drop", "0x77", 7),
			],
			groups: ["group_id=7,type=all"],
			meters: ["meter=8 kbps bands=", "type=drop rate=9"],
		},
	);
	await update(host, {}, { failMode: "secure" });
	expect(shown(host).map((line) => line.split(" ")[0])).toEqual([
		"cookie=0x77,table=7,priority=98,dl_dst=02:00:00:00:00:01",
		"cookie=0x9,table=0,priority=1",
	]);
});

test("a flow by hand that is like Open vSwitch's own one comes back on a secure bridge", async () => {
	const host = await hostWith({ failMode: "secure" }, { flows: [flow("priority=0", "drop", "0x0")] });
	await update(host, { failMode: "secure" }, { failMode: "standalone" });
	expect(shown(host)).toContain("cookie=0x0,table=0,priority=0 actions=drop");
});

test("flows with a timeout have the rest of it, and one whose time is over stays away without a word", async () => {
	const host = await hostWith(
		{},
		{ flows: [flow("hard_timeout=60,idle_timeout=10,ip", "drop"), flow("hard_timeout=5,arp", "drop")] },
	);
	const { warnings } = await update(host, {}, { failMode: "secure" });
	expect([shown(host), warnings]).toEqual([["cookie=0x9,idle_timeout=10,hard_timeout=55,table=0,ip actions=drop"], []]);
});

test("flows of others come back also where the change does not come true and is undone", async () => {
	const was = { failMode: "secure" };
	const host = await hostWith(was, others());
	const before = shown(host);
	// The switch of this test has no such setting.
	await expect(update(host, was, { mcastSnooping: true })).rejects.toThrow("the change was undone");
	expect(shown(host)).toEqual(before);
	expect(host.owed.size).toBe(0);
});

test("what can't be put back is named", async () => {
	const host = await hostWith({}, others());
	host.refusedWords.push("ip", "group_id", "meter=");
	const { warnings } = await update(host, {}, { failMode: "secure" });
	expect(warnings).toEqual([
		"the meter 3 of bridge b1 is missing: add it again by hand",
		"the group 5 of bridge b1 is missing: add it again by hand",
		"the flow cookie=0x9,table=0,priority=9,ip,actions=drop of bridge b1 is missing: add it again by hand",
	]);
});

test("flows of a bridge that had controllers are left to these, with a warning", async () => {
	const was = { failMode: "secure", controllers };
	const host = await hostWith(was, others());
	const { warnings } = await update(host, was, { ...was, controllers: [] });
	expect(shown(host)).toEqual([]);
	expect(warnings).toEqual([
		"bridge b1 has lost 5 flows, groups and meters that this program did not declare: they are not added again, because the bridge had controllers, which add their own flows again. Add again by hand what was added by hand",
	]);
});

const unread = "the flows, groups and meters of others on bridge b1 could not be read";

test("where a switch does not answer after the change, that is said, and the next change puts back what others had", async () => {
	const was = { failMode: "secure" };
	const host = await hostWith(was, others());
	const before = shown(host);
	host.meanwhile = () => {
		host.answers = false;
	};
	const { warnings } = await update(host, was, { ...was, controllers });
	expect([warnings, shown(host), host.owed.size]).toEqual([
		[`${unread} after the change: the next change of the host, or the next run, adds again what is missing`],
		[],
		1,
	]);
	host.answers = true;
	const then = await update(host, { ...was, controllers }, { ...was, controllers, datapathType: "netdev" });
	expect([then.warnings, shown(host), host.owed.size]).toEqual([[], before, 0]);
});

test("where a switch does not answer before the change, that is said once after it", async () => {
	const host = await hostWith({}, others());
	host.answers = false;
	host.meanwhile = () => {
		host.answers = true;
	};
	const { warnings } = await update(host, {}, { failMode: "secure" });
	expect(warnings).toEqual([`${unread} before the change: check whether some are missing (ovs-ofctl dump-flows b1)`]);
	const then = await update(host, { failMode: "secure" }, {});
	expect(then.warnings).toEqual([]);
});

test("a switch that does not answer has lost nothing of others where they had nothing", async () => {
	const host = await hostWith({}, {});
	host.meanwhile = () => {
		host.answers = false;
	};
	const { warnings } = await update(host, {}, { failMode: "secure" });
	expect(warnings).toEqual([]);
});

test.each<[string, Partial<FakeSwitch>]>([
	["its connection breaks after the change", { breaks: true }],
	["it is killed after its first script", { lives: 1 }],
])("where a run ends before that, as %s, the next one puts them back", async (_, end) => {
	const was = { failMode: "secure" };
	const host = await hostWith(was, others());
	const before = shown(host);
	Object.assign(host, end);
	await Promise.allSettled([update(host, was, {})]);
	expect(host.flows).toHaveLength(1);
	const next = new FakeSwitch("h1");
	const { bridges, marks, columns, flows, groups, meters, owed } = host;
	Object.assign(next, { bridges, marks, columns, flows, groups, meters, owed });
	await update(next, was, {});
	expect(shown(next)).toEqual(expect.arrayContaining(before));
	expect(next.owed.size).toBe(0);
});
