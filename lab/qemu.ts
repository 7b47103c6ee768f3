import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "./errors";
import { programEnvironment } from "./programs";
import { throwIfInterrupted } from "./run-program";
import { shellQuote } from "./shell-quote";
import type { LabHost } from "./topology";

export const QEMU = "qemu-system-x86_64";
const MEMORY_MB = 1536;
/** Management address of the VM's own SSH server, the host `lab`. */
const CONTROL_ADDRESS = "10.255.0.1";

export type Accelerator = "kvm" | "tcg";

/** Parameters of a VM. `ports` maps the names of hosts, and `lab`, to loopback ports. */
export interface Machine {
	accelerator: Accelerator;
	disk: string;
	hosts: readonly LabHost[];
	ports: Readonly<Record<string, number>>;
	/** The writable disk of a VM that is one host under systemd. A reboot of the host is then one of the VM. */
	hostDisk?: string;
	/** Boot a kernel, or resume from a saved state. */
	start: { kernel: string; initrd: string } | { state: string };
}

// The second line shortens an emulated boot of 16 hosts from 26 s to 9 s. With norandmaps all processes have equal addresses,
// so QEMU can reuse translated code. rcu_expedited avoids waits when namespaces are created. The last ones skip self-tests.
// The third line turns off accounting, preemption and security modules, which no test of a network needs: a sixth less work for
// the emulator. The last one makes the kernel clear and copy pages without string instructions, which QEMU repeats step by step.
const COMMAND_LINE = [
	"console=ttyS0 quiet loglevel=3 mitigations=off nokaslr no_timer_check tsc=reliable panic=-1 random.trust_cpu=on",
	"norandmaps rcupdate.rcu_expedited=1 cryptomgr.notests init_on_alloc=0 apparmor=0 audit=0 nowatchdog",
	"preempt=none psi=0 cgroup_disable=memory transparent_hugepage=never hardened_usercopy=off lsm=",
	"clearcpuid=112", // X86_FEATURE_REP_GOOD in the kernel's cpufeatures.h
].join(" ");

/** Escapes a path for use in a QEMU option, in which a comma is a separator. */
const path = (text: string) => text.replaceAll(",", ",,");

/**
 * Features that an emulated processor lacks, because they cost the emulator more than they save: those that lengthen each entry
 * to the kernel, each walk through page tables or each switch between processes, long vectors, and string instructions. Without
 * them, programs on a host start in a fifth less time, and a login takes a third less.
 */
const LEFT_OUT = [
	"la57",
	"smap",
	"smep",
	"pku",
	"umip",
	"mpx",
	"erms",
	"xsave",
	"xsaveopt",
	"avx",
	"avx2",
	"fma",
	"f16c",
	"vaes",
];

/**
 * An emulated VM has one processor: with two, which QEMU emulates in threads of their own, the guest's kernel spends 40 % more
 * time on the same work, in spin locks and interprocessor interrupts.
 */
export function acceleratorArguments(accelerator: Accelerator): string[] {
	if (accelerator === "kvm") return ["-M", "pc", "-accel", "kvm", "-cpu", "max", "-smp", "2"];
	return ["-M", "pc", "-accel", "tcg,tb-size=512", "-cpu", ["max", ...LEFT_OUT.map((f) => `-${f}`)].join(","), "-smp", "1"];
}

/** MAC addresses of a host under systemd, by which guest/lab-systemd names the devices. */
const [MGMT_MAC, UNDERLAY_MAC] = ["02:00:00:00:01:01", "02:00:00:00:02:01"];

/**
 * The disk of a host under systemd, and a NIC that leads nowhere as its underlay. It is the first NIC, because the kernel then names it
 * eth0 by itself: udev can't give a device the name that another one still has.
 */
