import { createHash } from "node:crypto";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabError } from "./errors";
import { cacheFolder, guestFolder } from "./folders";
import { withLock } from "./lock";
import { programEnvironment, requirePrograms } from "./programs";
import type { Progress } from "./progress";
import { run } from "./run-program";

/** The releases of Debian that hosts can run, and the names of their package archives. */
const archives = { 12: "bookworm", 13: "trixie" } as const;
export type DebianRelease = keyof typeof archives;

/** Reads the number of a release. Throws LabError if the lab does not have it. */
export function debianRelease(text: string): DebianRelease {
	const releases = Object.keys(archives);
	if (!releases.includes(text)) throw new LabError(`The lab has hosts with Debian ${releases.join(" or ")}, not ${text}.`);
	return Number(text) as DebianRelease;
}

/** The contents of an image: the release, and whether its one host boots under systemd. */
interface ImageKind {
	debian: DebianRelease;
	systemd: boolean;
}

/** A built image: `folder` has the kernel, the initial RAM disk and the read-only root disk. `hash` is computed from all inputs. */
export interface Image {
	hash: string;
	folder: string;
}

const KERNEL = "linux-image-cloud-amd64";
const PACKAGES = [
	...["mount", "iproute2", "nftables", "openvswitch-switch", "openssh-server", "sudo", "kmod", "procps", "wireguard-tools"],
	...["tcpdump", "iputils-ping", "netcat-openbsd", "conntrack", "iperf3", "ethtool", "bridge-utils", "python3-minimal", "apt"],
];
/** Packages of a host that boots under systemd. */
const SYSTEMD = ["systemd-sysv", "dbus", "udev"];
const packagesOf = ({ systemd }: ImageKind): string[] => (systemd ? [...PACKAGES, ...SYSTEMD] : PACKAGES);
const LISTS = "/var/lib/apt/lists";
const KEPT_IMAGES = 4;

interface Kernel {
	package: string;
	version: string;
}

const shortHash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** The inputs of the image except the kernel: the Debian release, the list of packages and the guest's scripts. */
function inputs(kind: ImageKind): string {
	const guest = guestFolder();
	const files = readdirSync(guest).sort();
	return [archives[kind.debian], ...packagesOf(kind), ...files.map((f) => `${f}\n${readFileSync(join(guest, f), "utf8")}`)].join(
		"\n",
	);
}

/**
 * The kernel package that apt would install; undefined if apt knows none. A call of apt-cache takes 0.7 s, so its answer is
 * stored until apt's package lists change.
 */
async function kernelPackage(folder: string, refresh: boolean): Promise<Kernel | undefined> {
	const stored = join(folder, "kernel.json");
	const lists = existsSync(LISTS) ? statSync(LISTS).mtimeMs : 0;
	try {
		const known = JSON.parse(readFileSync(stored, "utf8"));
		if (!refresh && known.lists === lists && known.version) return known;
	} catch {
		// There is no stored answer yet.
	}
	const shown = await run("apt-cache", ["show", "--no-all-versions", KERNEL], { env: programEnvironment() }).catch(() => "");
	const found = /^Depends:.*?\b(linux-image-[\w.+-]+) \(= ([^)]+)\)/m.exec(shown);
	if (!found?.[1] || !found[2]) return undefined;
	const kernel = { package: found[1], version: found[2] };
	mkdirSync(folder, { recursive: true });
	writeFileSync(stored, JSON.stringify({ ...kernel, lists }));
	return kernel;
}

const imagesFolder = () => join(cacheFolder(), "image");
const name = (kind: ImageKind, kernel: Kernel) => shortHash(`${inputs(kind)}\n${kernel.package} ${kernel.version}`);
const built = (hash: string) => existsSync(join(imagesFolder(), hash, "root.ext4"));

/** True if the cache folder has the image for this version of the lab. */
export async function hasImage(kind: ImageKind): Promise<boolean> {
	const kernel = await kernelPackage(imagesFolder(), false);
	return kernel !== undefined && built(name(kind, kernel));
}

/**
 * Returns the image for this version of the lab. All images have the kernel of this machine's Debian. If the cache folder does not have
 * the image, it is built in about 30 s.
 * Throws LabError if programs for the build are missing, on other machines than amd64, and if the build fails.
 */
