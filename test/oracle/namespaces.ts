import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Feature, type HostFeatures, hostFeatures } from "./features";
import type { Trial } from "./trial";

export type NamespaceTrial = Omit<Trial, "where">;

interface Outcome {
	features: Feature[];
	found: string[];
}

const root = join(__dirname, "../..");

const starter = [join(__dirname, "namespace-host.sh"), root];

/** Runs a command on a new host in namespaces, and waits for its end. */
export const onNamespaceHost = (command: string[]) => spawnSync("sh", [...starter, ...command], { encoding: "utf8" });

/** Why this machine can't have a host in namespaces; undefined if it can. */
export function whyNoNamespaces(): string | undefined {
	if (process.platform !== "linux") return "this is not Linux";
	if (process.getuid?.() !== 0) return "the tests do not run as root";
	if (!existsSync(join(root, ".cache/host-tools/usr/sbin/nft"))) return "the tools are missing: sh test/tools/get-host-tools.sh";
	const { status, stderr } = onNamespaceHost(["ovs-vsctl", "show"]);
	return status === 0 ? undefined : `namespaces can't be made here: ${stderr.slice(-500)}`;
}

/** Runs main.ts on a new host in namespaces. Its progress goes to standard error. */
function run(all: NamespaceTrial): Promise<Outcome> {
	const program = [process.execPath, "--require", "./tools/typescript.cjs", "test/oracle/main.ts", JSON.stringify(all)];
	return new Promise((resolve, reject) => {
		const child = spawn("sh", [...starter, ...program], { stdio: ["ignore", "pipe", "inherit"] });
		let text = "";
		child.stdout.setEncoding("utf8").on("data", (data) => {
			text += data;
		});
		child.on("error", reject);
		child.on("close", (code) =>
			code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the trial in namespaces ended with ${code}`)),
		);
	});
}

/** Tries inputs on a new host in namespaces of this machine. Returns the finds. */
export const namespaceTrial = async (all: NamespaceTrial): Promise<string[]> => (await run(all)).found;

/** The features of a host in namespaces. */
export const namespaceFeatures = async (): Promise<HostFeatures> =>
	hostFeatures((await run({ inputs: 0, firstSeed: 0, batchSize: 1, repeat: "" })).features);
