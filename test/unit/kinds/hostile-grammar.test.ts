import fc from "fast-check";
import type { Values } from "../../../provider/base/values";
import { readingCalls } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { cookieOf } from "../../../provider/openflow/flows";
import { bootFile } from "../../../provider/plan/boot-file";
import type { Operation } from "../../../provider/plan/operation";
import { isObserver } from "../../../provider/plan/ownership";
import { type Planned, plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { planUndo, readsOfUndo } from "../../../provider/plan/undo";
import { type Call, renderCall } from "../../../provider/tools/call";
import type { Fact, Step } from "../../../provider/tools/list";
import type { FlowObjectStep } from "../../../provider/tools/ovs-ofctl-objects";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { calls, grouped } from "../../../provider/tools/script";
import type { WgStep } from "../../../provider/tools/wg";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import {
	flowKeys,
	groupKeys,
	ipLines,
	nftStatements,
	ovsCommands,
	ovsTexts,
	shellCommands,
	wgSections,
} from "../support/readers";
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
	...["bucket=actions=drop", "weight:9", "watch_port=1", "bucket_id(5)", "[Peer]", "\n# needs device x .", "# creates"],
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

const checked = new Set<string>();

/** Expects that a shell reads the words and the standard input of each call as they are. A call that has been checked is not read again. */
function expectWords(calls: Call[]): void {
	const all = calls.filter(({ argv, stdin }) => {
		const key = JSON.stringify([argv, stdin]);
		return !checked.has(key) && checked.add(key);
	});
	const script = all.map((call, i) => renderCall(call, i).replace(/ <\/dev\/null$/, "")).join("\n");
	const commands = shellCommands(`${script}\n`);
	expect(commands.map(({ words }) => words)).toEqual(all.map(({ argv }) => argv));
	expect(commands.map(({ stdin }) => stdin)).toEqual(
		all.map(({ stdin }) => (stdin === undefined || stdin.endsWith("\n") ? stdin : `${stdin}\n`)),
	);
}

/** Expects that each tool reads what the steps mean: no word more, no statement more, and nothing beyond the resource's own place. */
function expectLiteral(operation: Operation, steps: Step[]): void {
	const all: Call[] = calls(steps);
	expectWords(all.flatMap((call) => (call.precheck ? [call.precheck, call] : [call])));
	for (const [i, group] of grouped(steps).entries()) expectRead(operation, group, all[i] as Call);
}

/** Expects the same of the script that the host keeps until the change is confirmed. */
function expectUndo(operation: Operation, { steps, originals }: Planned, facts: Facts): void {
	const known = facts.updated(factsFor(readsOfUndo(steps)));
	const undo = refusable(
		() => planUndo([{ operation, originals, steps, factsBefore: known }], known),
		/^it starts service .*, and stopping the service does not undo what the service has changed$/,
	);
	const { calls: back = [], saves = [] } = undo ?? {};
	expectWords([...back, ...saves.map(({ call }) => call)]);
	for (const { name } of saves) expect(name).toMatch(/^[\w.-]+$/);
}

/** What stands before a command of a boot file, which then runs only where it is needed: it has names of devices and a public key alone. */
const guard =
	/^(?:\[ "\$\([\w .-]+ 2>\/dev\/null\)" = [\w+/=]+ \]|ip (?:-n [\w.-]+|-o) link show dev [\w.-]+ (?:>\/dev\/null 2>&1|2>\/dev\/null \| grep -qF ' master [\w.-]+ ')) \|\| /gm;
/** The lines of all boot files for the kernel's rule of local addresses. */
const localRule = /^for f in -4 -6; do \{ ip \$f rule show pref 32765 .*; done; :$/gm;

/** Expects that a boot file has nothing before its commands but lines for its reader, and commands that a shell reads as words. */
function expectBootFile(operation: Operation, facts: Facts): void {
	const file = bootFile({ ...operation, persist: true }, facts, undefined);
	if (!file) return;
	const lines = file.text.split("\n");
	const end = lines.findIndex((line) => !line.startsWith("# "));
	const reader =
		/^# (?:pulumi-ovs: .*\. pulumi up writes this file, pulumi destroy deletes it\.$|(?:ofctl|vsctl|needs|module|owned|creates|mark) )/;
	expect(lines.slice(0, end).filter((line) => !reader.test(line))).toEqual([]);
	const commands = shellCommands(lines.slice(end).join("\n").replaceAll(localRule, "").replaceAll(guard, ""));
	const programs = commands.map(({ words }) => words.slice(words[1] === "netns" ? 4 : 0)[0] as string);
	const known = ["ip", "bridge", "wg", "nft", "sysctl", "ovs-ofctl"];
	expect(programs.filter((program) => !known.includes(program))).toEqual([]);
}

/** The result; undefined where there is none for a reason of this form. */
function refusable<T>(result: () => T, reason: RegExp): T | undefined {
	try {
		return result();
	} catch (error) {
		if (reason.test((error as Error).message)) return undefined;
		throw error;
	}
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

/** Words of a bucket that are not actions. */
const bucketWords = ["weight", "watch_port", "watch_group", "bucket_id"];

function expectFlowObject({ sort, text }: FlowObjectStep, want: Values): void {
	const forms: Partial<Record<typeof sort, RegExp>> = {
		meter: /^meter=\d+,(kbps|pktps)(,burst)?(,stats)?,bands=[\w=,]+$/,
		"tlv-map": /^\{class=0x[0-9a-f]+,type=0x[0-9a-f]+,len=\d+\}->tun_metadata\d+$/,
	};
	const form = forms[sort];
	if (form) {
		expect(text).toMatch(form);
		return;
	}
	const { keys, buckets } = groupKeys(text);
	const names = keys.map(([key]) => key);
	expect([new Set(names).size, keys[0]]).toEqual([names.length, ["group_id", String(want.groupId)]]);
	const ofGroup = ["group_id", "type", "selection_method", "selection_method_param", "fields"];
	expect(names.filter((name) => !ofGroup.includes(name))).toEqual([]);
	const all = want.buckets as Values[];
	// All buckets get a number where one has one.
	const numbers = all.some(({ bucketId }) => bucketId !== undefined) ? 1 : 0;
	const meant = all.map(
		(bucket) => numbers + ["weight", "watchPort", "watchGroup"].filter((field) => bucket[field] !== undefined).length,
	);
	const read = buckets.map((bucket) => bucket.map(([key]) => key.toLowerCase()));
	expect(read.map((words) => words.filter((word) => bucketWords.includes(word)).length)).toEqual(meant);
	expect(read.map((words) => words.filter((word) => /^actions?$/.test(word)).length)).toEqual(meant.map(() => 1));
}

function expectWireGuard({ privateKey, listenPort, fwmark, peers }: WgStep, stdin: string): void {
	const texts = (all: Values): [string, string][] =>
		Object.entries(all).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, String(value)]]));
	const mark = fwmark === 0 ? undefined : `0x${fwmark.toString(16)}`;
	expect(wgSections(stdin)).toEqual([
		{ section: "Interface", settings: texts({ PrivateKey: privateKey, ListenPort: listenPort, FwMark: mark }) },
		...peers.map(({ publicKey, presharedKey, endpoint, allowedIps, persistentKeepalive }) => ({
			section: "Peer",
			settings: texts({
				...{ PublicKey: publicKey, PresharedKey: presharedKey, Endpoint: endpoint },
				...{ AllowedIPs: allowedIps.join(",") || undefined, PersistentKeepalive: persistentKeepalive },
			}),
		})),
	]);
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
	for (const step of group) {
		if (step.tool === "flow-object") expectFlowObject(step, want);
		if (step.tool === "wg" && step.phase === "wireguard") expectWireGuard(step, stdin);
	}
	const [first] = group;
	if (first?.tool === "bridge") expect(ipLines(stdin)).toEqual(group.map((step) => (step.tool === "bridge" ? step.args : [])));
	if (first?.phase === "secret-rows") expectSecrets(group as OvsStep[], argv, stdin);
	else if (first?.tool === "ovs") expectTransaction(group as OvsStep[], argv);
	if (first?.tool === "ip") expect(ipLines(stdin)).toEqual(group.map((step) => (step.tool === "ip" ? step.args : [])));
	if (first?.tool === "sysctl")
		expect(stdin.trimEnd().split("\n")).toEqual(group.map((step) => (step.tool === "sysctl" ? `${step.key}=${step.value}` : "")));
}

