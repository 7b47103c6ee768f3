import { rowOf, writeReport } from "../support/fault-report";
import { Disturbed, faults, newTally, randomParts, type Stage, type Tally } from "../support/faults";

// Runs that are disturbed at random points: FAULTS_ROUNDS (5) per fault, FAULTS_KILLS where a process is killed, FAULTS_SEED, FAULTS_ONLY (a
// regular expression for their names). FAULTS_REPORT is the file that gets the figures.
const rounds = Number(process.env.FAULTS_ROUNDS ?? 5);
const kills = Number(process.env.FAULTS_KILLS ?? rounds);
const most = Math.max(rounds, kills);
const only = process.env.FAULTS_ONLY ?? "";

const head = `
const br = new ovs.Bridge("br-f", { host });
const red = new ovs.VRF("red", { host, table: 909 });
new ovs.Namespace("fns", { host, name: "fns" });
const tap = new ovs.Link("tapf", { host, type: "veth", up: true, peer: { name: "tapf-in", up: true } });
`;
const first = `${head}
for (let i = 0; i < 6; i++) new ovs.Port("p" + i, { host, bridge: br.name, type: "internal", tag: i + 1, addresses: ["10.9." + i + ".1/24"] });
for (let i = 0; i < 4; i++) new ovs.Link("d" + i, { host, type: "dummy", up: true, addresses: ["10.8." + i + ".1/24"] });
new ovs.Tunnel("tk", { host, type: "gretap", remoteIp: "192.0.2.9", localIp: "192.0.2.1", key: 9 });
new ovs.Tunnel("to", { host, bridge: br.name, type: "vxlan", remoteIp: "192.0.2.9", key: 9 });
new ovs.Link("theirs", { host, type: "dummy", mtu: 1300, adopt: true });
new ovs.Link("eth0", { host, type: "device", mtu: 1400 });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Rule("pref", { host, priority: 909, from: "10.9.0.0/24", table: 909 });
new ovs.NftTable("lost", { host, family: "inet", chains: { c: { rules: ["accept"] } }, sets: { s: { type: "ipv4_addr", elements: ["10.0.0.1"] } } });
new ovs.OpenFlowTable("flows", { host, bridge: br.name, table: 9, flows: [{ priority: 1, actions: "drop" }, { priority: 2, match: "ip", actions: "NORMAL" }] });
new ovs.Trunk("vm1", { host, parent: { port: "tapf", tag: 5 }, subports: [{ name: "one", segmentationId: 100, tag: 6 }], integrationBridge: br.name }, { dependsOn: tap });
`;
const second = `${head}
for (let i = 0; i < 5; i++) new ovs.Port("p" + i, { host, bridge: br.name, type: "internal", tag: i + 11, addresses: ["10.9." + i + ".2/24"] });
for (let i = 1; i < 6; i++) new ovs.Link("d" + i, { host, type: "dummy", up: true, mtu: 1400, addresses: ["10.8." + i + ".9/24"] });
new ovs.Tunnel("tk", { host, type: "gretap", remoteIp: "192.0.2.9", localIp: "192.0.2.1", key: 10 });
new ovs.Tunnel("to", { host, bridge: br.name, type: "geneve", remoteIp: "192.0.2.8", key: 10 });
new ovs.Link("theirs", { host, type: "dummy", mtu: 1280, adopt: true });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Rule("pref", { host, priority: 910, from: "10.9.0.0/24", table: 909 });
new ovs.NftTable("lost", { host, family: "inet", chains: { c: { rules: ["drop"] }, d: {} }, sets: { s: { type: "ipv4_addr", elements: ["10.0.0.2"] } } });
new ovs.OpenFlowTable("flows", { host, bridge: br.name, table: 9, flows: [{ priority: 1, actions: "NORMAL" }, { priority: 3, match: "arp", actions: "NORMAL" }] });
new ovs.Trunk("vm1", { host, parent: { port: "tapf", tag: 5 }, subports: [{ name: "one", segmentationId: 101, tag: 6 }, { name: "two", segmentationId: 102, tag: 7 }], integrationBridge: br.name }, { dependsOn: tap });
`;
/** A route and a neighbor of others over a tunnel that the updates make again. */
const theirs = {
	make: "ip route replace 198.51.100.64/26 dev tk metric 78; ip neigh replace 198.51.100.65 lladdr 02:00:00:00:09:09 nud permanent dev tk",
	show: "ip route show dev tk metric 78; ip neigh show dev tk nud permanent",
};
const stages: Stage[] = [
	{ name: "create", program: first, theirs },
	{ name: "update", program: second },
	{ name: "update back", program: first },
	{ name: "destroy" },
];
const stagesOn = (host: string): Stage[] =>
	stages.map((stage) => ({ ...stage, ...(stage.program ? { program: `const host = "${host}";${stage.program}` } : {}) }));

jest.setTimeout(most * faults.length * 4 * 180_000);

const seed = Number(process.env.FAULTS_SEED ?? 1);

test("the next run mends what a disturbed run has left", async () => {
	const chosen = faults.filter(({ name }) => new RegExp(only).test(name));
	const tallies = new Map(chosen.map(({ name }) => [name, newTally()]));
	const stacks = new Map<string, Disturbed>();
	try {
		for (const [round, parts] of randomParts(most, stages.length, seed).entries()) {
			for (const fault of chosen.filter(({ name }) => round < (name.endsWith("is killed") ? kills : rounds))) {
				const host = fault.onOwnDisks ? "h2" : "h1";
				const stack = stacks.get(host) ?? (await Disturbed.on(host, "faults", stagesOn(host), fault));
				stacks.set(host, stack);
				const tally = tallies.get(fault.name) as Tally;
				try {
					await stack.round(parts.map((part) => ({ fault, part, tally })));
				} catch (error) {
					tally.wrong.push(`${fault.name}: ${(error as Error).message}`);
					await stack.end();
					stacks.delete(host);
				}
				process.stderr.write(`${rowOf(fault.name, tally)}\n${tally.wrong.map((one) => `WRONG ${one}\n`).join("")}`);
			}
			const command = `FAULTS_REPORT=docs/faults.md FAULTS_SEED=${seed} FAULTS_ROUNDS=${Math.min(round + 1, rounds)} FAULTS_KILLS=${Math.min(round + 1, kills)} npm test -- soak --testPathPatterns soak/faults`;
			if (process.env.FAULTS_REPORT) await writeReport(process.env.FAULTS_REPORT, command, tallies);
		}
	} finally {
		for (const stack of stacks.values()) await stack.end();
	}
	expect([...tallies.values()].flatMap(({ wrong }) => wrong)).toEqual([]);
});
