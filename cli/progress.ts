import { Listr, PRESET_TIMER } from "listr2";
import type { Progress } from "../lab/progress";

/** Shows stages with the time they take, on stderr's terminal or as plain lines where there is none. */
export const shownProgress: Progress = {
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
							// The whole message comes once, from failed().
							failure = error;
							throw new Error("see below");
						}
					},
				},
			],
			{
				rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false, collapseErrors: false },
				fallbackRendererOptions: { timer: PRESET_TIMER },
				// An ending of ours (Ctrl-C) is cli/lab.ts' business.
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
