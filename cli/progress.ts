import { Listr, PRESET_TIMER } from "listr2";
import type { Progress } from "../lab/progress";

/** Shows stages with the time they take, on stderr's terminal or as plain lines where there is none. */
export const shownProgress: Progress = {
	async stage(title, work) {
		let result: { value: Awaited<ReturnType<typeof work>> } | undefined;
		const list = new Listr(
			[
				{
					title,
					task: async (_context, task) => {
						const value = await work((text) => {
							task.output = text;
						});
						result = { value };
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
		await list.run();
		if (!result) throw new Error(`"${title}" gave no result`);
		return result.value;
	},
	note: (text) => process.stdout.write(`${text}\n`),
};
