/**
 * How long a host waits for more work before it starts a batch. The engine hands changes out one by one,
 * some milliseconds apart (it writes its checkpoint in between), and never more at once than its parallelism:
 * a short wait makes one batch of what would be many. The pauses seen so far say how long is worth while.
 */
export class Window {
	private pause = 15;
	private last = 0;

	/** Notes that a piece of work came in. */
	arrived(now: number): void {
		const gap = now - this.last;
		this.last = now;
		if (gap < 250) this.pause += (gap - this.pause) / 8;
	}

	/** The quiet time, in milliseconds, after which no more is to be hoped for. */
	get quiet(): number {
		return Math.min(150, Math.max(25, this.pause * 4));
	}

	/** No batch is held back longer than this, in milliseconds. */
	static readonly longest = 1500;
}
