import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../../provider/base/sha256";
import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import { Refused } from "../../../provider/model/change";
import { Facts } from "../../../provider/model/facts";
import { bootFault, bootFile, bootProblems, bootSteps, mayNeedBootFile } from "../../../provider/plan/boot-file";
import type { Operation } from "../../../provider/plan/operation";
import { type Planned, plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { problems } from "../../../provider/plan/verify";
import { runner } from "../../../provider/tools/boot-runner";
import { renderLine } from "../../../provider/tools/call";
import { toolOf } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { caseKinds, caseNames, caseOf, kindNamed, operationOf, outcome } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { programWith } from "../support/program";
import { readyHost, samples } from "../support/samples";

const folder = join(__dirname, "../../boot");

/** The boot files of a kind's samples, one after the other. An adopted object has no former values to restore. */
const filesOf = (type: string): string =>
	(samples[type] ?? [])
		.flatMap((want) => {
			const operation = operationOf(kindNamed(type), { want });
			const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], readyHost);
			const file = bootFile(operation, facts, want.adopt ? {} : undefined);
			return file === undefined ? [] : [`== ${file.name}\n${file.text}`];
		})
		.join("\n");

/** Kinds of which a reboot removes nothing, or whose objects come back only with the next update. */
const withoutFiles = [
	"HostSetup",
	"IPFIX",
	"LocalVlans",
	"Mirror",
	"NetFlow",
	"OpenVSwitch",
	"Reachability",
	"SFlow",
	"Trunk",
	"Vtep",
];

test.each(Object.keys(kinds))("the boot files of %s are those in test/boot", (type) => {
	const golden = join(folder, `${type}.txt`);
	expect(filesOf(type)).toBe(existsSync(golden) ? readFileSync(golden, "utf8") : "");
});

test("test/boot has a file for each kind that has boot files", () => {
	expect(Object.keys(kinds).filter((type) => !existsSync(join(folder, `${type}.txt`)))).toEqual(
		expect.arrayContaining(withoutFiles),
	);
	expect(readdirSync(folder)).toHaveLength(Object.keys(kinds).length - withoutFiles.length);
});

/** All golden cases that create an object from nothing. */
const creates = caseKinds().flatMap((type) =>
	caseNames(type).flatMap((name) => {
		const golden = caseOf(type, name);
		if (golden.problems || golden.want === null || golden.mode || golden.was || golden.want.adopt) return [];
		const { operation, facts } = outcome(kindNamed(type), golden);
		try {
			return [{ name: `${type}/${name}`, operation, facts, planned: plan(operation, facts, { program: programWith() }) }];
		} catch {
			return []; // Refused.
		}
	}),
);

