// One shell script for each host through one `ssh`, all hosts at the same time.
import { runOnHost } from "../lab.mjs";

/** @type {import("./index.mjs").Contestant} */
export const script = {
	name: "script",
	steps: ({ scripts = {} }) => Object.keys(scripts),
	async start(topic, size, { env, folder }) {
		return {
			async run({ name, state }) {
				const texts = Object.entries(topic.scripts[name](size, state));
				const seconds = await Promise.all(texts.map(([host, text]) => runOnHost(host, text, { env, folder })));
				return { seconds: Math.max(...seconds), commands: seconds.length };
			},
		};
	},
};
