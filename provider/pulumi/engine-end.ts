const watched = new WeakSet<NodeJS.ReadableStream>();
const ignored = new WeakSet<NodeJS.WritableStream>();

/**
 * Ends the provider's process when its engine is gone, even if the engine was killed: its standard input is a pipe from the
 * engine. The end is that of SIGTERM: a running script is waited for, and no other is started.
 */
export function endWithEngine(input: NodeJS.ReadableStream, end: () => void = () => process.kill(process.pid, "SIGTERM")): void {
	if (watched.has(input)) return;
	watched.add(input);
	input.once("end", end).once("error", end).resume();
	// The pipe alone keeps no process alive.
	if ("unref" in input && typeof input.unref === "function") input.unref();
}

/**
 * Lets writes fail after the end of the engine. Pulumi's dynamic provider writes each uncaught error to standard error: if that pipe is
 * broken, the failure of the write would be the next uncaught error, and so on for ever.
 */
export function ignoreBrokenPipes(outputs: NodeJS.WritableStream[]): void {
	for (const output of outputs) {
		if (ignored.has(output)) continue;
		ignored.add(output);
		output.on("error", () => {});
	}
}