/** The lines of batches, files and scripts in a shell text. */
const linesIn = (text: string): string[] =>
	text
		.split("\n")
		.filter(
			(line) =>
				line !== "" &&
				!/^(?:#|END$|(?:ip|bridge) .*-batch -|.*sysctl -q -p -|.*nft -f -|.*wg syncconf |ovs-ofctl .* - <<)/.test(line),
		);

/** The commands of a plan that a reboot undoes. */
const lostAtReboot = ({ steps }: Planned): string[] =>
	calls(steps.filter((step) => toolOf(step).boot !== undefined)).flatMap(({ argv, stdin }) => {
		if (stdin !== undefined) return linesIn(stdin);
		return [argv[0] === "ovs-ofctl" ? renderLine({ argv }) : argv.slice(3).join(" ")];
	});

/** Cases whose boot file has other commands than the creation, and why. */
const others: Record<string, string> = {
	"Bridge/create-uplink-whose-address-the-bridge-has-in-its-own-list": "the address moves from the NIC",
	"Link/adopt-of-a-nic-keeps-the-attributes-of-addresses-it-takes": "what the host's own configuration adds is not known",
	"Link/create-address-attributes": "an address that is there already gets its attributes",
	"Link/device-address-attributes-are-noted": "what the host's own configuration adds is not known",
	"Link/device-no-addresses-takes-them-away": "what the host's own configuration adds is not known",
	"Link/device-settings": "the device is up already",
	"Link/device-that-leaves-a-bridge-for-a-vrf-notes-the-bridge": "the device is up already",
	"Link/device-that-leaves-a-bridge-notes-its-vlans-and-options": "the device is up already",
	"Link/device-that-leaves-a-bridge-notes-options-without-fields": "the device is up already",
	"Namespace/create-again-where-the-creation-was-killed": "at boot there is nothing to delete",
	"OpenFlowGroup/create-of-ports-with-long-names": "a script asks for the numbers of its ports",
	"OpenFlowTable/create-enqueue-to-ports-with-a-q-in-their-names": "a script asks for the numbers of its ports",
	"OpenFlowTable/create-of-ports-with-long-names": "a script asks for the numbers of its ports",
	"Port/create-in-a-namespace": "the device may be in the namespace already",
	"Route/create-in-a-vrf": "the VRF is given by name",
	"Routes/handover-from-a-route": "the route is there already",
	"Routes/lost-state-takes-its-own-back": "the route is there already",
	"Sysctl/create-again-after-a-try-in-another-spelling": "the value is there already",
	"Sysctl/create-again-keeps-the-first-value": "the value is there already",
	"Sysctl/create-as-it-is-already": "the value is there already",
	"Sysctl/create-keeps-the-own-value-of-a-device": "whoever gives the device its value does so at the next boot",
	"Sysctl/create-milliseconds-as-they-are-already": "the value is there already",
	"Sysctl/create-what-another-program-has-changed": "the value is there already",
	"Trunk/vlans-create": "its devices need the workload's",
	"Trunk/vlans-create-on-a-device-that-is-down": "its devices need the workload's",
	"Trunk/vlans-create-plugged-in-by-somebody-else": "its devices need the workload's",
	"VRF/create-full": "the move of the local rule is one line",
	"VRF/create-in-a-namespace": "the move of the local rule is one line",
};

test("a boot file has the commands of the creation", () => {
	expect(creates.length).toBeGreaterThan(150);
	const differing = creates.flatMap(({ name, operation, facts, planned }) => {
		const text = bootFile(operation, facts, planned.originals)?.text ?? "";
		// A table that is there is replaced.
		const boot = linesIn(text.replace(/^add table .*\ndelete table .*\n/gm, ""));
		return boot.sort().join("\n") === lostAtReboot(planned).sort().join("\n") ? [] : [name];
	});
	expect(differing.sort()).toEqual(Object.keys(others).sort());
});

test("an object that is there as the program wants it has a boot file, too", () => {
	const converged = caseKinds().flatMap((type) =>
		caseNames(type).flatMap((name) => {
			const golden = caseOf(type, name);
			return golden.commands?.length === 0 && golden.want
				? [{ name: `${type}/${name}`, ...outcome(kindNamed(type), golden) }]
				: [];
		}),
	);
	expect(converged.length).toBeGreaterThan(80);
	const refused = converged.flatMap(({ name, operation, facts }) => {
		try {
			bootFile(operation, facts, undefined);
			return [];
		} catch (error) {
			return [`${name}: ${(error as Error).message}`];
		}
	});
	expect(refused).toEqual([]);
});

test("the boot file of a bond is the same whatever its devices are like, and takes in only those that are not in the bond", () => {
	const operation = operationOf(kindNamed("Link"), { want: { name: "bo0", type: "bond", interfaces: ["eth1", "eth2"] } });
	const bo0 = { kind: "bond", data: { mode: "balance-rr", miimon: 100 } };
	const hosts: Record<string, object>[] = [
		{ eth1: { up: false }, eth2: { up: true } },
		{ eth1: { up: true }, eth2: { up: false, addresses: ["10.0.0.1/24"] } },
		{ eth1: { up: true, master: "bo0" }, eth2: { up: false, master: "bo0" }, bo0 },
		{ eth1: { master: "ovs-system" }, eth2: {}, "ovs-system": { kind: "openvswitch" } },
	];
	const texts = hosts.map((links) => {
		const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], { links: { "": links } } as CompactFacts);
		return bootFile(operation, facts, undefined)?.text ?? "";
	});
	expect(new Set(texts).size).toBe(1);
	// `ip` is a function that shows eth1 in the bond, and prints the lines of batches.
	const ip = `ip() { case "$*" in *"show dev eth1") echo "2: eth1: <UP> mtu 1500 master bo0 state UP";; *show*) ;; *) cat;; esac; }`;
	const ran = execFileSync("sh", [], { input: `${ip}\n${texts[0]}`, encoding: "utf8" });
	expect(ran).not.toContain("eth1");
	expect(ran).toContain("link set dev eth2 down\nlink set dev eth2 master bo0\nlink set dev eth2 up\n");
});

