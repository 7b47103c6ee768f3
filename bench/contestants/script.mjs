// One shell script for each host through one `ssh`, all hosts at the same time.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { timed } from "../timed.mjs";

/** @type {import("./index.mjs").Contestant} */
export const script = {
	name: "script",
	steps: ({ scripts = {} }) => Object.keys(scripts),
	async start(topic, size, { env, folder }) {
		const ssh = (host, text) => {
			const file = path.join(folder, host);
			writeFileSync(file, `set -e\n${text}`);
			const words = ["-c", 'exec ssh -F "$1" "$2" sh -s <"$3"', "sh", env.PULUMI_OVS_SSH_CONFIG, host, file];
			return timed("sh", words, { env });
		};
		return {
			async run({ name, state }) {
				const texts = Object.entries(topic.scripts[name](size, state));
				const seconds = await Promise.all(texts.map(([host, text]) => ssh(host, text)));
				return { seconds: Math.max(...seconds), commands: seconds.length };
			},
		};
	},
};
