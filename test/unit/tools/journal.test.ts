import { spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { narrowedReads } from "../../../provider/plan/invalidation";
import type { Call } from "../../../provider/tools/call";
import { journalFolder } from "../../../provider/tools/host-paths";
import {
	type JournalEntry,
	type JournalStep,
	parseJournal,
	removeEntryStep,
	writeEntryStep,
} from "../../../provider/tools/journal";
import type { Fact } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { probe } from "../../../provider/tools/writable";
import { withEachShell } from "../support/host-shells";

const root = mkdtempSync(join(tmpdir(), "journal-"));
const parent = join(root, "pulumi-ovs");
const folder = join(parent, "owned");
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => rmSync(parent, { recursive: true, force: true }));

/** Runs a call with the journal's folder in a temporary place. */
function run({ argv, stdin = "" }: Call) {
	const [program = "", ...words] = argv.map((word) => word.replaceAll("/run/pulumi-ovs", parent));
	return spawnSync("sh", ["-c", 'umask 022; exec "$@"', "sh", program, ...words], {
		input: stdin,
		encoding: "utf8",
		env: process.env,
	});
}

const note = (...entries: JournalEntry[]): Call[] =>
	calls(entries.map((entry): JournalStep => ({ tool: "journal", phase: "journal", op: "write", entry })));
const forget = (id: string, owner: string): Call[] => calls([{ tool: "journal", phase: "journal-end", op: "remove", id, owner }]);
const noted = () => parseJournal(run(readCall({ read: "journal" })).stdout);
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("the folder has its fixed path", () => {
	expect(journalFolder).toBe("/run/pulumi-ovs/owned");
});