test("every boot file is shell text without odd words, in which nothing is repeated", () => {
	const texts = creates.flatMap(({ operation, facts, planned }) => bootFile(operation, facts, planned.originals)?.text ?? []);
	for (const text of texts) expect(text).not.toMatch(/undefined|\[object|NaN/);
	execFileSync("sh", ["-n"], { input: [runner, ...texts].join("\n") });
});

test("a file that creates something names it, and marks it or has a note of it, unless it was adopted", () => {
	const texts = creates.flatMap(({ operation, facts, planned }) => bootFile(operation, facts, planned.originals)?.text ?? []);
	for (const text of texts) {
		const named = [...text.matchAll(/^# creates (device|namespace|table|group|meter|tlv-map) \S+ (.*)$/gm)].map(
			([, sort, name]) => ({ sort, name }),
		);
		const made = [
			...text.matchAll(/^(?:link|tuntap) add (?:dev )?(\S+)|^link add .* peer name (\S+)|^netns add (\S+)|^add table (.*)$/gm),
		].flatMap(([, ...names]) => names.filter((one) => one !== undefined));
		expect(named.map((one) => one.name)).toEqual(expect.arrayContaining(made));
		for (const { sort, name = "" } of named) {
			if (sort === "device") expect(text).toContain(`link set dev ${name} alias pulumi-ovs:demo/dev\n`);
			if (sort === "table") expect(text).toContain(`add rule ${name} pulumi_ovs return comment "pulumi-ovs:demo/dev"\n`);
			if (sort !== "device" && sort !== "table") expect(text).toMatch(/^# owned /m);
		}
		expect(/^# mark pulumi-ovs:demo\/dev$/m.test(text)).toBe(named.length > 0);
	}
	const link = operationOf(kindNamed("Link"), { want: { name: "d1", type: "dummy" } });
	const facts = factsOf([...readsBefore(link), ...readsAfter(link)], {});
	expect(bootFile(link, facts, undefined)?.text).toContain("# creates device . d1\n");
	expect(bootFile(link, facts, { mtu: 1500 })?.text).not.toContain("# creates");
});

test("resources of which a reboot removes nothing are left alone, but for those whose settings may be a device's", () => {
	const asked = Object.entries(samples).flatMap(([type, all]) =>
		all.some((want) => mayNeedBootFile(kindNamed(type), want)) ? [type] : [],
	);
	const all = Object.keys(kinds).filter((type) => !withoutFiles.includes(type));
	expect(asked.sort()).toEqual([...all, "SFlow", "Trunk"].sort());
});

test("the text does not depend on the order of keys, and not on what is on the host already", () => {
	for (const [type, all] of Object.entries(samples))
		for (const want of all) {
			const operation = operationOf(kindNamed(type), { want });
			const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], readyHost);
			const turned = { ...operation, want: Object.fromEntries(Object.entries(operation.want).reverse()) };
			expect(bootFile(turned, facts, undefined)).toEqual(bootFile(operation, facts, undefined));
		}
});

test("parameters that the kernel copies to all devices come before other parameters, and those of devices after the devices", () => {
	const orderOf = (key: string) => {
		const operation = operationOf(kindNamed("Sysctl"), { want: { key, value: "1" } });
		const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], {
			sysctl: { "": { [key.replaceAll(".", "/")]: "0" } },
		});
		return bootFile(operation, facts, undefined)?.name.slice(0, 2);
	};
	const ofAll = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding", "net.ipv6.conf.all.disable_ipv6"];
	const others = ["net.ipv4.conf.default.forwarding", "net.ipv4.conf.all.rp_filter", "net.ipv6.conf.default.forwarding"];
	expect([...new Set(ofAll.map(orderOf))]).toEqual(["20"]);
	expect([...new Set(others.map(orderOf))]).toEqual(["21"]);
	expect(orderOf("net.ipv4.conf.eth0.forwarding")).toBe("50");
});