export async function ensureImage(kind: ImageKind, install: boolean, progress: Progress): Promise<Image> {
	const folder = imagesFolder();
	const use = (hash: string): Image => {
		utimesSync(join(folder, hash), new Date(), new Date());
		return { hash, folder: join(folder, hash) };
	};
	let kernel = await kernelPackage(folder, false);
	if (kernel && built(name(kind, kernel))) return use(name(kind, kernel));
	await requirePrograms(true, install, progress);
	if (process.arch !== "x64")
		throw new LabError(
			`The lab's VM needs an amd64 machine; this machine is ${process.arch}. Use a real host instead of the lab.`,
		);
	return withLock(
		join(folder, "lock"),
		(pid) => progress.note(`Waiting for process ${pid}, which is building the image.`),
		async () => {
			if (kernel && built(name(kind, kernel))) return use(name(kind, kernel));
			const what = `Debian ${kind.debian}${kind.systemd ? " with systemd" : ""}`;
			const hash = await progress.stage(`Building the image of ${what} (once)`, async (detail) => {
				if (!kernel && process.getuid?.() === 0) await run("apt-get", ["update"], { onLine: detail });
				kernel ??= await kernelPackage(folder, true);
				if (!kernel)
					throw new LabError(`apt has no package ${KERNEL}. Run \`apt-get update\` as root on Debian, then try again.`);
				await build(join(folder, name(kind, kernel)), { ...kind, kernel }, detail);
				return name(kind, kernel);
			});
			deleteOldImages(folder);
			return use(hash);
		},
	);
}

async function build(
	target: string,
	{ kernel, ...kind }: ImageKind & { kernel: Kernel },
	detail: (text: string) => void,
): Promise<void> {
	const work = mkdtempSync(join(tmpdir(), "pulumi-ovs-image-"));
	const root = process.getuid?.() === 0;
	// Without root, mmdebstrap runs in a user namespace, where this user is not the folder's owner.
	chmodSync(work, root ? 0o755 : 0o777);
	const started = Date.now();
	try {
		detail(`fetching ${kernel.package}`);
		await run("apt-get", ["download", "-q", `${kernel.package}=${kernel.version}`], { cwd: work });
		const deb = readdirSync(work).find((f) => f.endsWith(".deb"));
		if (!deb)
			throw new LabError(`\`apt-get download ${kernel.package}\` saved no file. Run \`apt-get update\` as root, then try again.`);
		renameSync(join(work, deb), join(work, "kernel.deb"));
		const excluded = ["man", "doc", "locale", "info"].map((d) => `--dpkgopt=path-exclude=/usr/share/${d}/*`);
		const args = [
			...[`--mode=${root ? "root" : "unshare"}`, "--variant=essential", `--include=${packagesOf(kind).join(",")}`],
			...[...excluded, "--dpkgopt=force-unsafe-io", '--aptopt=Apt::Install-Recommends "false"'],
			...["--skip=cleanup/reproducible", '--customize-hook="$LAB_GUEST/image.sh" "$1"', "--format=null"],
			...[archives[kind.debian], "/dev/null"],
		];
		const env = { ...programEnvironment(), LAB_GUEST: guestFolder(), LAB_WORK: work, TMPDIR: work };
		await run("mmdebstrap", args, {
			env,
			onLine: (line) => detail(line.replace(/^(I|step): /, "")),
		});
		detail("storing");
		const temporary = `${target}.new`;
		rmSync(temporary, { recursive: true, force: true });
		mkdirSync(temporary, { recursive: true });
		for (const file of ["vmlinuz", "initrd", "root.ext4", ...(kind.systemd ? ["disk.ext4"] : [])])
			move(join(work, file), join(temporary, file));
		const meta = {
			suite: archives[kind.debian],
			kernel,
			seconds: (Date.now() - started) / 1000,
			built: new Date().toISOString(),
		};
		writeFileSync(join(temporary, "image.json"), `${JSON.stringify(meta, null, "\t")}\n`);
		rmSync(target, { recursive: true, force: true });
		renameSync(temporary, target);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

function move(from: string, to: string): void {
	// A file from a user namespace has another owner. A copy belongs to this user.
	if (process.getuid?.() === 0) {
		try {
			renameSync(from, to);
			return;
		} catch {
			// The target is on another file system.
		}
	}
	copyFileSync(from, to);
}

function deleteOldImages(folder: string): void {
	const images = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());
	const byUse = images.map((e) => join(folder, e.name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
	for (const old of byUse.slice(KEPT_IMAGES)) rmSync(old, { recursive: true, force: true });
}
