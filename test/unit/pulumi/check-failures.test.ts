import type { Values } from "../../../provider/base/values";
import { shell } from "../../../provider/index";
import { kinds } from "../../../provider/kinds";
import { samples } from "../support/samples";

/**
 * The engine's message for a failure (pulumi/pulumi, issueCheckFailures in step_generator.go): the path of the property is looked up
 * as a field of the inputs, and a value that is not there is printed as <nil>.
 */
function engineText(kind: string, inputs: Values, { property, reason }: { property: string; reason: string }): string {
	if (property === "") return `ovs:${kind} resource 'r' has a problem: ${reason}`;
	const goText = (value: unknown): string => {
		if (value === undefined || value === null) return "{<nil>}";
		if (Array.isArray(value)) return `{[${value.map(goText).join(" ")}]}`;
		if (typeof value !== "object") return `{${value}}`;
		return `{map[${Object.entries(value).map(([key, v]) => `${key}:${goText(v)}`)}]}`;
	};
	return `ovs:${kind} resource 'r': property ${property} value ${goText(inputs[property])} has a problem: ${reason}`;
}

type Path = (string | number)[];

/** The paths of all values in a sample. */
function pathsOf(value: unknown, path: Path = []): Path[] {
	const inside = typeof value === "object" && value !== null ? Object.entries(value) : [];
	const below = inside.flatMap(([key, v]) => pathsOf(v, [...path, Array.isArray(value) ? Number(key) : key]));
	return path.length === 0 ? below : [path, ...below];
}

function withValue(inputs: Values, path: Path, value: unknown): Values {
	const copy = structuredClone(inputs);
	const [last, ...before] = [...path].reverse();
	const parent = before.reverse().reduce<Values>((v, key) => v[key], copy);
	if (value === undefined) delete parent[last as string];
	else parent[last as string] = value;
	return copy;
}

const wrong = [null, true, -1.5, "\0", [null], [], { unknownField: null }, {}, undefined];

const failuresOf = async (kind: string, inputs: Values) => {
	await shell.configure({ config: { get: () => undefined } });
	const { failures } = await shell.check({}, { __kind: kind, __v: 1, __owner: "demo/dev", ...inputs });
	return failures.map((failure) => ({ ...failure, text: engineText(kind, inputs, failure) }));
};

describe.each(Object.keys(kinds))("wrong values of %s", (kind) => {
	const all = (samples[kind] ?? []).map((sample: Values) => ({
		host: { host: "192.0.2.1", proxy: { host: "192.0.2.2" } },
		...sample,
	}));

	test("have messages that name the property, and that show a value or none", async () => {
		expect(all.length).toBeGreaterThan(0);
		let refused = 0;
		for (const sample of all)
			for (const path of pathsOf(sample))
				for (const value of wrong) {
					const inputs = withValue(sample, path, value);
					for (const { property, reason, text } of await failuresOf(kind, inputs)) {
						refused++;
						expect(text).not.toContain("<nil>");
						expect(text).not.toMatch(/undefined|\[object|:\s*$/);
						expect(property === "" ? reason : `${property}: `).toMatch(/^[\w$.[\]/* -]+: ?/);
					}
				}
		expect(refused).toBeGreaterThan(0);
	}, 60_000);
});
