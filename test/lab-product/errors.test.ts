import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labExec } from "../../lab";
import { cacheFolder } from "../../lab/folders";
import { cli, run, useOwnLab } from "./support";

const folder = useOwnLab("errors");
let temporary: string;

beforeAll(() => {
	temporary = mkdtempSync(join(tmpdir(), "lab-errors-"));
});
afterAll(() => {
	rmSync(temporary, { recursive: true });
	rmSync(folder, { recursive: true, force: true });
});

test("missing programs: one command to copy", async () => {
	const bin = join(temporary, "bin");
	mkdirSync(bin);
	for (const name of ["apt-get", "apt-cache", "ssh", "ssh-keygen"]) symlinkSync(`/usr/bin/${name}`, join(bin, name));
	const { code, stderr } = await cli(["lab", "up"], { PATH: bin });
	expect(code).toBe(1);
	expect(stderr).toMatch(/apt-get update && (sudo )?apt-get install --no-install-recommends -y qemu-system-x86 cpio\n/);
	expect(stderr).not.toContain("    at ");
	const fresh = join(temporary, "fresh");
	symlinkSync("/bin/true", join(bin, "qemu-system-x86_64"));
	symlinkSync("/usr/bin/cpio", join(bin, "cpio"));
	expect((await cli(["lab", "up"], { PATH: bin, PULUMI_OVS_CACHE: fresh })).stderr).toMatch(/-y mmdebstrap busybox-static/);
});

test("a release of Debian that the lab does not have", async () => {
	expect(await cli(["lab", "up", "--debian", "11"])).toEqual({
		code: 1,
		stdout: "",
		stderr: "pulumi-ovs: The lab has hosts with Debian 12 or 13, not 11.\n",
	});
});

test("without a lab: what to do", async () => {
	expect(await cli(["lab", "exec", "h1", "--", "true"])).toEqual({
		code: 1,
		stdout: "",
		stderr: "pulumi-ovs: No lab is running. Start one with `npx pulumi-ovs lab up`.\n",
	});
	await expect(labExec("h1", ["true"])).rejects.toThrow("No lab is running");
	expect(await cli(["lab", "status"])).toMatchObject({ code: 3, stdout: expect.stringContaining("lab up") });
	expect((await cli(["lab", "ssh", "h1"])).code).toBe(1);
});

test("wrong arguments", async () => {
	const topology = join(temporary, "wrong.json");
	const up = async (...args: string[]) => (await cli(["lab", "up", ...args])).stderr;
	expect(await up("--hosts", "17")).toContain("1 to 16");
	expect(await up("--hosts", "many")).toContain("number from 1 to 16");
	writeFileSync(topology, '{"hosts":[{"name":"a","underlay":["172.168.0.1"],"mtu":9000}]}');
	expect(await up("--topology", topology)).toMatch(/hosts\.0\.underlay\.0: "172\.168\.0\.1" is not an address[\s\S]*mtu/);
	writeFileSync(topology, "hosts: []");
	expect(await up("--topology", topology)).toContain("cannot be read");
	expect(await up("--topology", join(temporary, "none.json"))).toContain("cannot be read");
	expect(await up("--hosts", "2", "--topology", topology)).toContain("not both");
});

test("env: what sh makes of it", async () => {
	const odd = join(temporary, "it's a $(cache)");
	mkdirSync(join(odd, "pulumi", "bin"), { recursive: true });
	const env = { PULUMI_OVS_CACHE: odd, PULUMI_CONFIG_PASSPHRASE: undefined };
	const { stdout } = await cli(["lab", "env"], env);
	const shown = 'printf "%s\\n" "$PULUMI_OVS_SSH_CONFIG" "$PULUMI_BACKEND_URL" "$PULUMI_CONFIG_PASSPHRASE" "$PULUMI_HOME"';
	const more = '"$PULUMI_SKIP_UPDATE_CHECK" "$PULUMI_PARALLEL" "$PATH"';
	const evaluated = await run("sh", ["-c", `${stdout}\n${shown} ${more}`]);
	expect(evaluated.stdout.split("\n").slice(0, -1)).toEqual([
		join(folder, "ssh_config"),
		`file://${join(odd, "pulumi-state")}`,
		"lab",
		join(odd, "pulumi-home"),
		"true",
		"64",
		`${join(odd, "pulumi", "bin")}:${process.env.PATH}`,
	]);
	const own = await cli(["lab", "env"], { ...env, PULUMI_CONFIG_PASSPHRASE: "mine" });
	expect(own.stdout).not.toContain("PASSPHRASE");
	expect(cacheFolder({ PULUMI_OVS_CACHE: odd })).toBe(odd);
});
