import { availableParallelism } from "node:os";

/**
 * When a host starts its next batch. The engine hands changes out one by one, some milliseconds apart (it writes its
 * checkpoint in between), and never more at once than its parallelism: a short wait makes one batch of what would be many.
 */
export class Window {
	/** Milliseconds between two arrivals, on average. */
	private gap = 10;
	private last = 0;
	/** Answers since the last batch began. */
	private answered = 0;
	/** Changes that the engine waits for, on all hosts. */
	private static underWay = 0;
	/** How many changes the engine has under way at the most: its default, what the environment says, or what was seen. */
	private static parallelism = Number(process.env.PULUMI_PARALLEL) || availableParallelism() * 4;

	/** Notes that a piece of work came in. */
	arrived(now: number): void {
		const gap = now - this.last;
		this.last = now;
		if (gap < 1000) this.gap += (gap - this.gap) / 8;
		Window.underWay++;
		Window.parallelism = Math.max(Window.parallelism, Window.underWay);
	}

	/** Notes that a piece of work was answered: the engine has room for another. */
	ended(): void {
		Window.underWay--;
		this.answered++;
	}

	/** Notes that a batch starts. */
	started(): void {
		this.answered = 0;
	}

	/**
	 * The quiet time, in milliseconds, after which no more is to be hoped for: long while the engine has not yet
	 * filled the room that the last batch's answers made.
	 */
	quiet(waiting: number): number {
		return waiting < this.answered ? 1200 : Math.min(400, Math.max(60, this.gap * 6));
	}

	/** True where three quarters of what the engine gives at once is there, or all of it is: the rest comes while this is carried out. */
	isFull(waiting: number): boolean {
		return waiting > Window.parallelism * 0.75 || Window.underWay >= Window.parallelism;
	}

	/** No batch is held back longer than this, in milliseconds. */
	static readonly longest = 5000;
}
