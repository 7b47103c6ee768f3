import { isIpv6 } from "../base/ip-address";
import { quote } from "../base/shell-quote";
import { type Call, vsctl as command } from "./call";
import { type AddressSettings, addressWords, cidrOf, endsOf, labelOn } from "./ip-address";
import type { KernelRoute } from "./ip-route";
import { advertisedWords, attributeWords, hasGateway, selectorWords } from "./ip-route-words";
import { batchWord } from "./ip-step";
import { saidOnOneLine } from "./output";
import { readingRowsOf } from "./ovs-listing";
import type { OvsStep } from "./ovs-step";
import { ovsCall } from "./ovs-vsctl";
import type { Reading, Refusal, Tool } from "./tool";

/** Addresses and routes that one device has and another device takes over. */
export interface Move {
	/** The same as `to` for a device that gets back what it has lost. */
	from: string;
	to: string;
	addresses: AddressSettings[];
	/** The routes as they are on `from`. */
	routes: KernelRoute[];
	/** The addresses that `to` has already. */
	known: string[];
	/** The routes among these that `to` has already. */
	knownRoutes: KernelRoute[];
}

/**
 * A NIC that becomes a port of a bridge or stops being one, while the other of the two takes over its addresses and routes.
 * All of it is one call, because the SSH connection may come in by the NIC: a call that fails restores everything itself.
 */
export interface UplinkStep {
	tool: "uplink";
	phase: "uplinks" | "delete-uplinks";
	bridge: string;
	nic: string;
	/** The changes of OVSDB's rows, and those that undo them. */
	rows: OvsStep[];
	undo: OvsStep[];
	/** Undefined where only the port is changed. */
	move?: Move;
	warning?: string;
}

type Line = { family: 4 | 6; words: string[] };

/** The kernel refuses a route whose source is an IPv6 address that is not yet checked for duplicates. The check is left out until then. */
const unchecked = (a: AddressSettings): string[] =>
	isIpv6(a.local) && !a.flags.includes("nodad") ? [...a.flags, "nodad"] : a.flags;

const routeOn = (route: KernelRoute, from: string, to: string): KernelRoute => ({
	...route,
	dev: route.dev === from ? to : route.dev,
	nexthops: route.nexthops?.map((hop) => (hop.dev === from ? { ...hop, dev: to } : hop)),
});

const routeLine = (op: "append" | "del", r: KernelRoute): Line => ({
	family: r.family,
	words: [
		...["route", op, ...(r.type === "unicast" ? [] : [r.type]), r.destination],
		...[...selectorWords(r, ["table", String(r.table)]), "proto", String(r.protocol)],
		...attributeWords({
			...r,
			scope: r.family === 6 ? undefined : r.scope,
			...(op === "append" ? {} : { onlink: false, kept: [] }),
		}),
		...(op === "append" ? advertisedWords(r) : []),
	],
});

/** The lines that take addresses and routes off a device. Routes come first, because their sources are addresses. */
const removals = (device: string, addresses: AddressSettings[], routes: KernelRoute[]): Line[] => [
	...routes.map((route) => routeLine("del", route)),
	// The kernel removes the further addresses of an IPv4 subnet with the first one, so the last one is removed first.
	...[...addresses].reverse().map((a): Line => ({ family: 4, words: ["addr", "del", ...endsOf(a), "dev", device] })),
];

/** The lines that put addresses and routes on a device. An address that the device has already is replaced. */
function additions({ from, to, addresses, routes, known, knownRoutes }: Move): Line[] {
	const op = (a: AddressSettings) => (known.includes(cidrOf(a)) ? "replace" : "add");
	const checked = addresses.filter((a) => unchecked(a) !== a.flags);
	return [
		{ family: 4, words: ["link", "set", "dev", to, "up"] },
		...addresses.map((a): Line => ({ family: 4, words: ["addr", op(a), ...addressWords(a, from, to, unchecked(a))] })),
		...routes
			.filter((route) => !knownRoutes.includes(route))
			.sort((a, b) => Number(hasGateway(a)) - Number(hasGateway(b)))
			.map((route) => routeLine("append", routeOn(route, from, to))),
		...checked.map((a): Line => ({ family: 4, words: ["addr", "change", ...addressWords(a, from, to, a.flags)] })),
	];
}

/** Calls of `ip -batch`, one for each run of lines of one family. `and` comes before each further call; `i` is its number. */
function batches(lines: Line[], and: (i: number) => string, force = ""): string {
	const runs: Line[][] = [];
	for (const line of lines) {
		const last = runs.at(-1);
		if (last?.[0]?.family === line.family) last.push(line);
		else runs.push([line]);
	}
	const heads = runs.map(
		(run, i) => `ip ${run[0]?.family === 6 ? "-6 " : ""}${force}-batch - <<'LINES'${i < runs.length - 1 ? and(i + 1) : ""}`,
	);
	return runs
		.map((run, i) => [heads[i], ...run.map(({ words }) => words.map(batchWord).join(" ")), "LINES"].join("\n"))
		.join("\n");
}

