import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { isMap, type Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import { checkInputs } from "../../../provider/model/validate";
import { plan } from "../../../provider/plan/plan";
import { readsBefore } from "../../../provider/plan/reads";
import { calls } from "../../../provider/tools/script";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { at, branches, leaves, readyHost, replaced, samples } from "../support/samples";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const all = Object.entries(samples).flatMap(([type, list]) =>
	list.map((sample, i): [string, number, Values] => [type, i, sample]),
);
const check = (type: string, inputs: Values) => checkInputs(kindNamed(type), { host: "h1", ...inputs });

test("every kind has a sample, and the samples of a kind set each of its fields", () => {
	for (const [type, kind] of Object.entries(kinds)) {
		const set = new Set((samples[type] ?? []).flatMap(Object.keys));
		expect([type, Object.keys(kind.schema.shape).filter((f) => !set.has(f) && f !== "host" && f !== "adopt")]).toEqual([
			type,
			[],
		]);
	}
});

describe.each(all)("%s (sample %i)", (type, _, sample) => {
	test("is accepted, and its normal form is its own normal form", () => {
		const { values, problems } = check(type, sample);
		expect(problems).toEqual([]);
		expect(checkInputs(kindNamed(type), values)).toEqual({ values, problems: [] });
	});

	test("accepts a value that is not known yet anywhere, and keeps it", () => {
		const found = branches(sample).map((path) => ({ path, ...check(type, replaced(sample, path, unknown)) }));
		expect(found.map(({ path, problems, values }) => [path, problems, at(values, path)])).toEqual(
			found.map(({ path }) => [path, [], unknown]),
		);
	});

	test("finds an unknown field beside a value that is not known yet", () => {
		const [path = []] = branches(sample);
		const { problems } = check(type, { ...replaced(sample, path, unknown), nonsense: 1 });
		expect(problems.map((p) => p.path)).toEqual(["nonsense"]);
	});

	test("finds a wrong field beside a value that is not known yet", () => {
		for (const [field, value] of Object.entries(sample)) {
			if (typeof value !== "number") continue;
			const other = Object.keys(sample).find((f) => f !== field) ?? "";
			const { problems } = check(type, { ...sample, [other]: unknown, [field]: -7.5 });
			expect([field, problems.map((p) => p.path)]).toEqual([field, [field]]);
		}
	});

	test("says that a number, or true, is given as a text", () => {
		const wrong = leaves(sample).flatMap((path) => {
			const value = at(sample, path);
			if (typeof value !== "number" && typeof value !== "boolean") return [];
			return check(type, replaced(sample, path, String(value))).problems.map(({ message }) => [path.join("."), message]);
		});
		expect(wrong.filter(([, message]) => !message?.includes("The value is a text: write it without quotes"))).toEqual([]);
	});

	test("refuses a text that was made of an Output or an object, wherever a text is", () => {
		const texts = leaves(sample).filter((path) => typeof at(sample, path) === "string");
		const made = [`a${pulumi.output("x")}`, JSON.stringify({ x: pulumi.output("x") }), `${{}}`, `${Promise.resolve("x")}`];
		const says = ["an Output", "an Output", "an object", "a Promise"];
		for (const path of texts)
			for (const [i, text] of made.entries())
				expect([path, check(type, replaced(sample, path, text)).problems]).toEqual([
					path,
					[expect.objectContaining({ message: expect.stringContaining(`has ${says[i]} where a text is needed`) })],
				]);
	});

	test("refuses a wrong type at every place, by its path and in words", () => {
		const paths = leaves(sample).filter(([field]) => field !== "triggers");
		const found = paths.map((path) => ({
			name: path.map((k, i) => (typeof k === "number" ? `[${k}]` : i === 0 ? k : `.${k}`)).join(""),
			problems: check(type, replaced(sample, path, { strange: true })).problems,
		}));
		const isNamed = (name: string) => (p: { path: string }) => p.path === name || p.path.startsWith(`${name}.`);
		expect(found.filter(({ name, problems }) => !problems.some(isNamed(name)))).toEqual([]);
		const messages = found.flatMap(({ problems }) => problems.map(({ message }) => message));
		expect(messages.filter((message) => !/^(must|is|has|contradicts|needs|its)\b/.test(message))).toEqual([]);
	});
});

test.each(Object.keys(kinds))("%s: junk never throws, and each problem is a sentence with a path", (type) => {
	const fields = Object.keys(kindNamed(type).schema.shape);
	const values = samples[type]?.flatMap((s) => Object.values(s)) ?? [];
	const value = fc.oneof(fc.anything(), fc.constantFrom(...values, "", 0, -1, null, unknown), fc.string());
	const junk = fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), value, { maxKeys: 8 });
	fc.assert(
		fc.property(junk, fc.constantFrom(...(samples[type] ?? [])), fc.boolean(), (inputs, sample, onTop) => {
			const { problems, values: found } = checkInputs(kindNamed(type), onTop ? { host: "h1", ...sample, ...inputs } : inputs);
			const raw = /undefined|\[object|Invalid|Unrecognized|Too (small|big)/;
			const isSentence = ({ path, message }: (typeof problems)[number]) =>
				typeof path === "string" && message.length > 5 && !raw.test(message);
			// Each call of expect costs more than the check itself.
			const odd = problems.filter((problem) => !isSentence(problem));
			if (odd.length > 0) throw new Error(JSON.stringify(odd));
			if (problems.length === 0) expect(checkInputs(kindNamed(type), found)).toMatchObject({ values: found, problems: [] });
		}),
		{ numRuns: 300 },
	);
});

