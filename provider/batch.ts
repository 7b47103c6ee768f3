import { type Fact, type Facts, isMeasurement } from "./facts";
import type { Job, Workplace } from "./job";
import { factsAfter, factsBefore, named, type Operation, type Planned, plan, problems } from "./operation";
import { type CallResult, calls } from "./script";
import { repairSideEffects, standingFacts } from "./sideeffects";
import type { Call, Step } from "./steps";
import { ovsTimeout, touchedRows } from "./tools/ovs";
import { waves } from "./waves";

interface Ready extends Planned {
	job: Job;
	operation: Operation;
}

/** A change that did not come about. What got half made can be seen in the facts. */
export class ChangeError extends Error {
	constructor(
		message: string,
		readonly facts: Facts,
		readonly previous?: Record<string, unknown>,
	) {
		super(message);
		this.name = "ChangeError";
	}
}

/** Plans, carries out and verifies what is ready; returns the jobs that still wait for what they need. */
export async function runBatch(host: Workplace, jobs: Job[]): Promise<Job[]> {
	try {
		await readMissing(
			host,
			jobs.map((job) => job.operation),
		);
	} catch (error) {
		for (const job of jobs) job.reject(refusal(host, job.operation, (error as Error).message));
		return [];
	}
	const waiting: Job[] = [];
	const ready: Ready[] = [];
	for (const job of jobs) {
		try {
			const planned = planJob(host, job, jobs);
			if (planned) ready.push(planned);
			else waiting.push(job);
		} catch (error) {
			job.reject(refusal(host, job.operation, (error as Error).message));
		}
	}
	const idle = ready.filter((r) => r.steps.length === 0 && !factsAfter(r.operation).some(isMeasurement));
	for (const r of idle) settle(host, r);
	const busy = ready.filter((r) => !idle.includes(r));
	if (busy.length > 0) await carryOut(host, busy);
	return waiting;
}

function planJob(host: Workplace, job: Job, batch: Job[]): Ready | undefined {
	const { operation } = job;
	const others = batch.filter((j) => j !== job).map((j) => j.operation);
	const claimed = (deleted: boolean) =>
		new Set(others.filter((o) => (o.mode === "delete") === deleted).flatMap((o) => o.kind.claims(o.want)));
	const alsoMade = claimed(false);
	const { missing, wait } = host.waitsFor(job, alsoMade);
	if (wait) return undefined;
	if (missing.length > 0)
		throw new Error(
			`it needs ${missing.join(" and ")}, which is not on this host: correct the name, or declare it before this resource, so that it is made first`,
		);
	const planned = plan(operation, host.facts, operation.mode === "delete" ? claimed(true) : undefined);
	if (host.facts.has({ read: "ovs" }) && planned.steps.some((s) => s.tool === "ovs") && host.facts.ovsDaemonDown)
		throw new Error(
			"ovs-vswitchd is not running on this host, so nobody would carry the change out: systemctl start openvswitch-switch",
		);
	return { ...planned, job, operation };
}

const refusal = (host: Workplace, operation: Operation, reason: string): Error => named(host.name, operation, reason);

/** Runs a group as one script; what failed in it is run again in halves, so that in the end exactly the guilty one fails, with its own message. */
async function carryOut(host: Workplace, group: Ready[]): Promise<void> {
	const disruptive = group.some((r) => r.steps.some(isDisruptive));
	const before = host.facts;
	const tools = new Set<string>(group.flatMap((r) => r.steps.map((s) => s.tool)));
	const reads = group
		.flatMap((r) => [...factsBefore(r.operation), ...factsAfter(r.operation)])
		.filter((fact) => !(isLasting(fact, tools) && before.has(fact)));
	if (disruptive || group.some((r) => r.steps.some(upsetsFlows))) host.disturbed ??= before;
	let failed: string | undefined;
	try {
		const script = waves(group, before).flatMap((wave) => calls(wave.flatMap((p) => p.steps)));
		const wide = disruptive ? [...reads, ...standingFacts(host.register, before)] : narrowed(reads, group, before);
		const done = await host.run(script, wide, staleAfter(group));
		failed = failure(script, done);
		if (disruptive) await repairSideEffects(host, before);
	} catch (error) {
		for (const r of group) r.job.reject(refusal(host, r.operation, (error as Error).message));
		return;
	}
	// The rows may be as wanted, and nobody acted on them.
	const silent = failed?.startsWith(daemonSilent) ? failed : undefined;
	const suspects = failed && !silent && group.length > 1 ? group.filter((r) => wrongWith(host, r).length > 0) : [];
	for (const r of group)
		if (!suspects.includes(r)) settle(host, r, failed, r.steps.some((s) => s.tool === "ovs") ? silent : undefined);
	const half = Math.ceil(suspects.length / 2);
	for (const part of [suspects.slice(0, half), suspects.slice(half)]) {
		await readMissing(
			host,
			part.map((r) => r.operation),
		);
		const again = part.flatMap((r) => replan(host, r) ?? []);
		if (again.length > 0) await carryOut(host, again);
	}
}