const dummy = { name: "d1", type: "dummy", addresses: ["10.0.0.1/24"] };

/** The operation on a Link, and the host's facts with these boot files. */
function linkWith(files: Record<string, string>, more: Partial<Operation> = {}, host: CompactFacts = {}) {
	const operation: Operation = { ...operationOf(kindNamed("Link"), { want: dummy }), persist: true, ...more };
	const bootFiles = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
	return { operation, facts: factsOf([...readsBefore(operation), ...readsAfter(operation)], { ...host, bootFiles }) };
}

const there: CompactFacts = {
	links: { "": { d1: { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true, addresses: ["10.0.0.1/24"] } } },
};
const { name, text } = bootFile(linkWith({}).operation, linkWith({}).facts, undefined) ?? { name: "", text: "" };

test("the file is written with the object, and an object whose file differs has drift that a plan repairs", () => {
	const { operation, facts } = linkWith({});
	expect(plan(operation, facts).steps.at(-1)).toEqual({ tool: "boot-file", phase: "boot", op: "write", name, text });
	for (const [files, message] of [
		[{}, `its boot file /etc/pulumi-ovs/boot/${name} is missing`],
		[{ [name]: `${text}# more\n` }, `its boot file /etc/pulumi-ovs/boot/${name} differs from what pulumi up writes`],
	] as const) {
		const now = linkWith(files, { mode: "update", was: { ...dummy, persist: true } }, there);
		expect(problems(now.operation, now.facts, { steps: [] })).toEqual([message]);
		expect(plan(now.operation, now.facts).steps).toEqual([{ tool: "boot-file", phase: "boot", op: "write", name, text }]);
	}
	const same = linkWith({ [name]: text }, { mode: "update", was: { ...dummy, persist: true } }, there);
	expect([problems(same.operation, same.facts, { steps: [] }), plan(same.operation, same.facts).steps]).toEqual([[], []]);
});

test("the name of a file ends in 16 hex digits", () => {
	expect(name).toMatch(/^30-Link_d1\.[0-9a-f]{16}$/);
});

test("a file of another order or of the stack's former name goes, and a file of another program stays", () => {
	const former = operationOf(kindNamed("Link"), { want: dummy });
	const old = bootFile({ ...former, owner: "demo/old" }, linkWith({}).facts, undefined)?.name ?? "";
	const files = { [name]: text, [name.replace(/^\d\d/, "99")]: text, [old]: text, "30-Link_d1.0000000000000000": text };
	const { operation, facts } = linkWith(files, { mode: "update", was: { ...dummy, __owner: "demo/old" } }, there);
	expect(bootSteps(operation, facts).map((step) => [step.op, step.name])).toEqual([
		["write", name],
		["remove", name.replace(/^\d\d/, "99")],
		["remove", old],
	]);
});

test("the file goes with the object, and where ovs:persist is switched off", () => {
	const remove = { tool: "boot-file", phase: "boot", op: "remove", name };
	const was = { ...dummy, persist: true };
	const off = linkWith({ [name]: text }, { mode: "update", was, persist: false }, there);
	expect(plan(off.operation, off.facts).steps).toEqual([remove]);
	const deleted = linkWith({ [name]: text }, { mode: "delete", was, persist: false }, there);
	expect(plan(deleted.operation, deleted.facts).steps.at(-1)).toEqual(remove);
	const gone = linkWith({ [name]: text }, { mode: "delete", was, persist: false });
	expect(plan(gone.operation, gone.facts).steps).toEqual([remove]);
	expect(bootProblems(gone.operation, gone.facts)).toEqual([
		`its boot file /etc/pulumi-ovs/boot/${name} is left from an earlier update`,
	]);
});

