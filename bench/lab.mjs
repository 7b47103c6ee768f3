// The benchmark's own lab, beside the user's one.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openly, quietly } from "../tools/commands.mjs";
import { cacheFolder } from "../tools/pulumi/cache.mjs";
import { cli, labEnvironment } from "../tools/setup.mjs";
import { timed } from "./timed.mjs";

const folder = path.join(cacheFolder(), "lab-bench");
/** The environment of this moment: the engine is put on the PATH meanwhile. */
const environment = () => ({ ...process.env, PULUMI_OVS_LAB: folder, NODE_EXTRA_CA_CERTS: undefined });

/** How the VM of the last lab ran, in words. Empty: this run has started none. */
let lastLab = "";
export const labText = () => lastLab;

export async function endLab() {
	if (lastLab !== "") await openly(process.execPath, [cli, "lab", "down"], { env: environment(), always: true });
}

/** Starts new hosts h1 to hN. Returns the environment in which programs reach them. */
export async function newLab(hosts) {
	const env = environment();
	await quietly(process.execPath, [cli, "lab", "down"], { env });
	await quietly(process.execPath, [cli, "lab", "up", "--install", "--hosts", String(hosts)], { env });
	const { accelerator, debian } = JSON.parse(readFileSync(path.join(folder, "lab.json"), "utf8"));
	lastLab = `hosts of a lab (${accelerator === "kvm" ? "KVM" : "software emulation, no KVM"}) with Debian ${debian}`;
	return labEnvironment(env);
}

/** Runs a shell script on a host through one `ssh`, from a file in `folder`. Returns the seconds that it took. */
export function runOnHost(host, script, { env, folder }) {
	const file = path.join(folder, host);
	writeFileSync(file, `set -e\n${script}`);
	const words = ["-c", 'exec ssh -F "$1" "$2" sh -s <"$3"', "sh", env.PULUMI_OVS_SSH_CONFIG, host, file];
	return timed("sh", words, { env });
}
