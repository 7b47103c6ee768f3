import fc from "fast-check";
import type { Values } from "../../../provider/base/values";
import { Facts } from "../../../provider/model/facts";
import { checkInputs } from "../../../provider/model/validate";
import { cookieOf } from "../../../provider/openflow/flows";
import { factsAfter, factsBefore } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { isObserver } from "../../../provider/plan/ownership";
import { plan } from "../../../provider/plan/plan";
import type { Call } from "../../../provider/tools/call";
import { renderCall } from "../../../provider/tools/call";
import type { Fact, Step } from "../../../provider/tools/list";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { calls, grouped } from "../../../provider/tools/script";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { flowKeys, ipLines, nftStatements, ovsCommands, ovsTexts, shellCommands } from "../support/readers";
import { at, leaves, readyHost, replaced, samples } from "../support/samples";

const numRuns = 10_000;

/** Parts of the languages that read the texts: shells, ip, nft, ovs-ofctl, ovs-vsctl, JSON. */
const pieces = [
	...["'", '"', "`", "$(id)", "$HOME", "\\", "\n", "\r", "\t", "\0", " ", ";", "&", "|", "<", ">", "*", "~", "#", "!", "%"],
	...[
		"{",
		"}",
		"[",
		"]",
		"(",
		")",
		",",
		"=",
		":",
		"/",
		"@",
		".",
		"..",
		"-",
		"--",
		"-rf",
		"END",
		"END0",
		"<<'END0'",
		"\u2028",
		"\u0085",
	],
	...[
		"ü",
		"😀",
		"\ud800",
		"x",
		"eth1",
		"br9",
		"7",
		"0x10",
		"accept",
		"drop",
		"ip saddr 10.0.0.1",
		"@s",
		"jump one",
		"tcp",
		"arp",
	],
	...[
		"include",
		'include "/etc/passwd"',
		"define x = 1",
		"flush ruleset",
		"add table ip z",
		"delete table inet gw",
		"table inet z",
	],
	...[
		"table=9",
		"cookie=0x1",
		"cookie(1)",
		"table:9",
		"priority=1",
		"actions=drop",
		"action",
		"idle_timeout=1",
		"output:1",
		'reg0="1,table=9"',
		'in_port="a cookie=1"',
		"reg0=(1,table=9)",
		"reg0((1),priority=2)",
	],
	...["nomaster", "netns 1", "type dummy", "link del dev eth0", "del-br br9", "external_ids:pulumi-ovs=x", "pulumi-ovs"],
];
const hostile = fc.oneof(
	{ weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((all) => all.join("")) },
	{ weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);

/** A place in the sample of a kind: a value, or the name of a key. */
interface Place {
	type: string;
	sample: Values;
	path: (string | number)[];
	isKey: boolean;
}

const places: Place[] = Object.entries(samples).flatMap(([type, all]) =>
	all.flatMap((sample) =>
		leaves(sample).flatMap((path): Place[] => [
			{ type, sample, path, isKey: false },
			...(typeof path.at(-1) === "string" && path.length > 1 ? [{ type, sample, path, isKey: true }] : []),
		]),
	),
);

/** The place of the text in the field: alone, or at one end of the sample's own value, so that the grammar's checks are reached. */
const mixes = [
	(text: string) => text,
	(text: string, own: string) => `${own} ${text}`,
	(text: string, own: string) => `${own},${text}`,
	(text: string, own: string) => `${text} ${own}`,
	(text: string, own: string) => `${own}${text}`,
];

function inputsWith({ sample, path, isKey }: Place, text: string, mix: (text: string, own: string) => string): Values {
	const value = at(sample, path);
	if (!isKey) return replaced(sample, path, typeof value === "string" ? mix(text, value) : text);
	const parent = path.slice(0, -1);
	const { [path.at(-1) as string]: _, ...rest } = at(sample, parent) as Values;
	return replaced(sample, parent, { ...rest, [mix(text, String(path.at(-1)))]: value });
}

let known = new Facts();
function factsFor(asked: Fact[]): Facts {
	const missing = asked.filter((fact) => !known.has(fact));
	const rendered = (fact: Fact) => fact.read === "nft-rendered" || fact.read === "flows-rendered" || fact.read === "sysctl";
	known = known.updated(
		factsOf(
			missing.filter((fact) => !rendered(fact)),
			readyHost,
		),
	);
	return known.updated(factsOf(missing.filter(rendered), readyHost));
}

/** Expects that each tool reads what the steps mean: no word more, no statement more, and nothing beyond the resource's own place. */
function expectLiteral(operation: Operation, steps: Step[]): void {
	const all: Call[] = calls(steps);
	const script = all.map((call, i) => renderCall(call, i).replace(/ <\/dev\/null$/, "")).join("\n");
	const commands = shellCommands(`${script}\n`);
	expect(commands.map(({ words }) => words)).toEqual(all.map(({ argv }) => argv));
	expect(commands.map(({ stdin }) => stdin)).toEqual(
		all.map(({ stdin }) => (stdin === undefined || stdin.endsWith("\n") ? stdin : `${stdin}\n`)),
	);
	for (const [i, group] of grouped(steps).entries()) expectRead(operation, group, all[i] as Call);
}

/** The texts in the columns of a step. */
const textsOf = (value: unknown): string[] => {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.entries(value).flatMap((entry) => textsOf(entry[1])) : [];
};
const keysOf = (value: unknown): string[] =>
	typeof value === "object" && value !== null && !Array.isArray(value)
		? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
		: [];

const ovsVerbs = /^(set|remove|add|create|get|destroy|add-br|del-br|add-port|add-bond|del-port)$/;

function expectTransaction(steps: OvsStep[], argv: string[]): void {
	const commands = ovsCommands(argv).map((words) => words.filter((word) => !/^--(if-exists|may-exist|id=@r\d+)$/.test(word)));
	const read = new Set(commands.flatMap((words) => words.slice(1).flatMap((word) => [word, ...ovsTexts(word)])));
	const meant = steps.flatMap((step) => {
		const given = step.op === "put" ? step.entries : step.op === "set" ? step.columns : step.op === "remove" ? step.keys : {};
		return [...textsOf(given), ...keysOf(given)].filter((text) => text !== "");
	});
	expect(meant.filter((text) => !read.has(text))).toEqual([]);
	expect(commands.map(([verb = ""]) => verb).filter((verb) => !ovsVerbs.test(verb))).toEqual([]);
}

/** Secrets are in the change on standard input, and in no argument. */
function expectSecrets(steps: OvsStep[], argv: string[], stdin: string): void {
	const entries = steps.map((step) => (step.op === "put" ? Object.entries(step.entries) : []));
	const { params } = JSON.parse(stdin.split("\n")[0] as string);
	const inserted = params.flatMap(({ mutations = [] }: Values) => mutations.filter(([, how]: string[]) => how === "insert"));
	expect(inserted).toEqual(entries.map((pairs) => ["options", "insert", ["map", pairs]]));
	for (const [, secret] of entries.flat()) for (const word of argv.slice(3)) expect(word).not.toContain(secret);
}

function expectRead({ owner, want }: Operation, group: Step[], { argv, stdin = "" }: Call): void {
	for (const step of group) {
		if (step.tool === "nft") {
			const lines = nftStatements(`${step.statements.join("\n")}\n`);
			expect(lines).toEqual(step.statements.map((statement) => statement.trim()));
			const { family = "inet", name } = want;
			const own = new RegExp(
				`^(add|flush|delete|insert|replace|create) (?:ct )?\\w+ ${family} ${name.replaceAll(".", "\\.")}( |$)`,
			);
			expect(lines.filter((line) => !own.test(line))).toEqual([]);
		}
		if (step.tool === "ofctl")
			for (const line of step.lines) {
				expect(line).not.toMatch(/[\r\n#]/);
				const { verb, keys, actions } = flowKeys(line);
				const of = (key: string) => keys.filter(([name]) => name === key).map(([, value]) => value);
				const cookie = cookieOf(owner, want as { bridge: string; table: number; name: string });
				expect(["add", "modify_strict", "delete_strict", "delete"]).toContain(verb);
				expect([of("cookie"), of("table"), of("priority").length]).toEqual([[cookie], [String(want.table)], 1]);
				expect([of("out_port"), of("out_group"), actions === undefined]).toEqual([[], [], false]);
			}
	}
	const [first] = group;
	if (first?.phase === "secret-rows") expectSecrets(group as OvsStep[], argv, stdin);
	else if (first?.tool === "ovs") expectTransaction(group as OvsStep[], argv);
	if (first?.tool === "ip") expect(ipLines(stdin)).toEqual(group.map((step) => (step.tool === "ip" ? step.args : [])));
	if (first?.tool === "sysctl")
		expect(stdin.trimEnd().split("\n")).toEqual(group.map((step) => (step.tool === "sysctl" ? `${step.key}=${step.value}` : "")));
}

/** The steps of a creation; none where the object is one that never is created. */
function stepsOf(operation: Operation, facts: Facts): Step[] {
	try {
		return plan(operation, facts).steps;
	} catch (error) {
		if ((error as Error).message.startsWith("it does not exist on this host")) return [];
		throw error;
	}
}

/** Kinds that have a field for any text, or with a grammar of its own. */
const accepting = [
	"OpenVSwitch",
	"Bridge",
	"Port",
	"Tunnel",
	"Vtep",
	"LocalVlans",
	"Trunk",
	"NftTable",
	"FlowTable",
	"OpenFlowTable",
	"Mirror",
	"IPFIX",
];

/** The kinds, with their share of the texts. Those whose only interesting fields are one text with a grammar get more. */
const weighted = Object.keys(samples).map((type) => {
	const own = places.filter((place) => place.type === type);
	return { type, own, weight: own.length * (["OpenFlowTable", "FlowTable"].includes(type) ? 5 : 1) };
});
const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
const shares = weighted.map((one) => ({ ...one, runs: Math.ceil((numRuns * one.weight) / total) }));

describe(`${numRuns} hostile texts in all fields: each is refused at preview, or its tool reads it as the literal`, () => {
	test.each(shares)(
		"$runs in the fields of $type",
		({ type, own, runs }) => {
			const kind = kindNamed(type);
			let accepted = 0;
			const property = fc.property(fc.constantFrom(...own), hostile, fc.constantFrom(...mixes), (place, text, mix) => {
				const want = inputsWith(place, text, mix);
				if (checkInputs(kind, { host: "h1", ...want }).problems.length > 0) return;
				accepted++;
				const operation = operationOf(kind, { want });
				if (isObserver(operation)) return;
				const facts = factsFor([...factsBefore(operation), ...factsAfter(operation)]);
				expectLiteral(operation, stepsOf(operation, facts));
			});
			fc.assert(property, { numRuns: runs });
			if (accepting.includes(type)) expect(accepted).toBeGreaterThan(0);
		},
		60_000,
	);
});
