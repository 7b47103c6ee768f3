import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { LabError } from "./errors";
import { cacheFolder } from "./folders";
import type { Image } from "./image";
import { programEnvironment } from "./programs";
import type { Progress } from "./progress";
import { type Accelerator, acceleratorArguments, QEMU, startQemu } from "./qemu";
import { endQemu } from "./qemu-process";
import { run, sleep } from "./run-program";

/** The accelerator for the VM, and the reason for the choice, which `lab status` shows. */
interface AcceleratorChoice {
	accelerator: Accelerator;
	reason: string;
}

const PROBE_MS = 5000;

/** QEMU's version, such as "7.2.22". */
export async function qemuVersion(): Promise<string> {
	const text = await run(QEMU, ["--version"], { env: programEnvironment() });
	return /version (\S+)/.exec(text)?.[1] ?? "unknown";
}

/** The model of this machine's CPU. A VM that was saved under KVM resumes only on the same model. */
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
 * Chooses KVM if a kernel boots with it on this machine, else TCG (software emulation). On some machines /dev/kvm can be
 * opened but no VM runs, so a test VM is started once (at most 5 s). Its result is stored for this kernel, CPU and QEMU.
 * PULUMI_OVS_LAB_ACCEL ("kvm" or "tcg") overrides the choice.
 */
export async function chooseAccelerator(image: Image, version: string, progress: Progress): Promise<AcceleratorChoice> {
	const requested = process.env.PULUMI_OVS_LAB_ACCEL;
	if (requested === "kvm" || requested === "tcg") return { accelerator: requested, reason: "set by PULUMI_OVS_LAB_ACCEL" };
	if (requested) throw new LabError(`PULUMI_OVS_LAB_ACCEL is "${requested}". Set it to kvm or tcg.`);
	if (!writable("/dev/kvm")) return { accelerator: "tcg", reason: "/dev/kvm does not exist, or this user may not open it" };
	const file = join(cacheFolder(), "accel.json");
	const key = `${release()} ${cpuModel()} QEMU ${version}`;
	try {
		const known = JSON.parse(readFileSync(file, "utf8"));
		if (known.key === key) return { accelerator: known.accelerator, reason: known.reason };
	} catch {
		// There is no stored result yet.
	}
	const choice = await progress.stage("Testing KVM (once)", () => probe(image));
	writeFileSync(file, `${JSON.stringify({ key, ...choice }, null, "\t")}\n`);
	return choice;
}

async function probe(image: Image): Promise<AcceleratorChoice> {
	const folder = join(cacheFolder(), `kvm-probe-${process.pid}`);
	mkdirSync(folder, { recursive: true });
	const args = [
		...[...acceleratorArguments("kvm"), "-m", "256", "-nodefaults", "-no-user-config"],
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
			if (read("console.log").includes("lab: kernel alive")) return { accelerator: "kvm", reason: "a test VM booted with KVM" };
			if (child.exitCode !== null) {
				const message = read("qemu.log").trim().split("\n").pop();
				return { accelerator: "tcg", reason: `QEMU failed with KVM: ${message}` };
			}
		}
		return { accelerator: "tcg", reason: `/dev/kvm exists, but a test VM did not boot with KVM within ${PROBE_MS / 1000} s` };
	} finally {
		await endQemu(pid, folder);
		rmSync(folder, { recursive: true, force: true });
	}
}
