// What `npm start`, `npm test` and `npm run check` share as commands.
import { availableParallelism } from "node:os";
import { adviceOn } from "./pulumi/advice.mjs";
import { Failed, interruption } from "./pulumi/processes.mjs";

export { asStep, Failed, interruption, openly, quietly, together } from "./pulumi/processes.mjs";

/** Jest's workers for unit tests: one more than the processors, because some tests wait for processes and timers. */
export const unitWorkers = `--maxWorkers=${availableParallelism() + 1}`;

/** Runs the main function of a command. Its result is the exit code; an error becomes the last line. */
export async function main(name, work) {
	try {
		process.exitCode = await work();
	} catch (error) {
		const known = error instanceof Failed || error.shown;
		const reason = known ? error.message.split("\n")[0] : (adviceOn(error.message) ?? error.stack);
		process.stdout.write(`\n${name} ${interruption.signal ? "was interrupted" : `failed: ${reason}`}\n`);
		process.exitCode = interruption.signal ? 130 : 1;
	}
}
