import type { Clock } from "../base/clock";

/** The machine's own time. */
export const systemClock: Clock = {
	now: () => Date.now(),
	sleep(ms) {
		let end = () => {};
		const over = new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, ms);
			end = () => {
				clearTimeout(timer);
				resolve();
			};
		});
		return { over, end };
	},
};
