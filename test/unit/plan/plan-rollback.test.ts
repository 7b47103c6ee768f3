import type { Values } from "../../../provider/base/values";
import { plan } from "../../../provider/plan/plan";
import { planRollback } from "../../../provider/plan/plan-rollback";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { problems } from "../../../provider/plan/verify";
import { calls } from "../../../provider/tools/script";
import { kindNamed, lines, operationOf } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

const device = (links: Record<string, Values>): CompactFacts => ({ links: { "": links } }) as CompactFacts;

/** The rollback of a change that has left `after` on the host. */
function rollback(type: string, want: Values, [before, after]: [CompactFacts, CompactFacts], was?: Values): unknown[] {
	const operation = operationOf(kindNamed(type), { want, was });
	const asked = [...readsBefore(operation), ...readsAfter(operation)];
	const steps = planRollback({ operation, factsBefore: factsOf(asked, before) }, factsOf(asked, after), []);
	return calls(steps).flatMap(lines);
}

test("what was there under the name before, and was of another kind, is not made anew from values that it did not have", () => {
	const dummy = device({ red: { kind: "dummy", alias: "pulumi-ovs:demo/dev" } });
	expect(() => rollback("VRF", { name: "red", table: 100 }, [dummy, device({})])).toThrow(
		"what was there before was no VRF (it has no table), so it can't be restored: restore it by hand",
	);
});

test("a create that has left nothing needs no way back, and one that has left its object deletes it", () => {
	const want = { name: "red", table: 100 };
	const red = device({ red: { kind: "vrf", alias: "pulumi-ovs:demo/dev", data: { table: 100 } } });
	expect(rollback("VRF", want, [device({}), device({})])).toEqual([]);
	expect(rollback("VRF", want, [device({}), red])).toEqual(["ip -batch - <<'END'", "link del dev red", "END"]);
});

const key = "net.ipv4.icmp_ratelimit";
const limit = (value: string): CompactFacts => ({ sysctl: { "": { "net/ipv4/icmp_ratelimit": value } } });

test("a time that may be listed as before once it is written is no problem after that, and is another one with another listing", () => {
	const operation = operationOf(kindNamed("Sysctl"), { want: { key, value: "15" } });
	const factsWith = (value: string) => factsOf([...readsBefore(operation), ...readsAfter(operation)], limit(value));
	const planned = plan(operation, factsWith("20"));
	expect(calls(planned.steps).flatMap(lines)).toContain("net/ipv4/icmp_ratelimit=15");
	expect(["15", "16", "17", "20"].flatMap((listed) => problems(operation, factsWith(listed), planned))).toEqual([]);
	expect(problems(operation, factsWith("30"), planned)).toEqual(['value is "30", wanted "15"']);
});

test("a time that another listing shows as changed gets what it had: the program's former value, or what was listed", () => {
	const written = (value: string) => ["sysctl -q -p - <<'END'", `net/ipv4/icmp_ratelimit=${value}`, "END"];
	expect(rollback("Sysctl", { key, value: "15" }, [limit("20"), limit("16")])).toEqual(written("20"));
	expect(rollback("Sysctl", { key, value: "15" }, [limit("20"), limit("20")])).toEqual([]);
	expect(rollback("Sysctl", { key, value: "40" }, [limit("16"), limit("40")], { key, value: "15" })).toEqual(written("15"));
});

test("devices that a parameter of all devices has overwritten get back what they had", () => {
	const key = "net.ipv4.ip_forward";
	const values = (all: string, d0: string): CompactFacts => ({
		sysctl: { "": { "net/ipv4/ip_forward": all, "net/ipv4/conf/d0/forwarding": d0, "net/ipv4/conf/d1/forwarding": all } },
	});
	expect(rollback("Sysctl", { key, value: "0" }, [values("1", "0"), values("0", "0")])).toEqual([
		"sysctl -q -p - <<'END'",
		"net/ipv4/ip_forward=1",
		"net/ipv4/conf/d0/forwarding=0",
		"END",
	]);
});
