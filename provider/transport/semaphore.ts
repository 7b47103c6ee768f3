/** A limit on the number of tasks that run at the same time. Waiting tasks start in the order of their calls. */
export class Semaphore {
	active = 0;
	private readonly queue: (() => void)[] = [];

	constructor(private limit: number) {}

	/**
	 * Waits until another task may run.
	 * @param first true: the caller starts before all waiting tasks. Default false.
	 */
	async acquire(first = false): Promise<void> {
		if (this.active < this.limit) {
			this.active++;
			return;
		}
		await new Promise<void>((resolve) => (first ? this.queue.unshift(resolve) : this.queue.push(resolve)));
	}

	release(): void {
		const next = this.active <= this.limit ? this.queue.shift() : undefined;
		if (next) next();
		else this.active--;
	}

	/** Reduces the limit to `limit`, but not below 1. Running tasks are not interrupted. */
	lowerLimit(limit: number): void {
		this.limit = Math.max(1, Math.min(this.limit, limit));
	}
}