test("half a surrogate pair is refused", () => {
	expect(check("Port", { name: "p1", bridge: "br0", externalIds: { a: "x\ud800" } }).problems).toEqual([
		{ path: "externalIds.a", message: expect.stringContaining("must be valid unicode") },
	]);
});

test.each(Object.values(kinds))("$type: an output can't be set; undefined and null are ignored", (kind) => {
	for (const output of Object.keys(kind.computed)) {
		const errorPaths = (value: unknown) => checkInputs(kind, { [output]: value }).problems.map((p) => p.path);
		expect(errorPaths("x")).toEqual([...errorPaths(undefined), output]);
		expect(errorPaths(undefined)).not.toContain(output);
	}
});

const inherited = [...Object.getOwnPropertyNames(Object.prototype)];

test.each(Object.keys(samples))(
	"%s: words that every object of JavaScript has are words like others, and no keys of maps",
	(type) => {
		for (const sample of samples[type] ?? []) {
			for (const path of leaves(sample).filter((leaf) => typeof at(sample, leaf) === "string"))
				for (const word of inherited)
					for (const text of [word, `${word}=1`, `jump ${word}`]) {
						const want = replaced(sample, path, text);
						const { problems } = check(type, want);
						const odd = problems.filter(({ message }) => /native code|\[object|undefined/.test(message));
						expect([path, text, odd]).toEqual([path, text, []]);
						if (problems.length > 0) continue;
						const operation = operationOf(kindNamed(type), { want });
						const planned = () => plan(operation, factsOf(readsBefore(operation), readyHost));
						// A change may be refused, but not by an error of the program.
						expect([path, text, messageOf(planned)]).toEqual([
							path,
							text,
							expect.not.stringMatching(/native code|not iterable|not a function/),
						]);
					}
			for (const path of branches(sample).filter((branch) => isMap(at(sample, branch)) && branch.length > 0))
				for (const word of inherited) {
					const inside = JSON.parse(`{${JSON.stringify(word)}:"1"}`);
					const { problems } = check(type, replaced(sample, path, inside));
					expect([path, word, problems.map(({ message }) => message)]).toEqual([
						path,
						word,
						[`has the key ${word}, a name that every object of JavaScript has: choose another one`],
					]);
				}
		}
	},
);

function messageOf(act: () => unknown): string {
	try {
		act();
		return "";
	} catch (error) {
		return (error as Error).message;
	}
}

test("a text that is too long for an argument of a program is refused by its path", () => {
	const long = "x".repeat(40_001);
	for (const [type, all] of Object.entries(samples))
		for (const sample of all)
			for (const path of leaves(sample).filter((leaf) => typeof at(sample, leaf) === "string")) {
				const { problems } = checkInputs(kindNamed(type), { host: "h1", ...replaced(sample, path, long) });
				expect([type, problems]).toEqual([
					type,
					[{ path: expect.any(String), message: "must be at most 40000 characters long" }],
				]);
			}
	const inKey = { name: "p1", bridge: "br0", externalIds: { [long]: "x" } };
	expect(check("Port", inKey).problems).toEqual([{ path: "externalIds", message: "has a key of more than 40000 characters" }]);
});

test("the longest text fits into an argument, quoted and in characters of three bytes", () => {
	for (const character of ["☃", '"', "\\", "'"]) {
		const want = { name: "p1", bridge: "br0", externalIds: { a: character.repeat(40_000) } };
		expect(check("Port", want).problems).toEqual([]);
		const operation = operationOf(kindNamed("Port"), { want });
		const words = calls(plan(operation, factsOf(readsBefore(operation), readyHost)).steps).flatMap(({ argv }) => argv);
		expect(Math.max(...words.map((word) => Buffer.byteLength(word)))).toBeGreaterThan(40_000);
		expect(Math.max(...words.map((word) => Buffer.byteLength(word)))).toBeLessThan(128 * 1024);
	}
});
