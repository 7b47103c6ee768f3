import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const bridge = (name: string, args: Values = {}): Input => ["Bridge", { name, ...args }];
const root = (args: Values = {}): Input => ["OpenVSwitch", args];

const configurations: Configuration[] = [
	{
		name: "integration/targets/openvswitch_bridge/tests/basic.yaml: Create bridge",
		resources: [bridge("~br-test")],
	},
	{
		name: "integration/targets/openvswitch_bridge/tests/basic.yaml: Add fake bridge",
		lacks: "fake bridges: an internal Port with `tag` does the same",
	},
	{
		name: "integration/targets/openvswitch_db/tests/basic.yaml: Create bridge, Change column value in a map",
		resources: [bridge("~br-test", { disableInBand: true })],
		next: [bridge("~br-test", { disableInBand: false })],
		remark: "for `false`, the key disable-in-band is absent, which means the same",
	},
	{
		name: "integration/targets/openvswitch_db/tests/basic.yaml: Change key value with quotes",
		resources: [root({ otherConfig: { "pmd-cpu-mask": "0xaaa00000000" } })],
		next: [root()],
	},
	{
		name: "integration/targets/openvswitch_db/tests/basic.yaml: Change column value",
		resources: [bridge("~br-test", { stp: true })],
	},
	{
		name: "unit/modules/network/ovs/test_openvswitch_port.py",
		nics: ["~eth2"],
		resources: [
			bridge("~test-br"),
			[
				"Port",
				{
					...{ name: "~eth2", bridge: "~test-br", tag: 10, portExternalIds: { foo: "bar" } },
					portOtherConfig: { "stp-path-cost": "10" },
				},
			],
		],
		next: [
			bridge("~test-br"),
			["Port", { name: "~eth2", bridge: "~test-br", tag: 10, portExternalIds: { foo: "baz", foo2: "bar2" } }],
		],
	},
	{
		name: "unit/modules/network/ovs/test_openvswitch_bond.py",
		nics: ["~eth3", "~eth4"],
		resources: [
			bridge("~bond-br"),
			[
				"Port",
				{
					...{ name: "~bond0", bridge: "~bond-br", type: "bond", interfaces: ["~eth3", "~eth4"], lacp: "active" },
					...{ bondUpdelay: 100, portOtherConfig: { "bond-detect-mode": "miimon" } },
				},
			],
		],
		shows: [["ovs-appctl lacp/show ~bond0", "status: active"]],
	},
];

export const ansible: Peer = { name: "Ansible openvswitch.openvswitch tests", configurations };
