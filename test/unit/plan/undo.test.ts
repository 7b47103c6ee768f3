import type { Facts } from "../../../provider/model/facts";
import { plan } from "../../../provider/plan/plan";
import { planUndo, readsOfUndo } from "../../../provider/plan/undo";
import type { Call } from "../../../provider/tools/call";
import { kernelRuleWords, mayDelete } from "../../../provider/tools/ip-rule-words";
import { calls } from "../../../provider/tools/script";
import type { SavedOutput } from "../../../provider/tools/tool";
import { type Case, caseKinds, caseNames, caseOf, kindNamed, operationOf, readsOf } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { FakeKernel } from "../support/fakekernel";
import { programWith } from "../support/program";

interface Planned {
	changes: Call[];
	back: Call[];
	saves: SavedOutput[];
	facts: Facts;
}

function planned(kind: string, golden: Case): Planned {
	const operation = operationOf(kindNamed(kind), golden);
	const own = readsOf(operation, golden.facts ?? {});
	const { steps, originals } = plan(operation, factsOf(own, golden.facts ?? {}), { program: programWith() });
	const facts = factsOf([...own, ...readsOfUndo(steps)], golden.facts ?? {});
	const undo = planUndo([{ operation, originals, steps, factsBefore: facts }], facts);
	return { changes: calls(steps), back: undo.calls, saves: undo.saves, facts };
}

const cases = caseKinds().flatMap((kind) =>
	caseNames(kind)
		.map((name) => ({ kind, name, golden: caseOf(kind, name) }))
		.filter(({ golden }) => golden.commands !== undefined && golden.commands.length > 0),
);

/** Changes that delete what is left of a damaged object, which no inputs describe. */
const damaged = [
	"Trunk/delete-takes-stale-ports-along",
	"Trunk/drift-a-former-parents-pair",
	"Trunk/drift-half-a-pair-left-on-the-integration-bridge",
	"Trunk/vlans-delete-when-the-ports-went-by-hand-takes-the-devices",
	"Trunk/vlans-drift-another-vlan",
	"Vtep/delete-leaves-a-port-without-our-mark",
];

