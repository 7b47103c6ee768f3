import type { Clock, Sleep } from "../../../provider/base/clock";

/** A clock whose time passes only in `handOut`, as fast as its sleeps allow. */
export class EngineClock implements Clock {
	private time = 1_000_000;
	private readonly sleepers = new Set<{ at: number; wake: () => void }>();

	now(): number {
		return this.time;
	}

	sleep(ms: number): Sleep {
		let wake = (): void => {};
		const over = new Promise<void>((resolve) => {
			wake = resolve;
		});
		const sleeper = { at: this.time + ms, wake };
		this.sleepers.add(sleeper);
		const end = (): void => {
			this.sleepers.delete(sleeper);
			wake();
		};
		return { over, end };
	}

	/** Starts changes with a pause of `gap` milliseconds between two, as the engine does, and waits until all have ended. */
	async handOut(changes: (() => Promise<unknown>)[], gap: number): Promise<void> {
		let open = changes.length;
		for (const change of changes) {
			void change().finally(() => open--);
			await this.passUntil(this.time + gap);
		}
		while (open > 0) await this.passUntil(this.nextWake() ?? this.time);
	}

	/**
	 * Makes changes as the engine does: at most `parallelism` at once, and one after the other it takes `pause` milliseconds for each,
	 * to write its checkpoint. Returns the time that all took, in milliseconds.
	 */
	async carryOut(changes: (() => Promise<unknown>)[], parallelism: number, pause: number): Promise<number> {
		const start = this.time;
		const left = [...changes];
		let open = parallelism;
		let checkpoint: Promise<unknown> = Promise.resolve();
		const worker = async (): Promise<void> => {
			for (let next = left.shift(); next; next = left.shift()) {
				checkpoint = checkpoint.then(() => this.sleep(pause).over);
				await checkpoint;
				await next();
			}
			open--;
		};
		const all = Promise.all(Array.from({ length: parallelism }, worker));
		while (open > 0) await this.passUntil(this.nextWake() ?? this.time);
		await all;
		return this.time - start;
	}

	private nextWake(): number | undefined {
		return [...this.sleepers].map(({ at }) => at).sort((a, b) => a - b)[0];
	}

	private async passUntil(end: number): Promise<void> {
		for (;;) {
			// A sleeper that was woken up may sleep again at once.
			await new Promise(setImmediate);
			const [next] = [...this.sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
			if (!next) break;
			this.sleepers.delete(next);
			this.time = Math.max(this.time, next.at);
			next.wake();
		}
		this.time = Math.max(this.time, end);
	}
}
