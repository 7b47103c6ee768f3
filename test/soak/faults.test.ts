import { componentScenarios, mixedOn, type Scenario } from "../support/fault-programs";
import { rowOf, writeReport } from "../support/fault-report";
import { Disturbed, type Fault, faults, newTally, randomParts, type Tally } from "../support/faults";

// Runs that are disturbed at random points. A stack of all sorts of objects on one host has every fault, and the components have those in
// which a process is killed. FAULTS_ROUNDS (5) per fault, FAULTS_KILLS where a process is killed, FAULTS_SEED, FAULTS_ONLY (a regular
// expression for the names of faults). FAULTS_REPORT is the file that gets the figures.
const rounds = Number(process.env.FAULTS_ROUNDS ?? 5);
const kills = Number(process.env.FAULTS_KILLS ?? rounds);
const seed = Number(process.env.FAULTS_SEED ?? 1);
const only = new RegExp(process.env.FAULTS_ONLY ?? "");

const most = Math.max(rounds, kills);
const isKill = ({ name }: Fault) => name.endsWith("is killed");
const roundsOf = (fault: Fault) => (isKill(fault) ? kills : rounds);

/** A fault of a stack, and what came of it. */
interface Trial {
	fault: Fault;
	scenario: Scenario;
	name: string;
	tally: Tally;
}

const trialOf = (fault: Fault, scenario: Scenario): Trial => ({
	...{ fault, scenario, tally: newTally() },
	name: scenario.name ? `${fault.name}: ${scenario.name}` : fault.name,
});

/** The trials of each stack that is there at one time. The faults of disks have a host of their own. */
const chosen = faults.filter(({ name }) => only.test(name));
const [shared, ownDisks] = [mixedOn("h1"), mixedOn("h2")];
const groups: Trial[][] = [
	chosen.map((fault) => trialOf(fault, fault.onOwnDisks ? ownDisks : shared)),
	...componentScenarios.map((scenario) => chosen.filter(isKill).map((fault) => trialOf(fault, scenario))),
];
const tallies = new Map(groups.flat().map(({ name, tally }) => [name, tally]));

const command = `FAULTS_REPORT=docs/faults.md FAULTS_SEED=${seed} FAULTS_ROUNDS=${rounds} FAULTS_KILLS=${kills} npm test -- soak --testPathPatterns soak/faults`;

jest.setTimeout(most * groups.flat().length * 4 * 180_000);

async function disturb(group: Trial[]): Promise<void> {
	const stacks = new Map<Scenario, Disturbed>();
	try {
		for (const [round, parts] of randomParts(most, shared.stages.length, seed).entries()) {
			for (const { fault, scenario, name, tally } of group.filter((trial) => round < roundsOf(trial.fault))) {
				try {
					const stack = stacks.get(scenario) ?? (await Disturbed.on(scenario.hosts, "faults", scenario.stages, fault));
					stacks.set(scenario, stack);
					await stack.round(parts.map((part) => ({ fault, part, tally })));
				} catch (error) {
					tally.wrong.push(`${name}: ${(error as Error).message}`);
					await stacks.get(scenario)?.end();
					stacks.delete(scenario);
				}
				process.stderr.write(`${rowOf(name, tally)}\n${tally.wrong.map((one) => `WRONG ${one}\n`).join("")}`);
			}
			if (process.env.FAULTS_REPORT) await writeReport(process.env.FAULTS_REPORT, command, tallies);
		}
	} finally {
		for (const stack of stacks.values()) await stack.end();
	}
}

test("the next run mends what a disturbed run has left", async () => {
	for (const group of groups) await disturb(group);
	expect([...tallies.values()].flatMap(({ wrong }) => wrong)).toEqual([]);
});
