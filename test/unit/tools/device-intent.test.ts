import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Facts } from "../../../provider/model/facts";
import { aliasOwner } from "../../../provider/network/link-mark";
import { plan } from "../../../provider/plan/plan";
import { dropIntents, intentLines, intentsOf, notesOf } from "../../../provider/tools/device-intent";
import type { IpStep } from "../../../provider/tools/ip-step";
import type { Fact } from "../../../provider/tools/list";
import { parseSessionStart } from "../../../provider/tools/session-start";
import type { Reading } from "../../../provider/tools/tool";
import { op } from "../support/cases";
import { type CompactFacts, reading } from "../support/compact";

// The scripts run on this machine, in a folder of the test in place of /run/pulumi-ovs.
let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-intents-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (netns: string, ...args: string[]): IpStep => ({ tool: "ip", phase: "links", netns, args });
const mark = "pulumi-ovs:demo/dev";
const created = (netns: string, name: string, ...type: string[]): IpStep[] => [
	line(netns, "link", "add", "dev", name, "type", ...type),
	line(netns, "link", "set", "dev", name, "alias", mark),
];

test("a call notes the devices that it creates and marks, with the kinds that the kernel lists", () => {
	const steps = [
		...created("", "d0", "dummy"),
		...created("", "v5", "vlan", "id", "5"),
		line("", "tuntap", "add", "dev", "t0", "mode", "tap"),
		line("", "link", "set", "dev", "t0", "alias", mark),
		// An adopted device keeps its alias.
		line("", "link", "add", "dev", "old", "type", "dummy"),
		line("", "link", "set", "dev", "eth0", "alias", mark),
	];
	expect(intentsOf(steps).map(({ kind, name, alias }) => [kind, name, alias])).toEqual([
		["dummy", "d0", mark],
		["vlan", "v5", mark],
		["tun", "t0", mark],
	]);
});

const script = (text: string) =>
	spawnSync("sh", ["-c", text.replaceAll("/run/pulumi-ovs", join(folder, "run"))], {
		encoding: "utf8",
		env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` },
	});
const listed = () => [...parseSessionStart(script(intentLines).stdout).intents.values()].flat();

const intents = intentsOf([...created("", "d0", "dummy"), ...created("blue", "it's", "veth")]);

/** Runs a call with this exit status. `during`: what runs in its place. */
function call(status: number, during = ""): void {
	const { beforehand, afterwards } = notesOf(intents);
	const { stderr } = script(`{ ${beforehand}; } 2>/dev/null\n${during}\n(exit ${status})\nc=$?; { ${afterwards}; } 2>/dev/null`);
	expect(stderr).toBe("");
}

/** A tool `ip` that shows these devices. */
function host(devices: Record<string, string>): void {
	mkdirSync(join(folder, "bin"), { recursive: true });
	const cases = Object.entries(devices).map(([name, shown]) => `*"dev ${name}") echo "${shown}" ;;`);
	writeFileSync(join(folder, "bin/ip"), `#!/bin/sh\ncase "$*" in ${cases.join("\n")}\n*) exit 1 ;; esac\n`);
	chmodSync(join(folder, "bin/ip"), 0o755);
}

test("the notes are there while a call runs, only for root, and gone after it", () => {
	call(
		0,
		"ls -l /run/pulumi-ovs/intents | grep -c rw------- >/run/pulumi-ovs.seen; stat -c %a /run/pulumi-ovs/intents >>/run/pulumi-ovs.seen",
	);
	expect(script("cat /run/pulumi-ovs.seen").stdout).toBe("2\n700\n");
	expect(existsSync(join(folder, "run"))).toBe(false);
	call(1);
	expect(existsSync(join(folder, "run"))).toBe(false);
});

