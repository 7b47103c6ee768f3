/** Lets a limited number of tasks run at once, the others in the order they came. */
export class Slots {
	active = 0;
	private readonly queue: (() => void)[] = [];

	constructor(private limit: number) {}

	/** Waits for a free slot. @param first goes before those already waiting */
	async acquire(first = false): Promise<void> {
		if (this.active < this.limit) {
			this.active++;
			return;
		}
		await new Promise<void>((resolve) => (first ? this.queue.unshift(resolve) : this.queue.push(resolve)));
	}

	release(): void {
		const next = this.active <= this.limit ? this.queue.shift() : undefined;
		if (next)
			next(); // hands its slot over
		else this.active--;
	}

	/** From now on at most `limit` at once (never fewer than one). */
	lower(limit: number): void {
		this.limit = Math.max(1, Math.min(this.limit, limit));
	}
}
