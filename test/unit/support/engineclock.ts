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
		while (open > 0) await this.passUntil(Math.min(...[...this.sleepers].map(({ at }) => at)));
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