test("where `ip` was killed, the notes stay until a later script finds the devices marked or gone", () => {
	call(137);
	expect(listed()).toEqual(intents);
	expect(statSync(join(folder, "run")).mode & 0o777).toBe(0o755);
	host({ d0: "7: d0: <BROADCAST> mtu 1500", "it's": "8: it's: <BROADCAST> mtu 1500" });
	script(dropIntents);
	expect(listed()).toEqual(intents);
	host({ d0: `7: d0: <BROADCAST> mtu 1500\\\\    alias ${mark}`, "it's": "8: it's: <BROADCAST> mtu 1500" });
	script(dropIntents);
	expect(listed().map(({ name }) => name)).toEqual(["it's"]);
	host({});
	expect(script(dropIntents)).toMatchObject({ stdout: "", stderr: "" });
	expect(existsSync(join(folder, "run"))).toBe(false);
});

test("a note that is incomplete counts for nothing, and is removed", () => {
	call(137);
	for (const file of readdirSync(join(folder, "run/intents"))) writeFileSync(join(folder, "run/intents", file), "dummy d0");
	expect(listed()).toEqual([]);
	host({ d0: "7: d0: <BROADCAST> mtu 1500" });
	script(dropIntents);
	expect(existsSync(join(folder, "run"))).toBe(false);
});

test("a change is made even if it can't be noted", () => {
	writeFileSync(join(folder, "run"), "");
	call(0);
	expect(listed()).toEqual([]);
});

/** The facts of a host on which a call was killed. */
const factsOf = (host: CompactFacts, begun: string): Facts => {
	const start = { stdout: `begun ${begun}\n`, stderr: "", code: 0 };
	const all: Fact[] = [
		{ read: "namespaces" },
		{ read: "journal" },
		...Object.keys(host.links ?? {}).map((netns) => ({ read: "links" as const, netns })),
	];
	return Facts.of([[{ read: "session-start" }, start], ...all.map((fact): [Fact, Reading] => [fact, reading(fact, host)])]);
};
const d0 = { name: "d0", type: "dummy" };

test("a device without a mark is the program's that has noted it, and gets the mark", () => {
	const facts = factsOf({ links: { "": { d0: { kind: "dummy" } } } }, `dummy d0 ${mark} `);
	expect(plan(op("Link", d0), facts).steps).toEqual([
		{ ...line("", "link", "set", "dev", "d0", "alias", mark), phase: "settings" },
	]);
	expect(aliasOwner(facts.links("")?.get("d0") ?? {})).toBe("demo/dev");
});

test.each<[what: string, device: object, begun: string]>([
	["of another kind", { kind: "bridge" }, `dummy d0 ${mark} `],
	["with an alias of somebody else", { kind: "dummy", alias: "theirs" }, `dummy d0 ${mark} `],
	["that another program has noted", { kind: "dummy" }, "dummy d0 pulumi-ovs:other/prod "],
	["in another namespace", { kind: "dummy" }, `dummy d0 ${mark} blue`],
	["of another name", { kind: "dummy" }, `dummy d1 ${mark} `],
])("a device %s is not the program's", (_, device, begun) => {
	const facts = factsOf({ links: { "": { d0: device } } }, begun);
	expect(() => plan(op("Link", d0), facts)).toThrow(
		/it exists already and (does not belong to this program|belongs to the program other)/,
	);
});

test("the deletion of a namespace takes the program's half-made devices along, and none of another program", () => {
	const host: CompactFacts = {
		namespaces: ["blue"],
		links: { "": {}, blue: { lo: {}, d0: { kind: "dummy" } } },
		journal: { "Namespace/blue": { owner: "demo/dev" } },
	};
	const deletion = op("Namespace", null, { name: "blue" });
	expect(plan(deletion, factsOf(host, `dummy d0 ${mark} blue`)).steps).toHaveLength(2);
	expect(() => plan(deletion, factsOf(host, "dummy d0 pulumi-ovs:other/prod blue"))).toThrow(/do not belong to this program: d0/);
});

test("both ends of a pair get the marks that the killed call did not set", () => {
	const pair = { name: "va", type: "veth", peer: { name: "vb" } };
	const facts = factsOf(
		{ links: { "": { va: { kind: "veth", parent: "vb" }, vb: { kind: "veth", parent: "va" } } } },
		`veth va ${mark} `,
	);
	const aliases = plan(op("Link", pair), facts).steps.flatMap((step) =>
		step.tool === "ip" && step.args[4] === "alias" ? [step.args[3]] : [],
	);
	expect(aliases).toEqual(["va", "vb"]);
});
