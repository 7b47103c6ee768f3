import { isMeasurement } from "../model/facts";
import { factsAfter } from "../plan/observe";
import { type BatchEntry, planNow, refuse, settle } from "./batch-entry";
import { claimCounts, comesWith, type HostContext, type Job, readMissing } from "./context";
import { carryOut } from "./execute";
import { waitsFor } from "./readiness";

/** Plans, carries out and verifies what is ready; returns the jobs that still wait for what they need. */
export async function runBatch(host: HostContext, jobs: Job[]): Promise<Job[]> {
	try {
		await readMissing(
			host,
			jobs.map((job) => job.operation),
		);
	} catch (error) {
		for (const job of jobs) refuse(host, job, error);
		return [];
	}
	const { ready, waiting } = planAll(host, jobs);
	const idle = ready.filter((r) => r.steps.length === 0 && !factsAfter(r.operation).some(isMeasurement));
	for (const r of idle) settle(host, r);
	const busy = ready.filter((r) => !idle.includes(r));
	if (busy.length > 0) await carryOut(host, busy);
	return waiting;
}

/** What is refused here neither brings nor takes what the others count on: they are planned again without it. */
function planAll(host: HostContext, jobs: Job[]): { ready: BatchEntry[]; waiting: Job[] } {
	const { able, made } = withoutWaiting(host, jobs);
	const leaving = new Set(jobs.filter(isDelete).flatMap(({ operation: { kind, want } }) => kind.provides(want)));
	const refused = new Set<Job>();
	const ready = able.flatMap((job) => {
		try {
			return [planJob(host, job, made, leaving)];
		} catch (error) {
			refuse(host, job, error);
			refused.add(job);
			return [];
		}
	});
	const left = jobs.filter((job) => !refused.has(job));
	if (refused.size > 0) return planAll(host, left);
	return { ready, waiting: left.filter((job) => !able.includes(job)) };
}

/** Those whose needs are there or come with the others of the batch: what waits itself brings nothing. */
function withoutWaiting(host: HostContext, jobs: Job[]): { able: Job[]; made: Map<string, number> } {
	const made = claimCounts(jobs);
	const able = jobs.filter((job) => !waits(host, job, made));
	return able.length === jobs.length ? { able, made } : withoutWaiting(host, able);
}

function waits(host: HostContext, job: Job, made: Map<string, number>): boolean {
	try {
		return waitsFor(host, job, comesWith(job, made)).wait;
	} catch {
		return false; // Its planning says why.
	}
}

const isDelete = ({ operation }: Job): boolean => operation.mode === "delete";

function planJob(host: HostContext, job: Job, made: Map<string, number>, leaving: Set<string>): BatchEntry {
	const { operation } = job;
	const comes = comesWith(job, made);
	const { missing } = waitsFor(host, job, comes);
	if (missing.length > 0)
		throw new Error(
			`it needs ${missing.join(" and ")}, which is not on this host: correct the name, or declare it before this resource, so that it is made first`,
		);
	const planned = planNow(host, operation, { leaving, comes });
	if (host.facts.has({ read: "ovs" }) && planned.steps.some((s) => s.tool === "ovs") && host.facts.ovsDaemonDown)
		throw new Error(
			"ovs-vswitchd is not running on this host, so nobody would carry the change out: systemctl start openvswitch-switch",
		);
	return {
		...planned,
		job,
		operation,
		leaving,
		comes,
		origin: host.facts,
		begun: false,
		noted: false,
		tried: [],
		owed: [],
		warnings: [],
	};
}
