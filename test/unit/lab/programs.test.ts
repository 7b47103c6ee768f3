import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

/** `lab up` on a machine that has only these programs, each of which does nothing. Returns the error. */
function labUp(...programs: string[]): string {
	const folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-programs-"));
	try {
		mkdirSync(join(folder, "bin"));
		for (const one of programs) writeFileSync(join(folder, "bin", one), `#!${process.execPath}\n`, { mode: 0o755 });
		const args = ["--require", join(root, "tools/typescript.cjs"), join(root, "cli/main.ts"), "lab", "up"];
		const env = { PATH: join(folder, "bin"), PULUMI_OVS_CACHE: join(folder, "cache"), HOME: folder };
		return spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" }).stderr;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

test("all missing packages are named at once, those to build the image as well", () => {
	const command = /apt-get install --no-install-recommends -y (.*)/.exec(labUp("apt-get"))?.[1]?.split(" ");
	expect(command).toEqual(expect.arrayContaining(["qemu-system-x86", "openssh-client", "cpio", "mmdebstrap", "busybox-static"]));
});

test("without apt-get, the message says what to use instead", () => {
	expect(labUp()).toContain("This machine has no apt-get. Use a Debian machine or container, or a real host instead of the lab.");
});
