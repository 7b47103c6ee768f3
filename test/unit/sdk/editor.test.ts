import { join } from "node:path";
import ts from "typescript";
import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { fieldsOf, jsonOf } from "../../../tools/generate/model";
import { anyValue, casesOf } from "../../../tools/generate/variants";
import { samples } from "../support/samples";

/** The compiler's errors in each program, as an editor shows them; "" where there are none. */
function compiled(programs: string[]): string[] {
	const file = join(__dirname, "programs-in-memory.ts");
	const preamble = 'import * as ovs from "../../../sdk"; const host = "h1";';
	const text = `${preamble}\n${programs.join("\n")}\n`;
	const options: ts.CompilerOptions = {
		...{ strict: true, noEmit: true, skipLibCheck: true, esModuleInterop: true },
		...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, types: [] },
	};
	const host = ts.createCompilerHost(options);
	const { getSourceFile } = host;
	host.getSourceFile = (name, ...rest) =>
		name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
	const program = ts.createProgram([file], options, host);
	const source = program.getSourceFile(file) as ts.SourceFile;
	const messages = programs.map(() => "");
	for (const { start = 0, length = 0, messageText } of program.getSemanticDiagnostics(source)) {
		// The error is on the whole argument, which begins with the host, or on the property.
		const place = text.slice(start, start + Math.min(length, 20));
		messages[source.getLineAndCharacterOfPosition(start).line - 1] +=
			`${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
	}
	return messages;
}

const of = (kind: string, args: Values) => `new ovs.${kind}("x", ${JSON.stringify({ host: "h1", ...args })});`;
const cases = Object.entries(kinds).flatMap(([kind, { schema }]) => {
	const json = jsonOf(schema);
	return json.variants ? casesOf(fieldsOf(json), json.variants).map((one) => ({ kind, ...one })) : [];
});
/** Minimal inputs of the cases that no sample covers. */
const more: Record<string, Values[]> = {
	Port: ["system", "tap"].map((type) => ({ name: "p1", bridge: "br0", type })),
	Tunnel: [
		...["gre", "ip6gretap", "ipip"].map((type) => ({ name: "t1", type })),
		{ name: "t1", type: "geneve", key: 7, remoteIp: "192.0.2.2" },
		{ name: "t1", bridge: "br0", type: "geneve", remoteIp: "192.0.2.2" },
	],
	Link: ["dummy", "bridge", "tap", "device"].map((type) => ({ name: "d1", type })),
	Reachability: [
		{ name: "r", to: "192.0.2.1", protocol: "icmp" },
		{ name: "r", to: "192.0.2.1", protocol: "udp", port: 53 },
	],
};

const known = (kind: string): Values[] => [...(samples[kind] ?? []), ...(more[kind] ?? [])];
const all = Object.keys(kinds).flatMap((kind) => known(kind).map((sample) => ({ kind, sample })));

/** The samples of a kind that belong to this case. */
function samplesOf({ kind, values }: (typeof cases)[number]): Values[] {
	return known(kind).filter((sample) => {
		const complete = checkInputs(kinds[kind] as Kind, { host: "h1", ...sample }).values;
		return Object.entries(values).every(([field, some]) =>
			complete[field] === undefined ? some.includes(null) : some.includes(complete[field]) || some.includes(anyValue),
		);
	});
}

const deciding = (kind: string) => [...(jsonOf((kinds[kind] as Kind).schema).variants?.by ?? [])];

const without = (sample: Values, field: string) => Object.fromEntries(Object.entries(sample).filter(([key]) => key !== field));

/** A valid value of a kind's field. */
const exampleOf = (kind: string, field: string) => samples[kind]?.find((sample) => sample[field] !== undefined)?.[field];

const wrong = cases.flatMap((one) =>
	samplesOf(one).flatMap((sample) => [
		...[...one.required].map((field) => ({ kind: one.kind, field, args: without(sample, field) })),
		...[...one.excluded.keys()].map((field) => ({
			...{ kind: one.kind, field },
			args: { ...sample, [field]: exampleOf(one.kind, field) },
		})),
	]),
);

const examples: [string, string][] = [
	['new ovs.Port("p", { host, bridge: "b", type: "patch" });', "Property 'peer' is missing"],
	['new ovs.Port("p", { host, bridge: "b", type: "bond", tag: 1 });', "Property 'interfaces' is missing"],
	['new ovs.Port("p", { host, bridge: "b", type: "internal", peer: "q" });', "Types of property 'peer' are incompatible"],
	['new ovs.Port("p", { host, type: "patch", peer: "q" });', "Property 'bridge' is missing"],
	[
		'new ovs.Port("p", { host, bridge: "b", typ: "patch" });',
		"'typ' does not exist in type 'PortArgs'. Did you mean to write 'type'?",
	],
	['new ovs.Port("p", { host, bridge: "b", type: "ptch" });', "Did you mean '\"patch\"'?"],
	['new ovs.Link("l", { host, type: "veth" });', "Property 'peer' is missing"],
	['new ovs.Link("l", { host, type: "vlan", vlanId: 5 });', "Property 'parent' is missing"],
	['new ovs.Link("l", { host, type: "vlan", parent: "eth0" });', "Property 'vlanId' is missing"],
	['new ovs.Link("l", { host, type: "macvlan" });', "Property 'parent' is missing"],
	['new ovs.Tunnel("t", { host, bridge: "b", type: "vxlan" });', "Property 'remoteIp' is missing"],
	['new ovs.Reachability("r", { host, to: "10.0.0.1", protocol: "udp" });', "Property 'port' is missing"],
	['new ovs.Trunk("t", { host, parent: { port: "p" }, mode: "vlan-interfaces" });', "Property 'subports' is missing"],
	[
		'new ovs.NftTable("n", { host, family: "ip", chains: { c: { type: "filter", hook: "input" } } });',
		"Property 'priority' is missing",
	],
];

const good = all.map(({ kind, sample }) => of(kind, sample));
const bad = wrong.map(({ kind, args }) => of(kind, args));
let messages: string[];
beforeAll(() => {
	messages = compiled([...good, ...bad, ...examples.map(([program]) => program)]);
}, 60_000);

test("the compiler accepts what the kinds accept", () => {
	expect(good.map((program, i) => [program, messages[i]]).filter(([, error]) => error !== "")).toEqual([]);
});

test("the compiler and the kind refuse what the rules refuse", () => {
	expect(new Set(wrong.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(7);
	expect(wrong.length).toBeGreaterThan(100);
	// The error names the field itself, or the field that it depends on, such as the bridge.
	const namesOneOf = (text: string | undefined, fields: string[]) => {
		const any = `(${fields.join("|")})`;
		return new RegExp(`["']${any}["']|missing the following properties from type '\\w+': .*\\b${any}\\b`).test(text ?? "");
	};
	const unsaid = wrong.flatMap(({ kind, field }, i) => {
		const text = messages[good.length + i];
		return namesOneOf(text, [field, ...deciding(kind)]) ? [] : [[bad[i], text]];
	});
	expect(unsaid).toEqual([]);
	for (const { kind, field, args } of wrong)
		expect([kind, args, checkInputs(kinds[kind] as Kind, { host: "h1", ...args }).problems.map((p) => p.path)]).toEqual([
			kind,
			args,
			expect.arrayContaining([field]),
		]);
});

test.each(examples.map(([program, message], i) => ({ program, message, i })))("$program: $message", ({ message, i }) => {
	expect(messages[good.length + bad.length + i]).toContain(message);
});

test("each case of the rules has a sample", () => {
	const missing = cases.filter((one) => one.required.size + one.excluded.size > 0 && samplesOf(one).length === 0);
	expect(missing.map(({ kind, name }) => `${name}${kind}`)).toEqual([]);
});