withEachShell(() => {
	test("only root can read entries, also those that an older version left readable for all", () => {
		mkdirSync(folder, { recursive: true });
		chmodSync(folder, 0o755);
		const old = { id: "Sysctl/a", owner: "demo/dev", previous: { value: "old" } };
		const older = { id: "Sysctl/b", owner: "demo/dev" };
		for (const entry of [old, older])
			writeFileSync(join(folder, encodeURIComponent(`${entry.id} ${entry.owner}`)), `${JSON.stringify(entry)}\n`, {
				mode: 0o644,
			});
		const added = { id: "Sysctl/c", owner: "demo/dev" };
		for (const call of note({ ...old, previous: { value: "new" } }, added)) expect(run(call).status).toBe(0);
		expect(mode(folder)).toBe("700");
		expect(readdirSync(folder).map((file) => mode(join(folder, file)))).toEqual(["600", "600", "600"]);
		expect(noted().own(old.id, old.owner)?.previous).toEqual({ value: "new" });
		expect(noted().own(older.id, older.owner)).toEqual(older);
	});

	test("the first entry creates the folder", () => {
		for (const call of note({ id: "Sysctl/a", owner: "demo/dev" })) expect(run(call)).toMatchObject({ status: 0, stderr: "" });
		expect([mode(parent), mode(folder)]).toEqual(["755", "700"]);
	});

	test("after a change, only the entries that it wrote or removed are read", () => {
		const entry = (name: string, value: string): JournalEntry => ({
			id: `Sysctl/${name}`,
			owner: "demo/dev",
			previous: { value },
		});
		for (const call of note(entry("a", "1"), entry("b", "1"), entry("c", "1"))) run(call);
		const fact = { read: "journal" } as const;
		const known = Facts.of([[fact, { stdout: run(readCall(fact)).stdout, stderr: "", code: 0 }]]);
		const steps: JournalStep[] = [
			writeEntryStep(entry("a", "2")),
			removeEntryStep(entry("b", "1")),
			writeEntryStep(entry("d", "1")),
		];
		for (const call of calls(steps)) expect(run(call).status).toBe(0);
		const [narrowed] = narrowedReads([fact], steps, known) as [Fact];
		expect(narrowed).toMatchObject({ read: "journal-entries", files: { length: 3 } });
		for (const call of note(entry("c", "2"))) run(call);
		const { stdout } = run(readCall(narrowed));
		const now = known.updated(Facts.of([[narrowed, { stdout, stderr: "", code: 0 }]])).journal;
		expect(now.all.map(({ id, previous }) => `${id}=${previous?.value}`).sort()).toEqual([
			"Sysctl/a=2",
			"Sysctl/c=1",
			"Sysctl/d=1",
		]);
		expect(now.own("Sysctl/a", "demo/dev")?.previous).toEqual({ value: "2" });
		rmSync(parent, { recursive: true });
		expect(run(readCall(narrowed))).toMatchObject({ status: 0, stdout: "", stderr: "" });
	});

	test("after a change of many entries, all are read", () => {
		const known = Facts.of([[{ read: "journal" }, { stdout: "", stderr: "", code: 0 }]]);
		const steps = Array.from({ length: 65 }, (_, i) => writeEntryStep({ id: `Sysctl/${i}`, owner: "demo/dev" }));
		expect(narrowedReads([{ read: "journal" }], steps, known)).toEqual([{ read: "journal" }]);
		expect(narrowedReads([{ read: "journal" }], steps.slice(1), new Facts())).toEqual([{ read: "journal" }]);
	});

	test("the last entry of all programs takes the folders along", () => {
		const entries = [1, 2].map((n) => ({ id: "Sysctl/a", owner: `demo/${n}` }));
		for (const call of note(...entries)) run(call);
		const forgotten = () => entries.map(({ id, owner }) => forget(id, owner).map((call) => run(call)));
		for (const call of forget("Sysctl/a", "demo/1")) run(call);
		expect(noted().own("Sysctl/a", "demo/2")).toBeDefined();
		writeFileSync(join(parent, "other"), "");
		forgotten();
		expect(readdirSync(parent)).toEqual(["other"]);
		rmSync(join(parent, "other"));
		for (const [ran] of forgotten()) expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" });
		expect(existsSync(parent)).toBe(false);
	});

	test("an entry that can't be written leaves the former one, and one that can't be removed is an error", () => {
		const entry = { id: "Sysctl/a", owner: "demo/dev", previous: { value: "1" } };
		for (const call of note(entry)) run(call);
		const [again] = note({ ...entry, previous: { value: "2" } });
		const full = (again as Call).argv.map((word) => word.replaceAll(">.new", ">/dev/full"));
		expect(run({ ...(again as Call), argv: full })).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("No space left on device"),
		});
		expect(noted().own(entry.id, entry.owner)).toEqual(entry);
		expect(readdirSync(folder)).toHaveLength(1);
		const [gone] = forget(entry.id, entry.owner);
		const kept = (gone as Call).argv.map((word) => word.replaceAll("rm -f", "false"));
		expect(run({ ...(gone as Call), argv: kept }).status).toBe(1);
		expect(noted().own(entry.id, entry.owner)).toEqual(entry);
	});

	test("an entry is written although another program removes the empty folder at the same time", () => {
		const [call] = note({ id: "Sysctl/a", owner: "demo/dev" });
		const raced = (call as Call).argv.map((word) =>
			word.replace("enter || exit 1\n", `enter || exit 1\nrmdir ${journalFolder} /run/pulumi-ovs\n`),
		);
		expect(raced).not.toEqual(call?.argv);
		expect(run({ ...(call as Call), argv: raced })).toMatchObject({ status: 0, stderr: "" });
		expect(noted().own("Sysctl/a", "demo/dev")).toBeDefined();
	});

	test("a missing journal is empty, and an unreadable one is an error", () => {
		expect(noted().get("x")).toBeUndefined();
		expect(run(readCall({ read: "journal" }))).toMatchObject({ status: 0, stdout: "", stderr: "" });
		expect(existsSync(folder)).toBe(false);
		const read = readCall({ read: "journal" }).argv.map((word) => word.replaceAll(`cd ${journalFolder}`, "cd /nowhere"));
		mkdirSync(folder, { recursive: true });
		expect(run({ argv: read }).status).toBe(1);
	});
});