test("a boot file that can't be planned is a fault that a refresh reports, and stops neither refresh nor update", () => {
	const { operation, facts } = linkWith({ [name]: text }, { mode: "update", was: { ...dummy, persist: true } }, there);
	const refusing = (error: Error): Operation => ({
		...operation,
		kind: {
			...operation.kind,
			plan(change) {
				if (change.intent === "apply" && change.have === undefined) throw error;
				return operation.kind.plan(change);
			},
		},
	});
	const refused = refusing(new Refused("the number 5 is of another port"));
	expect(bootFault(refused, facts)).toBe("its boot file can't be written: the number 5 is of another port");
	expect([plan(refused, facts).steps, problems(refused, facts, { steps: [] })]).toEqual([[], []]);
	expect(() => bootFault(refusing(new Error("a bug")), facts)).toThrow("a bug");
	expect(bootFault(operation, facts)).toBeUndefined();
});

test("without ovs:persist nothing is read and nothing is written", () => {
	const operation = operationOf(kindNamed("Link"), { want: dummy });
	const read = [...readsBefore(operation), ...readsAfter(operation)];
	expect(read.map((fact) => fact.read)).not.toContain("boot-files");
	expect(plan(operation, factsOf(read, {})).steps.map((step) => step.tool)).not.toContain("boot-file");
});

test("a file that uses tools of Open vSwitch has the words of the connection, and differs where they change", () => {
	const operationOfSample = (type: string): Operation => ({
		...operationOf(kindNamed(type), { want: samples[type]?.[0] ?? {} }),
		persist: true,
	});
	const factsWith = (op: Operation, words?: string) => {
		const stdout = words === undefined ? "" : `ofctl ${words} ovs-ofctl\nvsctl ${words} ovs-vsctl\n`;
		const known = factsOf([...readsBefore(op), ...readsAfter(op)], readyHost);
		return known.updated(Facts.of([[{ read: "boot-files" }, { stdout, stderr: "", code: 0 }]]));
	};
	const flows = operationOfSample("OpenFlowTable");
	const [plain, docker, snap] = [undefined, "docker exec", "snap run"].map(
		(words) => bootFile(flows, factsWith(flows, words), undefined)?.text ?? "",
	);
	expect(plain).toContain("# ofctl ovs-ofctl\n# vsctl ovs-vsctl\n");
	expect(docker).toContain("# ofctl docker exec ovs-ofctl\n# vsctl docker exec ovs-vsctl\n");
	expect(snap).toContain("# ofctl snap run ovs-ofctl\n");
	const rule = operationOfSample("Rule");
	expect(bootFile(rule, factsWith(rule, "docker exec"), undefined)).toEqual(bootFile(rule, factsWith(rule), undefined));
});

test.each([
	["a NIC", { name: "n1", type: "device", master: "b1" }, ""],
	["an adopted bridge", { name: "n1", type: "bridge", adopt: true }, " self"],
])("the boot file of %s removes only VLANs that the program has taken from it", (_, inputs, self) => {
	const vlans = [{ vid: 5, pvid: true, untagged: true }, 200];
	const linesFor = (bridgeVlans: unknown[], previous: Values) => {
		const operation = operationOf(kindNamed("Link"), { want: { ...inputs, bridgeVlans } });
		const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], { links: { "": { b1: { kind: "bridge" } } } });
		return linesIn(bootFile(operation, facts, previous)?.text ?? "").filter((line) => line.startsWith("vlan "));
	};
	const first = { vid: 1, pvid: true, untagged: true };
	const add = [`vlan add dev n1 vid 5 pvid untagged${self}`, `vlan add dev n1 vid 200${self}`];
	const there = { ...inputs, bridgeVlans: [first] };
	expect(linesFor(vlans, there)).toEqual([...add, `vlan del dev n1 vid 1${self}`]);
	expect(linesFor([...vlans, 1], there)).toEqual([`vlan add dev n1 vid 1${self}`, ...add]);
	expect(linesFor([], there)).toEqual([`vlan del dev n1 vid 1-4094${self}`]);
	if (self === "") expect(linesFor(vlans, { bridgeVlans: [first] })).toEqual([`vlan del dev n1 vid 1-4094`, ...add]);
});
