import { allColumns, howSaid } from "../../../tools/generate/ovs-columns";
import { recordedSchema, storedColumns } from "../../../tools/generate/ovs-schema";

test("the recorded schema has the tables and columns of Open vSwitch", () => {
	expect(Object.keys(recordedSchema.tables)).toHaveLength(19);
	expect(allColumns.length).toBeGreaterThan(130);
});

test.each(allColumns)("the docs say how a program sets %s.%s", (table, column) => {
	expect(howSaid(table, column)).toBeDefined();
	expect(storedColumns(table).map(([name]) => name)).toContain(column);
});
