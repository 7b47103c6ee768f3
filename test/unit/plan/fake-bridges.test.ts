import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { parseName } from "../../../provider/model/provided-name";
import { checkInputs } from "../../../provider/model/validate";
import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { readyHost, samples } from "../support/samples";

/** The samples of all kinds, each with the bridges and ports that it needs or makes. */
const all = Object.entries(samples).flatMap(([type, list]) =>
	list.flatMap((sample) => {
		const kind = kinds[type] as Kind;
		const { values } = checkInputs(kind, { host: "h1", ...sample });
		const namesIn = (texts: string[], ...sorts: string[]) =>
			texts.flatMap((text) => {
				const named = parseName(text);
				return named && sorts.includes(named.sort) && !named.isMembership ? [named.name] : [];
			});
		const made = namesIn(kind.provides(values), "bridge", "OVS port");
		const on = namesIn(
			kind.requires(values).map(({ name }) => name),
			"bridge",
		).filter((name) => !made.includes(name));
		return [...made.map((name) => ({ name, isMade: true })), ...on.map((name) => ({ name, isMade: false }))].map((one) => ({
			...{ type, kind, sample, ...one },
		}));
	}),
);

test("most kinds of Open vSwitch name a bridge or make a port", () => {
	expect([...new Set(all.map(({ type }) => type))].sort()).toEqual([
		...["Bridge", "GeneveOption", "IPFIX", "LocalVlans", "Mirror", "NetFlow", "OpenFlowGroup", "OpenFlowMeter"],
		...["OpenFlowTable", "Port", "SFlow", "Trunk", "Tunnel", "Vtep"],
	]);
});

test.each(all.map((one) => [`${one.type} ${one.isMade ? "with the name of" : "on"} ${one.name}`, one] as const))(
	"%s, which is a fake bridge, is refused with its parent and what to do",
	(_, { kind, sample, name, isMade }) => {
		const fake = { tag: 100, fake_bridge: true, interface: { type: "internal" } };
		const host = { ...readyHost, ovs: { bridges: { parent: { ports: { [name]: fake } } } } };
		for (const want of [sample, { ...sample, adopt: true }]) {
			if (checkInputs(kind, { host: "h1", ...want }).problems.length > 0) continue;
			const operation = operationOf(kind, { want });
			const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], host);
			const advice = isMade ? `delete it first (ovs-vsctl del-br ${name}` : "name parent in its place";
			expect(() => plan(operation, facts)).toThrow(`${name} is a fake bridge of parent (VLAN 100), and no resource`);
			expect(() => plan(operation, facts)).toThrow(advice);
		}
	},
);
