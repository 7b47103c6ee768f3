import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Call } from "../../../provider/tools/call";
import type { Fact } from "../../../provider/tools/list";
import { type CallResult, results, script } from "../../../provider/tools/script";
import type { Reading } from "../../../provider/tools/tool";
import { type CompactFacts, reading } from "./compact";
import { findTool, libraries, tellSkipped, toolFolders, unpacked } from "./host-tools";

const schema = ["/usr", join(unpacked, "usr")].map((f) => join(f, "share/openvswitch/vswitch.ovsschema")).find(existsSync);
const tools = { server: findTool("ovsdb-server"), tool: findTool("ovsdb-tool"), vsctl: findTool("ovs-vsctl") };
const hasDatabase = schema !== undefined && Object.values(tools).every((tool) => tool !== undefined);

/** Describes tests that need a database. Where ovsdb-server is missing, they are skipped with a message. */
export function describeWithDatabase(name: string, tests: () => void): void {
	if (!hasDatabase) tellSkipped("ovsdb-server", "openvswitch-common");
	(hasDatabase ? describe : describe.skip)(name, tests);
}

const isOfSecrets = ({ argv }: Call): boolean => argv.includes("ovsdb-secret");

/** The call without the wait for ovs-vswitchd, which does not run here. */
const withoutWait = (call: Call): Call =>
	isOfSecrets(call) ? { ...call, stdin: call.stdin?.replace('["cur_cfg","<",0]', '["cur_cfg","<",-1]') } : call;

/** A real ovsdb-server with Open vSwitch's schema in a temporary folder. Without ovs-vswitchd, it does not change this machine. */
export class Database {
	private readonly folder = mkdtempSync(join(tmpdir(), "ovsdb-"));
	readonly env: NodeJS.ProcessEnv;
	private readonly server;
	/** The path of the server's socket. */
	readonly socket = join(this.folder, "db.sock");

	constructor({ isEmpty = false } = {}) {
		this.env = { ...process.env, ...libraries, OVS_RUNDIR: this.folder, PATH: toolFolders.join(delimiter) };
		const { socket } = this;
		const db = join(this.folder, "conf.db");
		execFileSync(tools.tool ?? "", ["create", db, schema ?? ""], { env: this.env });
		this.server = spawn(tools.server ?? "", [`--remote=punix:${socket}`, `--unixctl=${this.folder}/ctl`, db], {
			...{ env: this.env, stdio: "ignore" as const },
		});
		for (let i = 0; i < 3000 && !existsSync(socket); i++) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
		mkdirSync(join(this.folder, "bin"));
		writeFileSync(join(this.folder, "bin/ovs-vsctl"), `#!/bin/sh\nexec ${tools.vsctl} --no-wait "$@"\n`, { mode: 0o755 });
		if (!isEmpty) this.vsctl("init");
	}

	vsctl(...args: string[]): string {
		return execFileSync(tools.vsctl ?? "", ["--no-wait", "--timeout=60", ...args], { env: this.env, encoding: "utf8" });
	}

	/** A script of the provider that finds the tools for this database, which may be slow on a busy machine. */
	onPath = (text: string): string =>
		text.replace("PATH=", `PATH=${this.folder}/bin:`).replaceAll(/--timeout=\d+/g, "--timeout=60");

	/** Runs a script of these calls as a host would. */
	runCalls(changes: Call[], reads: Call[]): CallResult[] {
		const text = this.onPath(script(changes.map(withoutWait), reads, "MARK"));
		const { stdout, stderr } = spawnSync("sh", ["-s"], { input: text, env: this.env, encoding: "utf8" });
		return results(stdout, stderr, changes.length + reads.length, "MARK");
	}

	/** Runs a script as a host would. Reads of other tools than OVS's are answered from these facts. */
	run(changes: Call[], reads: Fact[], rest: CompactFacts): { facts: Facts; failed: string[] } {
		const mine = changes.filter(
			(call) =>
				call.argv[0] === "ovs-vsctl" ||
				call.argv.includes("leave-row") ||
				call.stdin?.startsWith("ovs-vsctl") ||
				isOfSecrets(call),
		);
		const all = this.runCalls(mine, [readCall({ read: "ovs" })]);
		const ovs = all[mine.length] as Reading;
		const facts = Facts.of(reads.map((fact) => [fact, fact.read === "ovs" ? ovs : reading(fact, rest)]));
		return { facts, failed: all.slice(0, mine.length).flatMap((r) => (r.code === 0 ? [] : [r.stderr])) };
	}

	close(): void {
		this.server.kill();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
