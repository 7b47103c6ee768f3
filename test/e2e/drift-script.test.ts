import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost, sshConfig } from "../support/hosts";
import { root } from "../support/package";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// The script of docs/drift.md, as it is printed there.
const script = /```sh\n(#!\/bin\/sh\n.*?)```/s.exec(readFileSync(join(root, "docs/drift.md"), "utf8"))?.[1] ?? "";
const host = "h2";
const program = `const host = "h2";
new ovs.Bridge("br-seen", { host, externalIds: { site: "one" } });
ovs.Bridge.get("read", "h2/Bridge/br-theirs");`;
const p = new Project("driftscript").program(program);

/** Writes the lab's ssh_config into the project, with this port for the host if one is given. */
function writeConfig(port?: string) {
	const text = readFileSync(sshConfig(), "utf8");
	p.write({ ssh_config: port ? text.replace(/(^Host h2\n(?:\s.*\n)*?\s+Port )\d+/m, `$1${port}`) : text });
}

function look(...args: string[]) {
	const { status, stdout, stderr } = spawnSync("sh", ["drift.sh", ...args], { cwd: p.folder, env: p.stackEnv, encoding: "utf8" });
	return { status, stdout, stderr };
}

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, "ovs-vsctl add-br br-theirs");
	p.write({ "drift.sh": script });
	writeConfig();
	await p.configure({ "ovs:sshConfig": join(p.folder, "ssh_config"), "ovs:hosts": { h2: { dialErrorLimit: 1 } } }).up();
});

afterAll(async () => {
	writeConfig();
	p.remove();
	await cleanHost(host);
});

test("0: no drift", () => {
	expect(look()).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("2: drift, with each field that differs", async () => {
	await onHost(host, "ovs-vsctl set Bridge br-seen external_ids:site=two");
	const { status, stdout } = look();
	expect(status).toBe(2);
	expect(stdout).toMatch(/~ site: "two" => "one"/);
});

test("1: a host that cannot be reached", () => {
	writeConfig("1");
	const { status, stderr } = look();
	writeConfig();
	expect(status).toBe(1);
	expect(stderr).toMatch(/\(h2\/.*no SSH connection to 127\.0\.0\.1:1/);
});

test("1: an error in the program", () => {
	p.program(`${program}\nthrow new Error("a mistake of the program");`);
	const { status, stderr } = look();
	p.program(program);
	expect(status).toBe(1);
	expect(stderr).toMatch(/a mistake of the program/);
});

test("1: a stack that does not exist", () => {
	const { status, stderr } = look("--stack", "none");
	expect(status).toBe(1);
	expect(stderr).toMatch(/no stack named 'none'/);
});
