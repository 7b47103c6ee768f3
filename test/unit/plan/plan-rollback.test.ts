import type { Values } from "../../../provider/base/values";
import { factsAfter, factsBefore } from "../../../provider/plan/observe";
import { planRollback } from "../../../provider/plan/plan-rollback";
import { calls } from "../../../provider/tools/script";
import { kindNamed, lines, operationOf } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

const device = (links: Record<string, Values>): CompactFacts => ({ links: { "": links } }) as CompactFacts;

/** The rollback of a create that has left `after` on the host. */
function rollback(type: string, want: Values, [before, after]: [CompactFacts, CompactFacts]): unknown[] {
	const operation = operationOf(kindNamed(type), { want });
	const asked = [...factsBefore(operation), ...factsAfter(operation)];
	const steps = planRollback({ operation, factsBefore: factsOf(asked, before) }, factsOf(asked, after), []);
	return calls(steps).flatMap(lines);
}

test("what was there under the name before, and was of another kind, is not made anew from values that it did not have", () => {
	const dummy = device({ red: { kind: "dummy", alias: "pulumi-ovs:demo/dev" } });
	expect(() => rollback("VRF", { name: "red", table: 100 }, [dummy, device({})])).toThrow(
		"what was there before was no VRF (it has no table), so it can't be restored",
	);
});

test("a create that has left nothing needs no way back, and one that has left its object deletes it", () => {
	const want = { name: "red", table: 100 };
	const red = device({ red: { kind: "vrf", alias: "pulumi-ovs:demo/dev", data: { table: 100 } } });
	expect(rollback("VRF", want, [device({}), device({})])).toEqual([]);
	expect(rollback("VRF", want, [device({}), red])).toEqual(["ip -batch - <<'END'", "link del dev red", "END"]);
});
