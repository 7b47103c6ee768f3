import { Listr, PRESET_TIMER } from "listr2";
import type { Progress } from "../lab/progress";

/** Shows each stage and its duration: as a line that is updated in a terminal, as separate lines otherwise. */
export const terminalProgress: Progress = {
	async stage(title, work) {
		let result: { value: Awaited<ReturnType<typeof work>> } | undefined;
		let failure: unknown;
		const list = new Listr(
			[
				{
					title,
					task: async (_context, task) => {
						try {
							const value = await work((text) => {
								task.output = text;
							});
							result = { value };
						} catch (error) {
							// exitWithError prints the message once, at the end.
							failure = error;
							throw new Error("see below");
						}
					},
				},
			],
			{
				rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false, collapseErrors: false },
				fallbackRendererOptions: { timer: PRESET_TIMER },
				// cleanUpOnSignal handles signals.
				registerSignalListeners: false,
			},
		);
		await list.run().catch((error) => {
			throw failure ?? error;
		});
		if (!result) throw new Error(`"${title}" gave no result`);
		return result.value;
	},
	note: (text) => process.stdout.write(`${text}\n`),
};
