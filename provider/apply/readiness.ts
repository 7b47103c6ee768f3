import { isObserver } from "../plan/ownership";
import type { Job, WaitingRoom } from "./context";
import { unmetRequirements } from "./dependency-order";

/** How long a change waits for what it needs after the program has gone quiet about its host, in milliseconds. */
const quietTimeout = 2_000;

/** How long it waits for what the program is still to make, after something was last made, in milliseconds. */
const longestWait = 30_000;

/** What a job needs that is not there, and whether it is to wait for that. */
export interface Wait {
	missing: string[];
	wait: boolean;
}

export function waitsFor(host: WaitingRoom, job: Pick<Job, "operation" | "since">, alsoMade: (claim: string) => boolean): Wait {
	const { register, facts, began, busyUntil } = host;
	if (looksOnly(job) && changesToCome(host, job)) return { missing: [], wait: true };
	const waited = began - Math.max(job.since, busyUntil);
	const comes = (what: string) => waited < longestWait && register.comesBefore(what, job.operation, facts);
	const needs = unmetRequirements(job.operation, facts).filter(({ what, ifComing }) =>
		ifComing ? comes(what) : !alsoMade(what),
	);
	const missing = needs.map((need) => need.what);
	const promised = needs.some(({ what, from }) => register.willHave(from ?? what));
	const quiet = began - Math.max(job.since, busyUntil, register.heard);
	return { missing, wait: missing.length > 0 && (promised ? waited < longestWait : quiet < quietTimeout) };
}

const looksOnly = ({ operation }: Pick<Job, "operation">): boolean => isObserver(operation) && operation.mode !== "delete";

/** Whether a host of this run has changes to come, as long as any of them is at work. */
function changesToCome(host: WaitingRoom, { since }: Pick<Job, "since">): boolean {
	const all = host.all();
	const busy = all.map((other) => (other === host ? host.busyUntil : other.lastBusy));
	return all.some(({ register }) => register.isUnfinished) && Date.now() - Math.max(since, ...busy) < longestWait;
}