describe("names of files", () => {
	const entry = (length: number): JournalEntry => {
		const id = `Route/${"x".repeat(length - encodeURIComponent("Route/ demo/dev").length)}`;
		return { id, owner: "demo/dev" };
	};
	const cycle = (one: JournalEntry) => {
		for (const call of note(one)) expect(run(call)).toMatchObject({ status: 0, stderr: "" });
		const files = readdirSync(folder);
		expect(noted().own(one.id, one.owner)).toEqual(one);
		for (const call of forget(one.id, one.owner)) expect(run(call)).toMatchObject({ status: 0, stderr: "" });
		expect(existsSync(parent)).toBe(false);
		return files;
	};

	test.each([100, 254, 255])("of %i bytes stay as they are", (length) => {
		const one = entry(length);
		expect(cycle(one)).toEqual([encodeURIComponent(`${one.id} ${one.owner}`)]);
	});

	test.each([256, 257, 258, 300, 5000])("of %i bytes are cut, with a hash of the whole", (length) => {
		const [name = ""] = cycle(entry(length));
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(name).toMatch(/~[0-9a-f]{64}$/);
	});

	test("that differ only at their end are different", () => {
		const long = entry(400);
		const both = [long, { ...long, owner: "demo/other" }, { ...long, id: `${long.id}y` }];
		for (const call of note(...both)) run(call);
		expect(readdirSync(folder)).toHaveLength(3);
		for (const one of both) expect(noted().own(one.id, one.owner)).toEqual(one);
	});

	test("are never cut within an escape", () => {
		for (let length = 0; length < 6; length++) {
			const one = { id: `Route/${"x".repeat(length)}${"é".repeat(60)}`, owner: "demo/dev" };
			const [name = ""] = cycle(one);
			expect(() => decodeURIComponent(name)).not.toThrow(/malformed/i);
		}
	});
});

test("a journal with more entries than a command takes as arguments is read, and so is one without any", () => {
	mkdirSync(folder, { recursive: true });
	expect(run(readCall({ read: "journal" }))).toMatchObject({ status: 0, stdout: "" });
	const ids = Array.from({ length: 1200 }, (_, n) => `Route/${n}/${"x".repeat(200)}`);
	for (const id of ids)
		writeFileSync(join(folder, encodeURIComponent(`${id} o`)), `${JSON.stringify({ id, owner: "o" })}\n`, { mode: 0o644 });
	const small = ({ argv, stdin }: Call): Call => ({ argv: ["sh", "-c", 'ulimit -s 1024; exec "$@"', "sh", ...argv], stdin });
	const { status, stdout } = run(small(readCall({ read: "journal" })));
	expect([
		status,
		parseJournal(stdout)
			.all.map(({ id }) => id)
			.sort(),
	]).toEqual([0, ids.sort()]);
	for (const call of note({ id: "Sysctl/a", owner: "demo/dev" })) expect(run(small(call)).status).toBe(0);
	expect(new Set(readdirSync(folder).map((file) => mode(join(folder, file))))).toEqual(new Set(["600"]));
});

test("what is left of a check that was killed goes with the last entry", () => {
	const one = { id: "Rule/5", owner: "demo/dev" };
	for (const call of note(one)) run(call);
	writeFileSync(join(folder, probe), "");
	for (const call of forget(one.id, one.owner)) expect(run(call)).toMatchObject({ status: 0, stderr: "" });
	expect(existsSync(parent)).toBe(false);
});

test("an incomplete entry is left out", () => {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "a"), '{"id":"a","owner":"o"}\n');
	writeFileSync(join(folder, "b"), '{"id":"b","own');
	expect(readFileSync(join(folder, "b"), "utf8")).toContain('"own');
	expect([noted().get("a")?.owner, noted().get("b")]).toEqual(["o", undefined]);
});
