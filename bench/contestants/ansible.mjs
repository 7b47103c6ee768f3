// The collection openvswitch.openvswitch, with a loop over the ports. Ansible comes from PyPI, into a virtual environment in the cache folder.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { asStep, Failed, quietly } from "../../tools/commands.mjs";
import { cacheFolder } from "../../tools/pulumi/cache.mjs";
import { timed } from "../timed.mjs";

/** The last release with the collection openvswitch.openvswitch. */
const release = "10.7.0";
const environment = path.join(cacheFolder(), `ansible-${release}`);
const stamp = path.join(environment, ".complete");
/** With at least so many objects, a loop takes minutes: a change of one object, an added one and a check take as long as the others. */
const many = 100;
/** With at least so many objects, one round is measured. */
const tooMany = 500;

async function install() {
	if (existsSync(stamp)) return;
	await asStep(`Ansible ${release}`, async (progress) => {
		rmSync(environment, { recursive: true, force: true });
		progress.update("python3 -m venv");
		await quietly("python3", ["-m", "venv", environment]);
		progress.update("pip install, some minutes");
		await quietly(path.join(environment, "bin/pip"), [
			"install",
			"--quiet",
			"--disable-pip-version-check",
			`ansible==${release}`,
		]);
		writeFileSync(stamp, "");
		return "installed";
	});
}

/** @type {import("./index.mjs").Contestant} */
export const ansible = {
	name: "Ansible",
	steps(topic, size) {
		if (!topic.tasks) return [];
		if (size >= tooMany) return ["create", "delete"];
		const some = ["create", "no change", "delete"];
		return size >= many ? some : [...some, "one changed", "one added", "refresh"];
	},
	rounds: (_topic, size, rounds) => (size >= tooMany ? 1 : rounds),
	async prepare() {
		await install().catch((error) => {
			throw new Failed(`Ansible can't be installed from PyPI: ${error.message.split("\n").pop()}`);
		});
	},
	async start(topic, size, { env, folder }) {
		const play = path.join(folder, "play.json");
		const all = {
			...env,
			ANSIBLE_HOME: folder,
			ANSIBLE_LOCALHOST_WARNING: "false",
			ANSIBLE_PIPELINING: "true",
			ANSIBLE_SSH_ARGS: `-F ${env.PULUMI_OVS_SSH_CONFIG} -o ControlMaster=auto -o ControlPersist=60s`,
		};
		return {
			async run({ verb, state }) {
				const { tasks, undo } = topic.tasks(size, state);
				const work = { hosts: "all", gather_facts: false, tasks: verb === "destroy" ? undo : tasks };
				writeFileSync(play, JSON.stringify([work]));
				const words = ["-i", "h1,", ...(verb === "refresh" ? ["--check"] : []), play];
				return { seconds: await timed(path.join(environment, "bin/ansible-playbook"), words, { env: all, cwd: folder }) };
			},
		};
	},
};
