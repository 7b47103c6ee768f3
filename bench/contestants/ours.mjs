import { steps } from "../steps.mjs";
import { Project } from "./pulumi.mjs";

export const stateKey = ({ changed, added }) => `${changed} ${added}`;

/** @type {import("./index.mjs").Contestant} */
export const ours = {
	name: "pulumi-ovs",
	isPulumi: true,
	steps: () => steps.map(({ name }) => name),
	async start(topic, size, { env, folder, recordings, parallelism }) {
		const project = new Project(folder, env, parallelism);
		await project.init();
		return {
			async run({ verb, state }) {
				project.write("index.js", topic.program(size, state));
				const measured = await project.run(verb);
				if (verb === "up") recordings.set(stateKey(state), project.resources());
				return measured;
			},
		};
	},
};
