// Progress output with one line per step. In a terminal, each running step has a line that shows its elapsed time; elsewhere, each
// running step writes a line every 20 s, without escape codes.

const quietFor = 2_000;
const plainEvery = 20_000;
const redrawEvery = 250;

export function duration(milliseconds) {
	const seconds = milliseconds / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	if (seconds < 60) return `${Math.round(seconds)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const displays = new Map();

/** The running steps of a stream. `drawn` is the number of lines that the next drawing replaces. */
function displayOf(stream) {
	if (!displays.has(stream)) displays.set(stream, { stream, running: new Set(), drawn: 0, timer: undefined });
	return displays.get(stream);
}

/** Writes lines that stay, and below them one line for each running step. */
function draw(display, ...staying) {
	const { stream, running } = display;
	const lines = staying.map((line) => `${line}\n`).join("");
	if (!stream.isTTY) {
		if (lines) stream.write(lines);
		return;
	}
	const up = display.drawn > 0 ? `\x1b[${display.drawn}A\r\x1b[J` : "";
	const width = (stream.columns ?? 80) - 1;
	const steps = [...running].map((one) => `${one.text("…").slice(0, width)}\n`).join("");
	display.drawn = running.size;
	stream.write(`${up}${lines}${steps}`);
}

function tick(display) {
	if (display.stream.isTTY) return draw(display);
	for (const one of display.running) if (one.isDue()) draw(display, one.text("…"));
}

function add(display, one) {
	display.running.add(one);
	display.timer ??= setInterval(tick, redrawEvery, display).unref();
}

function remove(display, one) {
	display.running.delete(one);
	if (display.running.size > 0) return;
	clearInterval(display.timer);
	display.timer = undefined;
}

/**
 * Begins a step. `update` shows a detail of the step, `note` writes one that stays. `done`, `fail` and `stop` end the step with one
 * line, and add further lines.
 */
export function step(title, stream = process.stdout) {
	const display = displayOf(stream);
	const started = Date.now();
	let lastPlain = started - plainEvery + quietFor;
	let detail = "";
	const one = {
		text: (mark, last = detail) => `${mark} ${title}${last ? `: ${last}` : ""} (${duration(Date.now() - started)})`,
		isDue: () => {
			if (Date.now() - lastPlain < plainEvery) return false;
			lastPlain = Date.now();
			return true;
		},
	};
	add(display, one);
	const end =
		(mark) =>
		(last = "", ...more) => {
			remove(display, one);
			draw(display, one.text(mark, last), ...more.map((line) => `    ${line}`));
		};
	return {
		update: (now) => {
			detail = now;
		},
		note: (text) => draw(display, one.text("…", text)),
		done: end("✓"),
		fail: end("✗"),
		stop: end("–"),
	};
}
