import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "./cache";
import { LabError } from "./errors";
import type { Image } from "./image";
import { endQemu } from "./process";
import type { Progress } from "./progress";
import { type Accelerator, acceleratorArguments, QEMU, startQemu } from "./qemu";
import { run, sleep } from "./run";
import { toolEnvironment } from "./tools";

/** How the VM will run, and why so. */
export interface Verdict {
	accelerator: Accelerator;
	reason: string;
}

const PROBE_MS = 5000;

/** QEMU's version, such as "7.2.22". */
export async function qemuVersion(): Promise<string> {
	const text = await run(QEMU, ["--version"], { env: toolEnvironment() });
	return /version (\S+)/.exec(text)?.[1] ?? "unknown";
}

/** The CPU as a saved VM depends on it under KVM. */
export function cpuModel(): string {
	return cpus()[0]?.model ?? "unknown";
}

function writable(device: string): boolean {
	try {
		accessSync(device, constants.R_OK | constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * KVM when a kernel really boots with it here, else TCG (software emulation). A device /dev/kvm that opens proves
 * nothing. Tried once (at most 5 s), then remembered for this kernel, CPU and QEMU. $PULUMI_OVS_LAB_ACCEL decides itself.
 */
export async function chooseAccelerator(image: Image, version: string, progress: Progress): Promise<Verdict> {
	const wish = process.env.PULUMI_OVS_LAB_ACCEL;
	if (wish === "kvm" || wish === "tcg") return { accelerator: wish, reason: "PULUMI_OVS_LAB_ACCEL says so" };
	if (wish) throw new LabError(`PULUMI_OVS_LAB_ACCEL is "${wish}"; it can be kvm or tcg.`);
	if (!writable("/dev/kvm")) return { accelerator: "tcg", reason: "/dev/kvm is not there or not open to this user" };
	const file = join(cacheFolder(), "accel.json");
	const key = `${release()} ${cpuModel()} QEMU ${version}`;
	try {
		const known = JSON.parse(readFileSync(file, "utf8"));
		if (known.key === key) return { accelerator: known.accelerator, reason: known.reason };
	} catch {
		// not tried yet
	}
	const verdict = await progress.stage("Trying whether KVM boots here (once)", () => probe(image));
	writeFileSync(file, `${JSON.stringify({ key, ...verdict }, null, "\t")}\n`);
	return verdict;
}

async function probe(image: Image): Promise<Verdict> {
	const folder = join(cacheFolder(), `kvm-probe-${process.pid}`);
	mkdirSync(folder, { recursive: true });
	const args = [
		...[...acceleratorArguments("kvm"), "-smp", "2", "-m", "256", "-nodefaults", "-no-user-config"],
		...["-display", "none", "-no-reboot", "-serial", "file:console.log"],
		...["-kernel", join(image.folder, "vmlinuz"), "-initrd", join(image.folder, "initrd")],
		...["-append", "console=ttyS0 quiet panic=-1 lab.probe"],
	];
	const child = startQemu(args, folder);
	const pid = child.pid ?? 0;
	const read = (name: string) => {
		try {
			return readFileSync(join(folder, name), "latin1");
		} catch {
			return "";
		}
	};
	try {
		for (const end = Date.now() + PROBE_MS; Date.now() < end; await sleep(50)) {
			if (read("console.log").includes("lab: kernel alive")) return { accelerator: "kvm", reason: "KVM boots here" };
			if (child.exitCode !== null) {
				const said = read("qemu.log").trim().split("\n").pop();
				return { accelerator: "tcg", reason: `QEMU ended at once with KVM: ${said}` };
			}
		}
		return { accelerator: "tcg", reason: `/dev/kvm is there, but no kernel came up with it within ${PROBE_MS / 1000} s` };
	} finally {
		await endQemu(pid, folder);
		rmSync(folder, { recursive: true, force: true });
	}
}