/** What is gone already is no error. */
const removalBatches = ({ from, addresses, routes }: Move): string =>
	batches(removals(from, addresses, routes), () => "", "-force ").replaceAll("<<'LINES'", "<<'LINES' 2>/dev/null");

/** The script is on standard input, which the call must not read. */
const vsctl = (steps: OvsStep[]): string => `${command} ${ovsCall(steps).argv.slice(1).map(quote).join(" ")} </dev/null`;

/** The undo: what a step has moved is moved back, whether all of it was moved or a part. */
function undoLines({ undo, move }: UplinkStep): string[] {
	const rows = undo.length > 0 ? [vsctl(undo)] : [];
	if (!move) return rows;
	const { from, to, addresses, routes, known, knownRoutes } = move;
	const newAddresses = addresses.filter((a) => !known.includes(cidrOf(a)));
	const newRoutes = routes.filter((route) => !knownRoutes.includes(route)).map((route) => routeOn(route, from, to));
	const back: Move = {
		...{ from: to, to: from, known: [], knownRoutes: [] },
		addresses: addresses.map((a) => relabelled(a, from, to)),
		routes: routes.map((route) => routeOn(route, from, to)),
	};
	const restored = from === to ? [] : additions(back);
	return [...rows, batches([...removals(to, newAddresses, newRoutes), ...restored], () => "", "-force ")];
}

/**
 * The script ignores signals: a lost connection leaves no host without its addresses. What can't be removed is gone already, and
 * the read after the script shows what is left.
 */
function uplinkCall(steps: UplinkStep[]): Call {
	const [step = { rows: [], undo: [] } as unknown as UplinkStep] = steps;
	const { rows, undo, move } = step;
	const lines = ["trap '' HUP INT PIPE TERM"];
	if (!move) lines.push(`${vsctl(rows)} || { ${vsctl(undo)} 2>/dev/null; exit 1; }`);
	else {
		const { from, to } = move;
		lines.push(
			"undo() {",
			...undoLines(step),
			"} >/dev/null 2>&1",
			...(rows.length > 0 ? [`${vsctl(rows)} || { undo; exit 1; }`] : []),
			...(from === to ? [] : [removalBatches(move)]),
			"part=0",
			moveBegins,
			batches(additions(move), (i) => ` && part=${i} &&`),
			"}",
			'move || { echo "part $part" >&2; undo; exit 1; }',
		);
	}
	return { argv: ["sh", "-s"], stdin: `${lines.join("\n")}\n` };
}

const moveBegins = "move() {";

/** The reason in the words of `ip` or `ovs-vsctl`, with the line of the batch that `ip` refused. */
function refusal(result: Reading, { stdin = "" }: Call): Refusal {
	const [, part] = /^part (\d+)$/m.exec(result.stderr) ?? [];
	const [, number] = /^Command failed -:(\d+)$/m.exec(result.stderr) ?? [];
	const stderr = result.stderr.replaceAll(/^(?:part \d+|Command failed -:\d+)$/gm, "");
	const said = saidOnOneLine({ ...result, stderr }, "sh");
	if (part === undefined || number === undefined) return { text: said };
	const [, moved = ""] = stdin.split(`\n${moveBegins}\n`);
	const line = moved.split(/^ip .*-batch - .*\n/m)[Number(part) + 1]?.split("\n")[Number(number) - 1];
	return { text: `ip ${line}: ${said}` };
}

/** The address with its label on another device. */
export const relabelled = (a: AddressSettings, from: string, to: string): AddressSettings =>
	a.label === undefined ? a : { ...a, label: a.label === from ? to : labelOn(to, a.label, from) };

export const uplink: Tool<UplinkStep> = {
	name: "uplink",
	program: "sh",
	packages: {},
	call: uplinkCall,
	refusal,
	group: ({ bridge, nic }) => `${bridge} ${nic}`,
	invalidates: () => ["bridges", "devices", "routes"],
	undo: (steps) => ({
		// The bridge is there again before its NIC, or is gone already.
		calls: steps.map((step) => ({
			phase: "uplinks",
			call: { argv: ["sh", "-s"], stdin: `${undoLines(step).join("\n")}\n` },
		})),
	}),
	narrowedRead: readingRowsOf(({ bridge, nic }) => [bridge, nic]),
	reads: {},
};