/** Expects that inputs are refused, or that each tool reads what they mean. Returns true where they are not refused. */
function expectReadAsMeant(kind: Kind, want: Values): boolean {
	if (checkInputs(kind, { host: "h1", ...want }).problems.length > 0) return false;
	const operation = operationOf(kind, { want });
	if (isObserver(operation)) return true;
	const reads = [...readsBefore(operation), ...readsAfter(operation)];
	const facts = factsFor(reads);
	expectWords(readingCalls(reads).map(({ call }) => call));
	expectBootFile(operation, facts);
	// Some objects are never created, and the host has some of the samples.
	const planned = refusable(() => plan(operation, facts), /^it (?:does not exist on this host|exists already)/);
	if (planned) {
		expectLiteral(operation, planned.steps);
		expectUndo(operation, planned, facts);
	}
	return true;
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
	return { type, own, weight: own.length * (["OpenFlowTable", "OpenFlowGroup", "FlowTable"].includes(type) ? 5 : 1) };
});
const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
const shares = weighted.map((one) => ({ ...one, runs: Math.ceil((numRuns * one.weight) / total) }));

describe(`${numRuns} hostile texts in all fields: each is refused at preview, or its tool reads it as the literal`, () => {
	test.each(shares)(
		"$runs in the fields of $type",
		({ type, own, runs }) => {
			const kind = kindNamed(type);
			for (const sample of samples[type] ?? []) expectReadAsMeant(kind, sample);
			let accepted = 0;
			const property = fc.property(fc.constantFrom(...own), hostile, fc.constantFrom(...mixes), (place, text, mix) => {
				if (expectReadAsMeant(kind, inputsWith(place, text, mix))) accepted++;
			});
			fc.assert(property, { numRuns: runs });
			if (accepting.includes(type)) expect(accepted).toBeGreaterThan(0);
		},
		60_000,
	);
});
