// Progress output with one line per step. In a terminal, the line is updated with the elapsed time.

const quietFor = 2_000;
const plainEvery = 20_000;

export function duration(milliseconds) {
	const seconds = milliseconds / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	if (seconds < 60) return `${Math.round(seconds)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Begins a step. `update` shows a detail of the step; `done` and `fail` end the step with one line. */
export function step(title, stream = process.stdout) {
	const started = Date.now();
	const text = (mark, detail) => `${mark} ${title}${detail ? `: ${detail}` : ""} (${duration(Date.now() - started)})`;
	let detail = "";
	let lastPlain = started - plainEvery + quietFor;

	const show = () => {
		if (stream.isTTY) {
			stream.write(`\r${text("…", detail).slice(0, (stream.columns ?? 80) - 1)}\x1b[K`);
		} else if (Date.now() - lastPlain >= plainEvery) {
			lastPlain = Date.now();
			stream.write(`${text("…", detail)}\n`);
		}
	};
	const timer = setInterval(show, 250);
	timer.unref();
	const end = (mark) => (last) => {
		clearInterval(timer);
		stream.write(`${stream.isTTY ? "\r\x1b[K" : ""}${text(mark, last)}\n`);
	};
	return {
		update: (now) => {
			detail = now;
		},
		done: end("✓"),
		fail: end("✗"),
	};
}
