import { type Disturbance, Disturbed, faults, newTally, randomParts } from "../support/faults";

// A small stack, whose creation, update and deletion are disturbed at random points, by another fault each time. Three rounds
// (FAULTS_ROUNDS) disturb each of the three by each fault. FAULTS_SEED sets other points, FAULTS_ONLY is a regular expression for their
// names. test/soak/faults.test.ts disturbs a larger stack.
const seed = Number(process.env.FAULTS_SEED ?? 1);
const rounds = Number(process.env.FAULTS_ROUNDS ?? 1);
const only = process.env.FAULTS_ONLY ?? "";

const program = (host: string, tag: number) => `
const host = "${host}";
new ovs.Bridge("br-f", { host });
new ovs.Port("pf", { host, bridge: "br-f", type: "internal", tag: ${tag} });
new ovs.Link("df", { host, type: "dummy", addresses: ["10.8.0.${tag}/24"] });
new ovs.Route("away", { host, destination: "10.7.${tag}.0/24", via: "10.8.0.9" });
new ovs.Rule("pref", { host, priority: 909, from: "10.7.${tag}.0/24", table: 909 });
new ovs.NftTable("ft", { host, family: "inet", chains: { c: { rules: ["tcp dport ${tag} accept"] } } });
new ovs.OpenFlowTable("flows", { host, bridge: "br-f", table: 9, flows: [{ priority: ${tag}, actions: "drop" }] });
`;
const stagesOn = (host: string) => [
	{ name: "create", program: program(host, 5) },
	{ name: "update", program: program(host, 6) },
	{ name: "destroy" },
];

const stages = stagesOn("").length;

jest.setTimeout(rounds * 1_800_000);

const wrong: string[] = [];
const tally = { ...newTally(), wrong };

/** The disturbances of the stages, a list for each life of the stack. */
function disturbances(onOwnDisks: boolean): (Disturbance | undefined)[][] {
	const some = faults.filter((fault) => (fault.onOwnDisks ?? false) === onOwnDisks);
	const perRound = Math.ceil(some.length / stages);
	const lives = randomParts(rounds * perRound, stages, seed).map((parts, i) =>
		parts.map((part, stage) => {
			const round = Math.floor(i / perRound);
			const fault = some[(i % perRound) * stages + ((stage + round) % stages)];
			return fault && new RegExp(only).test(fault.name) ? { fault, part, tally } : undefined;
		}),
	);
	return lives.filter((life) => life.some(Boolean));
}

/** Disturbs a stack on one host, with lives from the list. */
async function disturb(host: string, lives: (Disturbance | undefined)[][], onOwnDisks = false): Promise<void> {
	if (lives.length === 0) return;
	const stack = await Disturbed.on([host], "faults", stagesOn(host), { onOwnDisks });
	try {
		for (let life = lives.shift(); life; life = lives.shift()) await stack.round(life);
	} catch (error) {
		wrong.push(`${host}: ${(error as Error).message}`);
	} finally {
		await stack.end();
	}
}

test(`the next run mends what a disturbed run has left (FAULTS_SEED=${seed} FAULTS_ROUNDS=${rounds})`, async () => {
	// Where the clock or the whole virtual machine is disturbed, the other hosts are, too.
	const onSharedDisk = disturbances(false);
	const ends = await Promise.allSettled([
		disturb("h1", onSharedDisk),
		disturb("h2", disturbances(true), true),
		disturb("h3", onSharedDisk),
	]);
	for (const end of ends) if (end.status === "rejected") wrong.push(String(end.reason));
	expect(wrong).toEqual([]);
	expect(tally.tried).toBeGreaterThan(0);
});
