import { availableParallelism } from "node:os";

/** The number of changes that the engine has under way at once, on all hosts of the run. */
export class EngineLoad {
	/** Changes that the engine waits for. */
	underWay = 0;

	/**
	 * `parallelism`: how many changes the engine has under way at the most. Default: what the environment says, or the engine's own default.
	 */
	constructor(public parallelism = Number(process.env.PULUMI_PARALLEL) || availableParallelism() * 4) {}

	arrived(): void {
		this.underWay++;
		this.parallelism = Math.max(this.parallelism, this.underWay);
	}

	ended(): void {
		this.underWay--;
	}
}

/**
 * When a host starts its next batch. The engine hands changes out one by one, some milliseconds apart (it writes its
 * checkpoint in between), and never more at once than its parallelism: a short wait makes one batch of what would be many.
 * Half of the parallelism makes a batch, so that the engine works on the other half meanwhile. On a host that takes longer for a batch
 * than the engine for all that it hands out at once, few large batches are quicker. With a parallelism below 8, changes that belong
 * together would be split.
 * All times are in milliseconds.
 */
export class BatchWindow {
	/** The longest of the engine's recent pauses between two changes. */
	private engineGap = 30;
	/** The usual one of these pauses. */
	private usualGap = 30;
	/** When the engine last had a reason to hand out the next one. */
	private since = 0;
	/** The duration of the last batch. */
	private lastBatch = 0;

	constructor(private readonly load: EngineLoad) {}

	/** Notes that a piece of work came in. */
	arrived(now: number): void {
		const gap = now - this.since;
		this.since = now;
		// Longer pauses are not the engine's own: it had nothing to hand out.
		if (gap < 2000) {
			this.engineGap = Math.max(gap, this.engineGap * 0.9);
			this.usualGap = gap * 0.1 + this.usualGap * 0.9;
		}
		this.load.arrived();
	}

	/** Notes that a piece of work was answered: the engine has room for another. */
	ended(now: number): void {
		this.since = now;
		this.load.ended();
	}

	/** Notes that a batch was carried out. */
	carriedOut(duration: number): void {
		this.lastBatch = duration;
	}

	/** The quiet time after which no more work is to be expected. */
	get quiet(): number {
		return Math.min(1500, Math.max(50, this.engineGap * 2));
	}

	/** True where enough of what the engine gives at once is there, or all of it is: the rest comes while this is carried out. */
	isFull(waiting: number): boolean {
		const { parallelism, underWay } = this.load;
		const share = parallelism >= 8 && this.lastBatch < parallelism * this.usualGap ? 0.5 : 0.85;
		return waiting >= parallelism * share || underWay >= parallelism;
	}

	/**
	 * The quiet time while changes are known to come: the engine registers a resource when what it depends on is there, and writes
	 * its checkpoint. On a busy machine both take longer, as its recent pauses show.
	 */
	get promised(): number {
		return Math.min(2000, Math.max(1000, this.engineGap * 4));
	}

	/** No batch is held back longer than this. */
	get longest(): number {
		return this.promised * 5;
	}
}
