import { isDisruptive, removesPortDevice } from "../../../provider/plan/side-effects";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { type CompactFacts, factsOf } from "../support/compact";

const interfaceOf = (type: string, ofport: number) => ({ interface: { type, ofport } });
const ports = { p1: interfaceOf("internal", 1), p2: interfaceOf("internal", 2), n1: interfaceOf("system", 3) };
const known = factsOf([{ read: "ovs" }], { ovs: { bridges: { br: { ports } } } } as CompactFacts);

/** A step that requests a number for a port. */
const requests = (name: string, ofport_request: number): OvsStep => ({
	...{ tool: "ovs", phase: "rows", op: "set", table: "Interface", name },
	columns: { ofport_request },
});

test.each<[string, string, number, boolean, boolean]>([
	["a new port takes the number of an internal port, whose device is recreated", "new", 1, true, true],
	["an internal port gets a free number, and its device is recreated", "p1", 9, true, true],
	["a new port takes the number of a NIC's port, which flows may name", "new", 3, true, false],
	["a port requests the number that it has", "p1", 1, false, false],
	["a new port requests a free number", "new", 9, false, false],
])("%s", (_, name, number, dependants, device) => {
	const step = requests(name, number);
	expect([isDisruptive(step, known), removesPortDevice(step, known)]).toEqual([dependants, device]);
});