test("every change of a golden case has a way back, whose words are all known", () => {
	const without = cases.flatMap(({ kind, name, golden }) => {
		try {
			const { back } = planned(kind, golden);
			return /undefined|\[object|NaN/.test(JSON.stringify(back)) ? [`${kind}/${name}: ${JSON.stringify(back)}`] : [];
		} catch {
			return [`${kind}/${name}`];
		}
	});
	expect(without).toEqual(damaged);
});

/** The errors of programs about a thing that is not there. */
const absences: [program: RegExp, said: string[]][] = [
	[/^cat /, ["cat: /etc/x: No such file or directory", "cat: can't open '/etc/x': No such file or directory"]],
	[
		/^(ip netns exec \S+ )?nft list table /,
		[
			"Error: No such file or directory\nlist table inet t\n                ^",
			"Error: Could not process rule: No such file or directory\nlist table inet t\n^^^^^^^^^^^^^^^^^",
			'Cannot open network namespace "red": No such file or directory',
		],
	],
	[/^sh -c .* flows \S+$/s, ["ovs-ofctl: br0 is not a bridge or a socket"]],
];

const otherErrors = [
	"Operation not permitted (you must be root)\nnetlink: Error: cache initialization failed: Operation not permitted",
	"Error: Could not process rule: Operation not permitted",
	"netlink: Error: cache initialization failed: No buffer space available",
	"Error: Could not process rule: Interrupted system call",
	"cat: /etc/x: Permission denied",
	"cat: /etc/x: Input/output error",
	'setting the network namespace "red" failed: Operation not permitted',
	"ovs-ofctl: br0: failed to connect to socket (Permission denied)",
	"ovs-ofctl: br0: failed to connect to socket (No such file or directory)",
	"2026-01-01T00:00:00Z|00001|fatal_signal|WARN|terminating with signal 14 (Alarm clock)",
	"sh: 1: nft: not found",
	"",
];

test("each save of a golden case tells what is not there from what can't be read", () => {
	const saves = cases.flatMap(({ kind, name, golden }) => {
		try {
			return planned(kind, golden).saves;
		} catch (error) {
			if (damaged.includes(`${kind}/${name}`)) return [];
			throw error;
		}
	});
	const isMeant = (absent: string | undefined, text: string) => absent !== undefined && new RegExp(absent, "m").test(text);
	const found = new Set<string>();
	for (const { call, absent } of saves) {
		const line = call.argv.join(" ");
		const [program, said = []] = absences.find(([form]) => form.test(line)) ?? [];
		found.add(String(program));
		expect([line, said.filter((text) => !isMeant(absent, text))]).toEqual([line, []]);
		expect([line, otherErrors.filter((text) => isMeant(absent, text))]).toEqual([line, []]);
	}
	expect(found).toEqual(new Set(["undefined", ...absences.map(([form]) => String(form))]));
});

/** A kernel in memory that runs calls of `ip`, `sysctl` and the journal. */
class Kernel extends FakeKernel {
	constructor({ links = {}, routes = {}, rules = {}, neighbors = {}, sysctl = {}, journal = {} }: CompactFacts) {
		super("h1");
		for (const [name, { addresses = [], ...link }] of Object.entries(links[""] ?? {}))
			this.device(name, { up: true, ...link, addresses: addresses.map((a) => String(a).split(" ")[0] ?? "") } as never);
		this.routes = (routes[""] ?? []).map((route) => {
			const { dst, table = "254", protocol = "3", type = "unicast", gateway, dev, metric, tos } = route as Record<string, string>;
			const key = { dst: dst ?? "", table, metric: metric === undefined ? undefined : String(metric), tos };
			return { ...key, proto: protocol, type, via: gateway, dev };
		});
		this.neighbors = (neighbors[""] ?? []).map(({ dst, dev, lladdr, state, protocol, ...flags }) => ({
			...{ dst, dev, lladdr, ...flags },
			...(protocol === undefined ? {} : { protocol }),
		})) as never;
		this.rules = structuredClone(rules[""] ?? []) as never;
		for (const [key, value] of Object.entries(sysctl[""] ?? {})) this.parameters.set(key, value.replaceAll("\t", " "));
		for (const [id, notes] of Object.entries(journal))
			for (const note of [notes].flat())
				this.journal.set(encodeURIComponent(`${id} ${note.owner}`), JSON.stringify({ id, ...note }));
	}

	runs(all: Call[]): void {
		for (const { argv, stdin = "" } of all) this.change(argv, stdin);
	}

	/** Everything, without the order and without the indexes, which a device that is created again has not kept. */
	get content(): string[] {
		const devices = [...this.devices].map(([name, { index, addresses, mac, data, ...device }]) =>
			JSON.stringify([name, device.alias ?? "", device.up, device.mtu, device.master ?? "", device.kind, [...addresses].sort()]),
		);
		const others = [...this.routes, ...this.rules, ...this.neighbors, ...this.parameters, ...this.journal].map((one) =>
			JSON.stringify(one),
		);
		return [...devices, ...others].sort();
	}
}

/** The calls of one change that this kernel understands. It knows too little of rules. */
const isOfKernel = ({ argv, stdin = "" }: Call): boolean =>
	(argv[0] === "ip" && !argv.includes("-n") && !argv.includes("-6") && !/^rule /m.test(stdin)) ||
	argv[0] === "sysctl" ||
	argv[3] === "journal";

describe("the way back leads to what was before, wherever the change ended", () => {
	const known = cases
		// The parameters of a device that is to come go with the device. The kernel never unsets a secret.
		.filter(({ name }) => !["create-for-a-device-that-is-to-come", "create-secret-that-is-not-set"].includes(name))
		// A script on the host restores the own values of devices, which are overwritten meanwhile.
		.filter(({ name }) => !/^(create-notes-a-device|release-leaves-devices)/.test(name))
		.filter(({ golden }) => (golden.facts?.routes?.[""] ?? []).every(({ dst, nexthops, encap }) => !nexthops && !encap && dst))
		.flatMap((one) => {
			try {
				return [{ ...one, ...planned(one.kind, one.golden) }];
			} catch {
				return [];
			}
		})
		.filter(({ changes }) => changes.every(isOfKernel));

	test("for changes of many kinds", () => {
		expect(new Set(known.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(6);
	});

	test.each(known.map((one) => [`${one.kind} ${one.name}`, one] as const))("%s", (_, { golden, changes, back }) => {
		const lines = changes.flatMap((call, i) =>
			call.argv[0] === "ip"
				? (call.stdin ?? "")
						.trimEnd()
						.split("\n")
						.map((line) => ({ i, line }))
				: [{ i, line: "" }],
		);
		for (let count = 0; count <= lines.length; count++) {
			const kernel = new Kernel(golden.facts ?? {});
			const before = kernel.content;
			const part = lines.slice(0, count).map(({ i, line }): Call => {
				const call = changes[i] as Call;
				return line === "" ? call : { ...call, stdin: `${line}\n` };
			});
			kernel.runs(part);
			kernel.runs(back.filter(isOfKernel));
			expect({ count, content: kernel.content }).toEqual({ count, content: before });
		}
	});
});

/** The rules of a kernel after lines of `ip`: it adds none twice, and deletes the first one that has all that the line names. */
const rulesAfter = (rules: string[], lines: string[]): string[] =>
	lines.reduce((now, line) => {
		const words = line.split(" ").slice(2);
		if (line.startsWith("rule add")) return now.includes(words.join(" ")) ? now : now.concat(words.join(" "));
		const hit = now.findIndex((rule) => mayDelete(words, rule.split(" ")));
		return now.filter((_, i) => i !== hit);
	}, rules);

test("the rules of a change are as before, wherever the change ended", () => {
	for (const { kind, name, golden } of cases.filter(({ kind }) => kind === "Rule")) {
		const { changes, back, facts } = planned(kind, golden);
		const lines = (all: Call[]) => all.flatMap(({ stdin = "" }) => stdin.match(/^rule .*$/gm) ?? []);
		const before = [...new Set([...changes, ...back].flatMap(({ argv }) => (argv.includes("-n") ? ["red"] : [""])))]
			.flatMap((netns) => facts.value({ read: "rules", netns }) ?? [])
			.map((rule) => kernelRuleWords(rule).join(" "));
		const all = lines(changes);
		for (let count = 0; count <= all.length; count++) {
			const after = rulesAfter(rulesAfter(before, all.slice(0, count)), lines(back));
			expect({ name, count, rules: after.sort() }).toEqual({ name, count, rules: [...before].sort() });
		}
	}
});

test("an address whose attributes change gets its former ones back", () => {
	const one = cases.find(({ name }) => name === "drop-address-attributes");
	if (!one) throw new Error("the case is missing");
	const text = planned(one.kind, one.golden).back.map(({ stdin }) => stdin);
	expect(text.join("")).toContain(`addr del 10.0.0.1/24 dev d1
addr add 10.0.0.1/24 dev d1 broadcast 10.0.0.255 label d1:web scope link noprefixroute valid_lft forever preferred_lft 0
addr del 192.0.2.1/32 dev d1
addr add 192.0.2.1 peer 192.0.2.2/32 dev d1
addr del 2001:db8::1/64 dev d1
addr add 2001:db8::1/64 dev d1 nodad
`);
});

test("a port that moves is in its bridge again, with its options, before it gets its VLANs back", () => {
	const vlans = [
		{ vlan: 1, flags: ["PVID", "Egress Untagged"] },
		{ vlan: 100, vlanEnd: 120 },
	];
	const port = { master: "b1", bridgePort: { isolated: true, cost: 7 }, vlans };
	const { back } = planned("Link", {
		want: { name: "n1", type: "device", master: "b2", bridgeVlans: [7] },
		facts: { links: { "": { b1: { kind: "bridge" }, b2: { kind: "bridge" }, n1: port } } },
	});
	const lines = back.flatMap(({ stdin = "" }) => stdin.match(/^(?:link|vlan) .* n1 .*$/gm) ?? []);
	expect(lines).toEqual([
		"link set dev n1 master b1",
		"link set dev n1 type bridge_slave isolated on cost 7",
		"vlan del dev n1 vid 1-4094",
		"vlan add dev n1 vid 1 pvid untagged",
		"vlan add dev n1 vid 100-120",
		"link set dev n1 up",
	]);
});

test("a bridge without the spanning tree protocol gets a forward delay below its least back after the protocol", () => {
	const { back } = planned("Link", {
		want: { name: "b0", type: "bridge", adopt: true, stp: true, forwardDelay: 4 },
		facts: { links: { "": { b0: { kind: "bridge", data: { stp_state: 0, forward_delay: 0 } } } } },
	});
	const lines = back.flatMap(({ stdin = "" }) => stdin.match(/^link .* type bridge .*$/gm) ?? []);
	expect(lines).toEqual(["link set dev b0 type bridge stp_state 0", "link set dev b0 type bridge forward_delay 0"]);
});

test("the ports of a bridge get their VLANs back after its default VLAN", () => {
	const first = [{ vlan: 1, flags: ["PVID", "Egress Untagged"] }];
	const { back } = planned("Link", {
		want: { name: "b0", type: "bridge", adopt: true, vlanDefaultPvid: 0 },
		facts: {
			links: {
				"": {
					b0: { kind: "bridge", data: { vlan_default_pvid: 1 }, vlans: first },
					p1: { master: "b0", bridgePort: {}, vlans: first },
				},
			},
		},
	});
	const lines = back.flatMap(({ stdin = "" }) => stdin.match(/^(link .* type bridge|vlan) .*$/gm) ?? []);
	expect(lines).toEqual([
		"link set dev b0 type bridge vlan_default_pvid 1",
		"vlan del dev b0 vid 1-4094 self",
		"vlan add dev b0 vid 1 pvid untagged self",
		"vlan del dev p1 vid 1-4094",
		"vlan add dev p1 vid 1 pvid untagged",
	]);
});

test("a port that moves without VLANs of its own gets those of its bridge back", () => {
	const vlans = [{ vlan: 5, flags: ["PVID", "Egress Untagged"] }];
	const { back } = planned("Link", {
		want: { name: "n1", type: "device", master: "b2" },
		facts: { links: { "": { b1: { kind: "bridge" }, b2: { kind: "bridge" }, n1: { master: "b1", bridgePort: {}, vlans } } } },
	});
	const lines = back.flatMap(({ stdin = "" }) => stdin.match(/^(?:link .* master|vlan) .*$/gm) ?? []);
	expect(lines).toEqual(["link set dev n1 master b1", "vlan del dev n1 vid 1-4094", "vlan add dev n1 vid 5 pvid untagged"]);
});
