import { cookieOf } from "../../../provider/openflow/flows";
import { controlWarnings } from "../../../provider/openflow/other-programs";
import { observe } from "../../../provider/plan/observe";
import { readsBefore } from "../../../provider/plan/reads";
import { op } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

const ovn = { external_ids: { "ovn-remote": "tcp:192.0.2.1:6642" } };
const bridges = (names: string[], columns = {}) => Object.fromEntries(names.map((name) => [name, columns]));

test.each<[who: string | undefined, bridge: string, ovs: CompactFacts["ovs"]]>([
	["ovn-controller", "br-int", { root: ovn, bridges: bridges(["br-int"]) }],
	[
		"ovn-controller",
		"br-ovn",
		{ root: { external_ids: { ...ovn.external_ids, "ovn-bridge": "br-ovn" } }, bridges: bridges(["br-ovn"]) },
	],
	["Neutron's agent", "br-tun", { bridges: bridges(["br-tun"], { controllers: [{ target: "tcp:127.0.0.1:6633" }] }) }],
	[undefined, "br0", { root: ovn, bridges: bridges(["br0", "br-int"]) }],
	[undefined, "br-int", { bridges: bridges(["br-int"], { controllers: [{ target: "tcp:192.0.2.9:6653" }] }) }],
])("%s controls %s", (who, bridge, ovs) => {
	const warnings = controlWarnings(factsOf([{ read: "ovs" }], { ovs }), bridge);
	expect(warnings).toEqual(who === undefined ? [] : [expect.stringContaining(`${who} controls bridge ${bridge}`)]);
});

test.each([
	[{}, true],
	[{ fail_mode: "standalone", owner: "other/dev" }, true],
	[{ fail_mode: "secure" }, false],
	[{ controllers: [] }, false],
	[{ owner: "demo/dev" }, false],
])("while no controller answers, flows on a bridge with %j do not decide: %s", (columns, isWarned) => {
	const ovs = { bridges: bridges(["br-x"], { controllers: [{ target: "tcp:192.0.2.9:6653" }], ...columns }) };
	const operation = op("OpenFlowTable", { bridge: "br-x", name: "f", flows: [{ actions: "drop" }] });
	const flows = { "br-x 0": [`cookie=${cookieOf("demo/dev", { bridge: "br-x", table: 0, name: "f" })}, actions=drop`] };
	const have = observe(operation, factsOf(readsBefore(operation), { ovs, flows }));
	expect(have?.warnings).toEqual(isWarned ? [expect.stringMatching(/^bridge br-x has a controller, and its fail_mode /)] : []);
});
