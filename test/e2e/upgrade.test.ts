import { proposed } from "../support/events";
import { onHost, tryOnHost } from "../support/hosts";
import { Project } from "../support/project";
import {
	box,
	connectionOf,
	numbersOf,
	recorded,
	recordedResources,
	type StoredResource,
	withResources,
} from "../support/recorded-stack";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// A stack that an earlier version made goes on working. Its state and its hosts' content are recorded: test/recorded/upgrade/README.md.
const hosts = ["h1", "h2", "gw", box];
const p = new Project("upgrade", { "program.js": recorded("program.js") });
const connection = connectionOf(box);
let before: string[][];
let numbers: Awaited<ReturnType<typeof numbersOf>>[];
let resources: StoredResource[];
let emptyStack: string;

const program = (changes = {}) =>
	p.program(`require("./program.js")(ovs, pulumi, ${JSON.stringify(connection)}, ${JSON.stringify(changes)});`);

const onAll = <T>(work: (host: string) => Promise<T>) => Promise.all(hosts.map(work));
const lay = (host: string, whose: "ours" | "theirs") => onHost(host, recorded(`${host}-${whose}.sh`));

/** After a test that failed: cleanHost takes bridges, devices and namespaces away, but no tables, rules and routes without a device. */
const leftovers = `
nft flush ruleset; sysctl -qw net.ipv4.conf.default.accept_redirects=1
for f in -4 -6; do
  ip $f route flush table all proto 250
  ip $f rule show pref 32765 | grep -q local && ip $f rule add pref 0 table local && ip $f rule del pref 32765
  for pref in 700 701 702 703; do ip $f rule del pref $pref; done
done`;

async function clean(): Promise<void> {
	await onAll(cleanHost);
	await onAll((host) => tryOnHost(host, leftovers));
}

/** Everything that destroy has to leave as it was. A controller that is put back is a new row. */
async function content(host: string): Promise<string[]> {
	const lines = (await snapshot(host)).filter((line) => !/^(Bridge table: controller|Controller table: _uuid) /.test(line));
	const flows = await onHost(host, "for b in $(ovs-vsctl list-br); do ovs-ofctl --no-stats dump-flows $b; done");
	return [...lines, ...flows.split("\n")];
}

async function importRecording(): Promise<void> {
	p.write({ "state.json": withResources(emptyStack, resources) });
	await p.must(["stack", "import", "--file", "state.json"]);
}

/** All but the resources that the program only reads. */
const own = (all = resources) => all.filter(({ external }) => !external);

/** What the provider itself has put into the state, by URN. */
const stored = (all: StoredResource[]) =>
	Object.fromEntries(
		own(all)
			.filter(({ type }) => type.includes("dynamic"))
			.map(({ urn, id, inputs, outputs }) => [urn, { id, inputs, outputs }]),
	);

/** The outputs that the kinds did not have when the state was recorded. A refresh adds them. */
const newOutputs = ["macAddress"];

beforeAll(async () => {
	await clean();
	await Promise.all(["h1", "h2", "gw"].map((host) => lay(host, "theirs")));
	before = await onAll(content);
	await onAll((host) => lay(host, "ours"));
	numbers = await onAll(numbersOf);
	const byName = Object.fromEntries(hosts.map((host, i) => [host === box ? connection.name : host, numbers[i] ?? {}]));
	resources = recordedResources(byName, connection);
	emptyStack = (await program().must(["stack", "export"])).output;
	await importRecording();
});

afterAll(async () => {
	p.remove();
	await clean();
});

test("a preview of the same program has nothing to do", async () => {
	const { code, changes } = await p.preview("--expect-no-changes");
	expect([code, changes]).toEqual([0, { same: own().length }]);
});

test("a refresh finds no change: the state is the recorded one", async () => {
	await p.must(["refresh", "--yes", "--skip-preview"]);
	const { output } = await p.must(["stack", "export", "--show-secrets"]);
	const recorded = stored(resources);
	const now = stored(JSON.parse(output).deployment.resources);
	for (const [urn, { outputs }] of Object.entries(now))
		for (const name of newOutputs) if (outputs && recorded[urn]?.outputs?.[name] === undefined) delete outputs[name];
	expect(now).toEqual(recorded);
});

test("an update changes what it says, and makes nothing anew", async () => {
	await importRecording(); // The refresh has written the state anew.
	program({
		...{ site: "lab2", aging: "90", tag: 11, rate: 4000000, key: 101 },
		...{ peers: { h2: "192.0.2.2", h3: "192.0.2.3", h4: "192.0.2.4" }, networks: ["red", "blue", "green"] },
		...{ subportTag: 21, snaplen: 256, sampling: 128, flow: "NORMAL", retries: 5, mtu: 1410, vlanAddress: "10.9.6.2/24" },
		...{ forward: 0, via: "10.71.0.10", mark: 8, port: 23, ipip: "10.74.0.5/30", members: ["member0", "member3"] },
		...{ devices: ["kd0"], boxMtu: 1200, theirPurpose: "more", theirTag: 9, theirFlow: "NORMAL" },
		...{ theirVia: "10.76.0.7", theirPort: 9090 },
	});
	const updated = [
		...["acc", "box0", "br-one", "by-mark", "dum", "dum.5", "flows", "forward", "h2-answers", "kfast", "kgw", "kip", "kred"],
		...["local", "mirror", "plain", "root", "samples", "their-flows", "their-port", "their-route", "their-table", "theirs"],
		...["tun1", "vm1", "vm2", "vt"],
	];
	expect(proposed(await p.up())).toEqual(updated.map((name) => `update ${name}`));
	expect(await onAll(numbersOf)).toMatchObject(numbers);
	expect(
		await onHost(
			"h1",
			`ovs-vsctl get Port acc tag -- get Port theirs0 tag -- get Interface tun1 options:key -- get Bridge br-theirs external_ids:purpose \
-- get Port vt-h4 protected -- get Bridge br-two external_ids:pulumi-ovs-vlan-3; ip netns list | wc -l`,
		),
	).toBe('11\n9\n"101"\nmore\ntrue\ngreen\n1');
	expect(
		await onHost(
			"h2",
			"ip route show 10.81.0.0/16; ip route show 10.77.0.0/16; ip rule show pref 701; nft list set inet kgw ports",
		),
	).toMatch(/via 10\.71\.0\.10 .*via 10\.76\.0\.7 .*fwmark 0x8\/0xff .*elements = \{ 23, 443 \}/s);
});

test("destroy leaves the hosts as they were before the stack", async () => {
	expect((await p.destroy()).changes).toMatchObject({ delete: own().length });
	const after = await onAll(content);
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual(hosts.map(() => []));
});