const hostDevices = (disk: string): string[] => [
	...["-drive", `file=${path(disk)},format=raw,if=none,id=host,cache=unsafe,aio=threads,discard=unmap`],
	...["-device", "virtio-blk-pci,drive=host"],
	...["-netdev", "hubport,id=underlay,hubid=1", "-device", `virtio-net-pci,netdev=underlay,romfile=,mac=${UNDERLAY_MAC}`],
];

/**
 * QEMU's arguments. A saved VM must be resumed with the arguments that it was started with, except the kernel and the
 * forwarded ports, which are not part of the saved state. With `restrict=on` the VM cannot open connections to the outside.
 * The forwarded ports listen on 127.0.0.1 only.
 */
export function qemuArguments(machine: Machine): string[] {
	const control = machine.hostDisk === undefined ? [["lab", CONTROL_ADDRESS]] : [];
	const addresses = [...control, ...machine.hosts.map((h) => [h.name, h.management.split("/")[0]])];
	const forwards = addresses.map(([name, ip]) => `hostfwd=tcp:127.0.0.1:${machine.ports[`${name}`]}-${ip}:22`);
	const commandLine = machine.hostDisk ? `${COMMAND_LINE} lab.systemd net.ifnames=0` : COMMAND_LINE;
	const start =
		"state" in machine.start
			? ["-incoming", `exec:cat ${shellQuote(machine.start.state)}`]
			: ["-kernel", machine.start.kernel, "-initrd", machine.start.initrd, "-append", commandLine];
	return [
		...["-name", "pulumi-ovs-lab", ...acceleratorArguments(machine.accelerator)],
		...["-m", `${MEMORY_MB}`],
		...["-nodefaults", "-no-user-config", "-display", "none"],
		...["-drive", `file=${path(machine.disk)},format=raw,if=none,id=disk,readonly=on,cache=unsafe,aio=threads`],
		...["-device", "virtio-blk-pci,drive=disk"],
		...(machine.hostDisk ? hostDevices(machine.hostDisk) : ["-no-reboot"]),
		"-netdev",
		`user,id=net,ipv6=off,restrict=on,net=10.255.0.0/24,host=10.255.0.2,dhcpstart=10.255.0.200,${forwards.join(",")}`,
		...["-device", `virtio-net-pci,netdev=net,romfile=${machine.hostDisk ? `,mac=${MGMT_MAC}` : ""}`],
		...["-serial", "file:console.log", "-qmp", "unix:qmp.sock,server=on,wait=off"],
		...start,
	];
}

/**
 * Lets glibc put QEMU's large blocks of memory on large pages (GNU C library manual, "Memory Allocation Tunables"). The emulator looks
 * translated code up in tables of some megabytes, all over them: with small pages it needs an eighth more time for the same work.
 */
const LARGE_PAGES = "glibc.malloc.hugetlb=1";

/** Starts QEMU with the working directory `folder`, by which isQemuOf recognises it. QEMU's messages are written to qemu.log there. */
export function startQemu(args: readonly string[], folder: string): ChildProcess {
	throwIfInterrupted();
	const log = openSync(join(folder, "qemu.log"), "w");
	try {
		const env = { ...programEnvironment(), GLIBC_TUNABLES: LARGE_PAGES };
		const child = spawn(QEMU, args, { cwd: folder, env, detached: true, stdio: ["ignore", log, log] });
		child.on("error", () => {});
		if (child.pid === undefined) throw new LabError(`${QEMU} could not be started.`);
		child.unref();
		return child;
	} finally {
		closeSync(log);
	}
}

/** The last lines of QEMU's log and of the VM's console, for an error message. */
export function lastLogLines(folder: string): string {
	const tail = (file: string) => {
		try {
			return readFileSync(join(folder, file), "latin1").trimEnd().split(/\r?\n/).slice(-12).join("\n");
		} catch {
			return "";
		}
	};
	return [tail("qemu.log"), tail("console.log")].filter((text) => text !== "").join("\n") || "(the log is empty)";
}
