import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { narrowedReads } from "../../../provider/plan/invalidation";
import { type KernelRoute, parseRoutes } from "../../../provider/tools/ip-route";
import type { RouteTablesFact } from "../../../provider/tools/ip-route-tables";
import type { Step } from "../../../provider/tools/list";

const text = readFileSync(path.join(__dirname, "../../recorded/routes.txt"), "utf8");
const routes = { read: "routes", netns: "" } as const;
const known = Facts.of([[routes, { stdout: text, stderr: "", code: 0 }]]);
const line = (...args: string[]): Step => ({ tool: "ip", phase: "routes", netns: "", args });
const six = (...args: string[]): Step => ({ tool: "ip", phase: "routes", netns: "", family: 6, args });
const route = line("route", "add", "10.9.0.0/24", "table", "77", "dev", "rd0");

describe("after changes of routes only, the tables that they name are read", () => {
	const inOther: Step = { tool: "ip", phase: "routes", netns: "blue", args: ["route", "del", "default", "table", "5"] };
	const narrowed = (...steps: Step[]) => narrowedReads([routes], steps, known);

	test.each<[string, Step[], string[]]>([
		["one table", [route], ["4 77"]],
		["two families", [route, six("route", "del", "2001:db8::/32", "table", "77")], ["4 77", "6 77"]],
		["beside rules and neighbors", [route, line("rule", "add", "pref", "5"), line("neigh", "del", "10.0.0.1")], ["4 77"]],
		["beside routes of another namespace", [route, inOther], ["4 77"]],
	])("%s", (_, steps, tables) => expect(narrowed(...steps)).toEqual([{ read: "route-tables", netns: "", tables }]));

	test.each<[string, Step[]]>([
		["a route without its table", [line("route", "add", "10.9.0.0/24", "dev", "rd0")]],
		["a route of a VRF by its name", [line("route", "add", "10.9.0.0/24", "vrf", "red")]],
		["a device", [route, line("link", "set", "dev", "rd0", "down")]],
		["an address", [route, line("addr", "add", "10.0.0.1/24", "dev", "rd0")]],
		["a port of Open vSwitch", [route, { tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name: "p1" }]],
		["too many tables", Array.from({ length: 17 }, (_, i) => line("route", "del", "default", "table", String(i + 1)))],
		["no route at all", [line("rule", "add", "pref", "5")]],
	])("all of them after a change of %s", (_, steps) => expect(narrowed(...steps)).toEqual([routes]));

	test("all of them where they are not known", () => expect(narrowedReads([routes], [route], new Facts())).toEqual([routes]));
});

describe("the call", () => {
	const raw = {
		4: [
			{ dst: "default", gateway: "10.7.0.9", dev: "rd0", table: "77", metric: 50 },
			{ dst: "10.8.0.0/16", dev: "rd0", table: "77", metrics: [{ mtu: 1400 }] },
			{ dst: "default", gateway: "10.7.0.1", dev: "eth0", table: "254" },
		],
		6: [
			{ dst: "2001:db8::/32", dev: "rd0", table: "77" },
			{ dst: "default", dev: "eth0", table: "254" },
		],
	};
	const listing = `family 4\n${JSON.stringify(raw[4])}\nfamily 6\n${JSON.stringify(raw[6])}\nlocked 4 1 10.8.0.0/16 dev rd0 table 77 mtu lock 1400 \n`;
	/** A host's `ip`. The list of one table does not repeat its number, and a missing table is an error. */
	const fake = `#!${process.execPath}
const words = process.argv.slice(2);
const failed = (text) => { console.error(text); process.exit(1); };
if (words.includes("blue")) failed('Cannot open network namespace "blue": No such file or directory');
if (words.at(-1) === "666") failed("RTNETLINK answers: Operation not permitted");
const own = ${JSON.stringify(raw)}[words.includes("-4") ? 4 : 6].filter(({ table }) => table === words.at(-1));
if (words.at(-1) === "98") { process.stdout.write("["); failed("Dump terminated"); }
if (own.length === 0) failed("Error: ipv4: FIB table does not exist.\\nDump terminated");
console.error("Database /etc/iproute2/rt_tables is corrupted at isp1 100");
if (words.includes("-o")) console.log("1 10.8.0.0/16 dev rd0 mtu lock 1400 ");
else console.log(JSON.stringify(own.map(({ table, ...route }) => route)));
`;
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), "route-tables-"));
		writeFileSync(path.join(folder, "ip"), fake, { mode: 0o755 });
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	/** The routes after a read of these tables, of which there were others before. */
	function routesAfter(...tables: string[]): KernelRoute[] | undefined {
		const fact: RouteTablesFact = { read: "route-tables", netns: tables.includes("4 1") ? "blue" : "", tables };
		const [program = "", ...args] = readCall(fact).argv;
		const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
		const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8", env });
		const whole = { read: "routes", netns: fact.netns } as const;
		const before = listing.replaceAll("10.8.", "10.5.").replaceAll('"77"', '"99"');
		const known = Facts.of([[whole, { stdout: before, stderr: "", code: 0 }]]);
		return known.updated(Facts.of([[fact, { stdout, stderr, code: status ?? 1 }]])).routes(fact.netns);
	}

	test("what is read is what the listing of all tables says, also of locked metrics", () => {
		const all = parseRoutes(listing);
		expect(all.filter(({ lockMtu }) => lockMtu)).toHaveLength(1);
		const after = routesAfter("4 77", "6 77", "4 99", "6 99", "4 98") ?? [];
		const byTable = (routes: KernelRoute[]) => [...routes].sort((a, b) => a.table - b.table || a.family - b.family);
		expect(byTable(after)).toEqual(byTable(all));
	});

	test("routes of tables that are not read stay", () => {
		expect(
			routesAfter("4 77")
				?.map(({ family, table }) => `${family} ${table}`)
				.sort(),
		).toEqual(["4 254", "4 77", "4 77", "4 99", "4 99", "6 254", "6 99"].sort());
	});

	test("a namespace that is gone has no routes", () => expect(routesAfter("4 1")).toBeUndefined());

	test("another failure makes the routes unreadable", () =>
		expect(() => routesAfter("4 77", "4 666")).toThrow(/the routes can't be listed .*Operation not permitted/s));
});
