import { actionProblem, fieldProblem, withNearestName } from "../../../provider/openflow/words";

test.each([
	["tcp_dts", "tcp_dst"],
	["in_prot", "in_port"],
	["nw_srk", "nw_src"],
	["reg16", "reg1"],
	["tun_metdata3", "tun_metadata3"],
	["Nw_Src", "nw_src"],
	["IP", "ip"],
	["NXM_OF_IN_PORT", "in_port"],
	["OXM_OF_ETH_TYPE", "eth_type"],
	["nxm_nx_reg3", "reg3"],
])("the field %s is taken for %s", (key, near) => {
	expect(fieldProblem(key)).toBe(`has the field "${key}", which Open vSwitch does not have: did you mean "${near}"?`);
});

test.each(["tcp_dst", "reg15", "future_header_kind", "OXM_OF_FUTURE_FIELD"])("the field %s is accepted", (key) => {
	expect(fieldProblem(key)).toBeUndefined();
});

test.each([
	["outptu:1", "outptu", "output"],
	["push_vlna:0x8100,output:1", "push_vlna", "push_vlan"],
	["load:0x1->NXM_NX_REG0[],resubmti(,5)", "resubmti", "resubmit"],
	["drop, ct(commit,zone=1), lern(table=1)", "lern", "learn"],
])("of the actions %s, %s is taken for %s", (actions, name, near) => {
	expect(actionProblem(actions)).toBe(`has the action "${name}", which Open vSwitch does not have: did you mean "${near}"?`);
});

test.each([
	"output:p1",
	"p1",
	"set_field:10.0.0.1->ip_src,resubmit(,5)",
	"ct(commit,zone=1,exec(set_field:1->ct_mark),nat(src=10.0.0.1))",
	"learn(table=10,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])",
	"move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],enqueue:1:2,NORMAL",
	"future_thing(a=1)",
	'output:"a:b"',
])("the actions %s are accepted", (actions) => {
	expect(actionProblem(actions)).toBeUndefined();
});

test.each([
	["unknown action foo", "unknown action foo"],
	["ip_sorce is not a valid OXM field name", "ip_sorce is not a valid OXM field name (did you mean ip_src?)"],
	["unknown keyword tcp_dts", "unknown keyword tcp_dts (did you mean tcp_dst?)"],
])("ovs-ofctl's error %s becomes %s", (said, plain) => {
	expect(withNearestName(said)).toBe(plain);
});
