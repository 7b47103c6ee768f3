import type { Clock, Sleep } from "../../../provider/base/clock";

/** A clock whose sleeps end at once and advance its time. */
export class FastClock implements Clock {
	/** The lengths of the sleeps so far, in milliseconds. */
	sleeps: number[] = [];
	private time = 1_000_000;

	now(): number {
		return this.time;
	}

	sleep(ms: number): Sleep {
		this.sleeps.push(ms);
		this.time += ms;
		return { over: new Promise((resolve) => setImmediate(resolve)), end: () => {} };
	}
}
