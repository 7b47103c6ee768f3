import { fieldMeta } from "../../../provider/base/fields";
import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { capturedOriginals, restoredInputs } from "../../../provider/plan/originals";

/** All maps of which a resource owns the keys that it names, of all kinds. */
const maps = Object.values(kinds).flatMap((kind) =>
	Object.keys(kind.schema.shape)
		.filter((field) => fieldMeta(kind.schema, field).keys)
		.map((field): [string, Kind, string] => [`${kind.type}.${field}`, kind, field]),
);

test("the walk has the maps of rows and of columns", () => {
	expect(maps.map(([name]) => name)).toEqual(
		expect.arrayContaining(["Bridge.externalIds", "OpenVSwitch.columns", "Port.columns"]),
	);
});

const entry = (previous: Values) => ({ id: "id", owner: "a/dev", previous });
const seen = (value: Values) => ({ value, computed: {} });

describe.each(maps)("%s", (_, kind, field) => {
	test("the originals are those of the keys that the program names, in maps of maps too, and older values of the journal win", () => {
		const want = { [field]: { flat: "mine", map: { mine: "1", both: "1", added: "1" } } };
		const have = seen({ [field]: { flat: "now", other: "now", map: { mine: "now", both: "now", theirs: "now" } } });
		const note = { [field]: { map: { both: "before", theirs: "before" }, other: "before" } };
		expect(capturedOriginals(kind, want, have, [entry(note)])).toEqual({
			[field]: { flat: "now", map: { mine: "now", both: "before" } },
		});
	});

	test("a release gives back the program's own keys, and leaves those of another program as they are, in maps of maps too", () => {
		const want = { [field]: { flat: "mine", map: { mine: "1", both: "1" } } };
		const previous = { [field]: { flat: "before", map: { mine: "before", both: "before" } } };
		const have = seen({ [field]: { flat: "mine", map: { mine: "1", both: "2", theirs: "2" } } });
		const other = { [field]: { map: { both: "before", theirs: "before", gone: "before" } } };
		const { [field]: back } = restoredInputs(kind, want, previous, have, [entry(other)]);
		const shared = kind.captureOriginals ? { mine: "before", both: "before" } : { mine: "before", both: "2", theirs: "2" };
		expect(JSON.parse(JSON.stringify(back))).toEqual({ flat: "before", map: shared });
	});

	test("a release removes no map that another program manages now", () => {
		const have = seen({ [field]: { map: { theirs: "2" } } });
		const back = restoredInputs(kind, { [field]: { flat: "mine" } }, { [field]: {} }, have, [
			entry({ [field]: { map: { theirs: "1" } } }),
		]);
		expect(back[field]).toEqual(kind.captureOriginals ? {} : { map: { theirs: "2" } });
	});
});