/** Reading a large switch back after each batch would cost more than the changes: a batch reads the rows that it touches. */
function narrowed(reads: Fact[], group: Ready[], known: Facts): Fact[] {
	const steps = group.flatMap((r) => r.steps).filter((s) => s.tool === "ovs");
	if (steps.length === 0 || !known.has({ read: "ovs" })) return reads;
	const names = [...new Set(steps.flatMap(touchedRows))];
	if (names.length * 2 > known.ovs.ports.size) return reads;
	return reads.map((fact) => (fact.read === "ovs" ? { read: "ovs-rows", names } : fact));
}

async function readMissing(host: Workplace, operations: Operation[]): Promise<void> {
	const missing = operations.flatMap(factsBefore).filter((fact) => !host.facts.has(fact));
	if (missing.length > 0) await host.run([], missing);
}

function replan(host: Workplace, ready: Ready): Ready | undefined {
	try {
		return { ...ready, ...plan(ready.operation, host.facts), previous: ready.previous };
	} catch (error) {
		ready.job.reject(refusal(host, ready.operation, (error as Error).message));
		return undefined;
	}
}

/** Ends a job by what is on the host now. */
function settle(host: Workplace, ready: Ready, failed?: string, silent?: string): void {
	const { job, operation, previous } = ready;
	const wrong = silent ? [silent] : wrongWith(host, ready);
	if (wrong.length === 0) {
		host.register.mark(operation.id, "applied");
		job.resolve({ facts: host.facts, previous });
	} else job.reject(new ChangeError(refusal(host, operation, failed ?? wrong.join("; ")).message, host.facts, previous));
}

function wrongWith(host: Workplace, ready: Ready): string[] {
	try {
		return problems(ready.operation, host.facts, ready);
	} catch (error) {
		return [(error as Error).message];
	}
}

const daemonSilent = "ovs-vswitchd did not take the change over";

function failure(script: Call[], done: CallResult[]): string | undefined {
	const at = done.findIndex((result) => result.code !== undefined && result.code !== 0);
	const [call, result] = [script[at], done[at]];
	return call && result && reasonOf(call, result);
}

function reasonOf({ argv, stdin }: Call, { code, stderr }: CallResult): string {
	if (argv[0] === "ovs-vsctl" && (code === 142 || stderr.includes("Alarm clock")))
		return `${daemonSilent} within ${ovsTimeout} seconds: is it running, is it stuck? (systemctl status openvswitch-switch; the change may still come about)`;
	// nft's mark under what it does not understand says something only in its own line.
	if (argv.includes("nft") && stderr) return `nft refuses it, and nothing of it was changed:\n${stderr}`;
	const said = stderr
		.split("\n")
		.filter((line) => line !== "" && !/^Command failed -:\d+$/.test(line))
		.join("; ");
	const line = /^Command failed -:(\d+)$/m.exec(stderr)?.[1];
	const command = line === undefined ? undefined : stdin?.split("\n")[Number(line) - 1];
	if (command !== undefined) return `ip ${command}: ${said}`;
	return said || `${argv.slice(0, 2).join(" ")} … exited with status ${code}`;
}

/** How flows are written depends on nothing but the bridge's protocols: what is known of it need not be read again. */
const isLasting = (fact: Fact, tools: Set<string>): boolean => fact.read === "flows-rendered" && !tools.has("ovs");

/** What these changes may have changed beside what is read back with them. */
function staleAfter(group: Ready[]): (fact: Fact) => boolean {
	const tools = new Set<string>(group.flatMap((r) => r.steps.map((s) => s.tool)));
	return (fact) =>
		(fact.read === "links" && (tools.has("ip") || tools.has("ovs"))) ||
		(fact.read === "namespaces" && tools.has("ip")) ||
		// A device that goes down or away takes routes along, and the first VRF brings a rule.
		((fact.read === "routes" || fact.read === "rules") && ["ip", "ovs", "local-rule"].some((tool) => tools.has(tool))) ||
		(fact.read === "nft" && (tools.has("ip") || tools.has("nft"))) ||
		// A bridge made anew has none, and its protocols decide how flows are written.
		(fact.read === "flows" && (tools.has("ovs") || tools.has("ofctl"))) ||
		(fact.read === "flows-rendered" && !isLasting(fact, tools));
}

/**
 * True for steps by which OVS drops flows, or by which flows that name a port come to mean another one: a port that is made
 * anew has another number; a bridge's flows go with a change of its controllers, fail mode and datapath.
 */
function upsetsFlows(step: Step): boolean {
	if (step.tool !== "ovs") return false;
	if (step.op === "set") return step.table === "Bridge" && ("fail_mode" in step.columns || "datapath_type" in step.columns);
	return (step.op === "delete" && step.table === "Port") || (step.op === "refer" && step.table === "Bridge");
}

/** True for steps by which the kernel or OVS drops more than the step names: what hangs on a device, a bridge, a namespace. */
function isDisruptive(step: Step): boolean {
	if (step.tool === "ovs") return step.op === "move" || (step.op === "delete" && step.table === "Bridge");
	return (
		step.tool === "ip" &&
		(["delete-addresses", "delete-links", "delete-namespaces", "moves", "masters"].includes(step.phase) ||
			["master", "nomaster", "down"].some((w) => step.args.includes(w)))
	);
}
