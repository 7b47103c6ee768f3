// remote.Command of @pulumi/command, one resource per object, as its users write it. It needs the plugin on the PATH.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Failed } from "../../tools/pulumi/processes.mjs";
import { findProgram } from "../../tools/pulumi/programs.mjs";
import { ours } from "./ours.mjs";
import { Project } from "./pulumi.mjs";

const plugin = "pulumi-resource-command";

/** The fields of remote.Command's `connection`. */
function connectionOf(host, env) {
	const text = execFileSync("ssh", ["-F", env.PULUMI_OVS_SSH_CONFIG, "-G", host], { encoding: "utf8" });
	const said = (key) => new RegExp(`^${key} (.*)$`, "m").exec(text)?.[1] ?? "";
	const privateKey = readFileSync(said("identityfile"), "utf8");
	return { host: said("hostname"), port: Number(said("port")), user: said("user"), privateKey };
}

const program = (connection, commands) => `const pulumi = require("@pulumi/pulumi");
const connection = pulumi.secret(${JSON.stringify(connection)});
const made = {};
for (const { name, after, create, ...more } of ${JSON.stringify(commands)})
	made[name] = new pulumi.CustomResource("command:remote:Command", name, { connection, create, update: create, delete: more.delete }, { dependsOn: after ? [made[after]] : [] });`;

/** @type {import("./index.mjs").Contestant} */
export const command = {
	name: "remote.Command",
	isPulumi: true,
	steps: (topic) => (topic.commands ? ours.steps() : []),
	async prepare() {
		if (!findProgram(plugin)) throw new Failed(`${plugin} is not on the PATH`);
	},
	async start(topic, size, { env, folder, parallelism }) {
		const project = new Project(folder, env, parallelism);
		await project.init();
		return {
			async run({ verb, state }) {
				project.write("index.js", program(connectionOf("h1", env), topic.commands(size, state)));
				const { commands, ...measured } = await project.run(verb);
				return measured;
			},
		};
	},
};
