import { availableParallelism } from "node:os";

/**
 * When a host starts its next batch. The engine hands changes out one by one, some milliseconds apart (it writes its
 * checkpoint in between), and never more at once than its parallelism: a short wait makes one batch of what would be many.
 */
export class Window {
	/** The longest of the engine's recent pauses between two changes, in milliseconds. */
	private engineGap = 30;
	/** When the engine last had a reason to hand out the next one. */
	private since = 0;
	/** Changes that the engine waits for, on all hosts. */
	private static underWay = 0;
	/** How many changes the engine has under way at the most: its default, what the environment says, or what was seen. */
	private static parallelism = Number(process.env.PULUMI_PARALLEL) || availableParallelism() * 4;

	/** Notes that a piece of work came in, at this time in milliseconds. */
	arrived(now: number): void {
		const gap = now - this.since;
		this.since = now;
		// Longer ones are not the engine's own: it had nothing to hand out.
		if (gap < 2000) this.engineGap = Math.max(gap, this.engineGap * 0.9);
		Window.underWay++;
		Window.parallelism = Math.max(Window.parallelism, Window.underWay);
	}

	/** Notes that a piece of work was answered: the engine has room for another. */
	ended(now: number): void {
		this.since = now;
		Window.underWay--;
	}

	/** The quiet time, in milliseconds, after which no more is to be hoped for. */
	get quiet(): number {
		return Math.min(1500, Math.max(50, this.engineGap * 2));
	}

	/** True where most of what the engine gives at once is there, or all of it is: the rest comes while this is carried out. */
	isFull(waiting: number): boolean {
		return waiting > Window.parallelism * 0.85 || Window.underWay >= Window.parallelism;
	}

	/**
	 * The quiet time while changes are known to come, in milliseconds: the engine has them in hand (it registers a resource when what it depends
	 * on is there) and is busy with its checkpoint.
	 */
	static readonly promised = 1000;

	/** No batch is held back longer than this, in milliseconds. */
	static readonly longest = 5000;
}
