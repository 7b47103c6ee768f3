import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readingCalls, readingsOf } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { narrowedReads } from "../../../provider/plan/invalidation";
import { parseRoutes, routesScript } from "../../../provider/tools/ip-route";
import type { RoutesToFact } from "../../../provider/tools/ip-routes-to";
import type { Step } from "../../../provider/tools/list";

const to = (to: string, netns = ""): RoutesToFact => ({ read: "routes-to", netns, to });
const whole = { read: "routes", netns: "" } as const;

const raw = {
	4: [
		{ dst: "default", gateway: "10.7.0.1", dev: "d0", table: "254" },
		{ dst: "10.8.0.0/16", dev: "d0", table: "77", metrics: [{ mtu: 1400 }] },
		{ dst: "10.8.0.0/16", dev: "d0", table: "254", protocol: "186" },
		{ dst: "10.9.0.1", dev: "d0", table: "254" },
	],
	6: [
		{ dst: "2001:db8::/32", dev: "d0", table: "77", metric: 1024 },
		{ dst: "default", dev: "d0", table: "254", metric: 1024 },
	],
};
const locked = "1 10.8.0.0/16 dev d0 table 77 mtu lock 1400 ";
const all = parseRoutes(`family 4\n${JSON.stringify(raw[4])}\nfamily 6\n${JSON.stringify(raw[6])}\nlocked 4 ${locked}\n`);

/** A host's `ip`, with the listing of all routes and batches of lines for one destination each. */
const fakeIp = `#!${process.execPath}
const words = process.argv.slice(2);
if (words.includes("blue")) { console.error('Cannot open network namespace "blue": No such file or directory'); process.exit(255); }
const own = ${JSON.stringify(raw)}[words.includes("-4") ? 4 : 6];
const name = ({ dst }) => (dst === "default" ? (words.includes("-4") ? "default" : "::/0") : dst.includes("/") ? dst : dst + "/32");
const show = (routes) => {
	if (words.includes("-o")) { if (routes.some((route) => route.metrics)) console.log(${JSON.stringify(locked)}); }
	else console.log(JSON.stringify(routes));
};
if (!words.includes("-batch")) show(own);
else for (const line of require("node:fs").readFileSync(0, "utf8").trim().split("\\n")) {
	const [, asked] = /^route show exact (\\S+) table all$/.exec(line);
	show(own.filter((route) => name(route) === asked));
}
`;

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "routes-to-"));
	writeFileSync(path.join(folder, "ip"), fakeIp, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lets the kernel count so many routes, as /proc/net/fib_triestat and rt6_stats say it. */
function counting(four: number, six: number): void {
	const real = spawnSync("sh", ["-c", "command -v sed"], { encoding: "utf8" }).stdout.trim();
	const files = ["Main:\n\tAver depth:     3.00\n\tPrefixes:       ", `\nLocal:\n\tPrefixes:       2\n`];
	writeFileSync(path.join(folder, "trie"), files.join(String(four)));
	writeFileSync(path.join(folder, "stats"), `0005 0003 0012 ${six.toString(16).padStart(4, "0")} 0000 0001 0000\n`);
	const script = `case "$*" in *fib_triestat*) exec ${real} -n "$2" ${folder}/trie ${folder}/stats;; esac\nexec ${real} "$@"\n`;
	writeFileSync(path.join(folder, "sed"), `#!/bin/sh\n${script}`, { mode: 0o755 });
}

function read(...facts: RoutesToFact[]): Facts {
	const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
	const readings = readingCalls(facts).flatMap((one) => {
		const [program = "", ...args] = one.call.argv;
		const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8", env });
		return readingsOf(one, { stdout, stderr, code: status ?? 1 });
	});
	return Facts.of(readings);
}

const toNetwork = all.filter(({ destination }) => destination === "10.8.0.0/16");

test.each([
	["few", 5, 5],
	["as many as are listed", 4000, 998],
])("with %s routes, all are read at once", (_, four, six) => {
	counting(four, six);
	const facts = read(to("4 10.8.0.0/16"));
	expect(facts.routes("")).toEqual(all);
	expect(facts.routesTo("", "4 10.8.0.0/16")).toEqual(toNetwork);
	expect(facts.routesTo("", "6 ::/0")).toEqual(all.filter(({ destination }) => destination === "::/0"));
	expect(facts.routesTo("", "4 203.0.113.0/24")).toEqual([]);
});

test.each([
	["IPv4", 5000, 5],
	["IPv6", 5, 5000],
])("with many routes of %s, only those to the destinations are read, with their locked metrics", (_, four, six) => {
	counting(four, six);
	const facts = read(to("4 10.8.0.0/16"), to("4 203.0.113.0/24"), to("6 ::/0"), to("4 10.9.0.1/32"));
	expect(toNetwork.map(({ lockMtu }) => lockMtu)).toEqual([true, undefined]);
	expect(facts.routesTo("", "4 10.8.0.0/16")).toEqual(toNetwork);
	expect(facts.routesTo("", "4 203.0.113.0/24")).toEqual([]);
	expect(facts.routesTo("", "6 ::/0")).toEqual(all.filter(({ destination }) => destination === "::/0"));
	expect(facts.routesTo("", "4 10.9.0.1/32")).toHaveLength(1);
	expect(facts.has(whole)).toBe(false);
	expect(() => facts.routesTo("", "4 default")).toThrow("was not read");
});

test("several destinations are one call, and more than 16 the listing of all routes", () => {
	const facts = (count: number) => Array.from({ length: count }, (_, i) => to(`4 10.0.${i}.0/24`));
	const calls = (count: number) => readingCalls(facts(count)).map(({ call }) => call.argv[2]);
	expect(calls(16)).toHaveLength(1);
	expect(calls(16)).not.toEqual([routesScript]);
	expect(calls(17)).toEqual([routesScript]);
	expect(readingCalls([...facts(2), to("4 default", "blue")])).toHaveLength(2);
	counting(9000, 5);
	const known = read(...facts(17), to("4 10.8.0.0/16"));
	expect(known.routes("")).toEqual(all);
	expect(known.routesTo("", "4 10.8.0.0/16")).toEqual(toNetwork);
});

test("a namespace that is gone has no routes", () => {
	counting(5, 5);
	expect(read(to("4 default", "blue")).routesTo("blue", "4 default")).toBeUndefined();
});

test("after a change of routes, the tables are read where all routes are known, and else the routes to the destination", () => {
	const change: Step = {
		tool: "ip",
		phase: "routes",
		netns: "",
		args: ["route", "add", "10.9.0.0/24", "table", "77", "dev", "d0"],
	};
	const fact = to("4 10.9.0.0/24");
	const known = Facts.from([[whole, all]]);
	expect(narrowedReads([fact], [change], known)).toEqual([{ read: "route-tables", netns: "", tables: ["4 77"] }]);
	expect(narrowedReads([fact], [change], Facts.from([[fact, []]]))).toEqual([fact]);
});
