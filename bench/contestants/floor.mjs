// The engine's own time: a program with the same resources as pulumi-ovs has recorded, with the same inputs, parents and dependencies.
// Their provider does nothing.
import { copyFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../tools/pulumi/cache.mjs";
import { Failed } from "../../tools/pulumi/processes.mjs";
import { ours, stateKey } from "./ours.mjs";
import { Project } from "./pulumi.mjs";

/** The resources of a checkpoint in the form that the floor's program reads. */
function program(resources) {
	const numbers = new Map(resources.map(({ urn }, i) => [urn, i]));
	const known = (urns) => urns.flatMap((urn) => numbers.get(urn) ?? []);
	return resources.map(({ urn, type, custom, parent, dependencies = [], inputs = {} }) => {
		const { __provider, ...values } = inputs;
		return {
			name: urn.split("::").at(-1),
			type,
			custom,
			parent: numbers.get(parent),
			after: known(dependencies),
			inputs: values,
		};
	});
}

/** @type {import("./index.mjs").Contestant} */
export const floor = {
	name: "floor",
	isPulumi: true,
	steps: ours.steps,
	async start(_topic, _size, { env, folder, recordings, parallelism }) {
		const project = new Project(folder, env, parallelism);
		for (const file of ["floor-program.cjs", "floor-provider.cjs"])
			copyFileSync(path.join(root, "bench/contestants", file), path.join(folder, file));
		await project.init();
		project.write("index.js", 'require("./floor-program.cjs");\n');
		return {
			run({ verb, state }) {
				const recorded = recordings.get(stateKey(state));
				if (!recorded) throw new Failed("pulumi-ovs has not recorded its resources");
				project.write("resources.json", JSON.stringify(program(recorded)));
				return project.run(verb);
			},
		};
	},
};
