import fc from "fast-check";
import { decimal, f, pick, uint } from "./template";
import * as text from "./text";
import { ports } from "./world";

const anyPort = pick(...ports, "LOCAL", "mp0");
const masked4 = fc.oneof(
	text.address4,
	text.cidr4,
	text.network4,
	f`${text.address4}/255.255.255.0`,
	f`${text.address4}/255.0.255.0`,
);
const masked6 = fc.oneof(text.address6, text.cidr6, text.network6);
const maskedMac = fc.oneof(text.mac, f`${text.mac}/ff:ff:ff:00:00:00`, pick("01:00:00:00:00:00/01:00:00:00:00:00"));
const vlan = uint(4094);
const l4 = fc.oneof(uint(65535), pick("0x1000/0xf000", "80/0xffff", "0/0"));

const fieldsOfFlow: fc.Arbitrary<string>[] = [
	f`in_port=${anyPort}`,
	f`dl_src=${maskedMac}`,
	f`${pick("dl_dst", "eth_dst")}=${maskedMac}`,
	f`dl_vlan=${fc.oneof(vlan, pick("0xffff"))}`,
	f`vlan_tci=${pick("0x1000/0x1000", "0", "0x0000/0x1fff", "0x1005")}`,
	f`dl_type=${pick("0x0800", "0x88cc", "2048", "0x86dd", "0x0806")}`,
	f`metadata=${pick("5", "0x5/0xff", "0xffffffffffffffff")}`,
	f`reg${decimal(15)}=${pick("1", "0x10/0xf0", "0", "0/0xff")}`,
	f`pkt_mark=${pick("7", "0x7/0x7", "0")}`,
	f`tun_id=${pick("5", "0x5/0xff", "0")}`,
	f`ct_state=${pick("+trk+new", "+trk-new", "-trk", "+est+trk", "0x21/0x21")}`,
	f`ct_mark=${pick("5", "0x5/0xf")}`,
	f`ct_zone=${uint(65535)}`,
	f`ip,nw_src=${masked4}`,
	f`ip,nw_dst=${masked4}`,
	f`ip,nw_tos=${pick("0", "4", "0x20", "252")}`,
	f`ip,nw_ttl=${uint(255)}`,
	f`ip,nw_ecn=${pick("0", "3")}`,
	f`ip,nw_frag=${pick("no", "yes", "first", "later", "not_later")}`,
	f`ip,nw_proto=${fc.oneof(uint(255), pick("6", "1", "17"))}`,
	f`ipv6,ipv6_src=${masked6}`,
	f`ipv6,ipv6_dst=${masked6}`,
	f`ipv6,ipv6_label=${pick("5", "0x5/0xf")}`,
	f`${pick("tcp", "udp", "sctp", "tcp6", "udp6")},${pick("tp_src", "tp_dst")}=${l4}`,
	f`tcp,tcp_dst=${l4}`,
	f`tcp,tcp_flags=${pick("+syn-ack", "0x010/0x012")}`,
	f`icmp,icmp_type=${uint(255)}`,
	f`icmp6,icmpv6_type=${pick("135", "0x87", "128")}`,
	f`icmp6,icmp_type=135,icmp_code=0,nd_target=${text.address6}`,
	f`arp,arp_op=${pick("1", "2", "0x1")}`,
	f`arp,arp_tpa=${masked4}`,
	f`arp,arp_sha=${text.mac}`,
	f`arp,nw_src=${text.address4}`,
	pick(
		"",
		"ip",
		"ip4",
		"tcp",
		"arp",
		"ipv6",
		"icmp6",
		"rarp",
		"mpls,mpls_label=5",
		"mplsm",
		"dl_type=0x0800,nw_proto=6,tp_dst=80",
	),
	f`conj_id=${uint(0xffff, 1)},ip`,
	f`${pick("tun_src", "tun_dst")}=${masked4}`,
	f`tun_ipv6_dst=${masked6}`,
	pick("tun_flags=oam", "tun_flags=-oam", "tun_gbp_id=5", "tun_gbp_flags=0x8", "tunnel_id=0x7"),
	f`ct_label=${pick("5", "0x10/0xf0", "0xffffffffffffffffffffffffffffffff")}`,
	f`ct_state=${pick("+trk+est", "+trk-inv")},ip,${pick("ct_nw_src", "ct_nw_dst")}=${masked4}`,
	f`ct_state=+trk+new,ip,ct_nw_proto=6,${pick("ct_tp_src", "ct_tp_dst")}=${l4}`,
	f`ct_state=+trk+rel,ipv6,ct_ipv6_src=${masked6}`,
	f`icmp6,icmp_type=${pick("135,icmp_code=0,nd_sll", "136,icmp_code=0,nd_tll")}=${text.mac}`,
	f`mpls,${pick("mpls_tc=3", "mpls_bos=1", "mpls_label=0xfffff", "mpls_ttl=64")}`,
	f`vlan_vid=${pick("0x1007/0x1fff", "0x1009", "0x1000/0x1000")}`,
	f`dl_vlan=7,vlan_pcp=${decimal(7)}`,
	f`${pick("ip", "ipv6")},${pick("ip_dscp=10", "ip_ecn=1", "nw_ecn=2")}`,
	f`${pick("xreg0", "xreg7")}=${pick("0x500000001", "5", "0x10/0xf0")}`,
	f`xxreg${decimal(3)}=${pick("0x5/0xf", "7", "0xffffffffffffffff0000000000000000/0xffffffffffffffff0000000000000000")}`,
	pick("eth_type=0x8847", "in_port=65534", "nw_proto=6,ip", "ip,ip_proto=47"),
	f`dl_vlan=${vlan},dl_vlan_pcp=${decimal(7)}`,
];

export const openFlowMatch = fc.oneof(
	...fieldsOfFlow,
	fc.tuple(fc.oneof(...fieldsOfFlow.slice(0, 4)), fc.oneof(...fieldsOfFlow.slice(6))).map((all) => all.filter(Boolean).join(",")),
);

const anyAction: fc.Arbitrary<string>[] = [
	f`output:${anyPort}`,
	f`${pick("NORMAL", "normal", "FLOOD", "flood", "LOCAL", "all", "in_port", "CONTROLLER", "controller:128", "controller(reason=action,max_len=64)")}`,
	f`mod_vlan_vid:${vlan},output:${anyPort}`,
	f`strip_vlan,${anyPort}`,
	f`push_vlan:0x8100,set_field:${fc.integer({ min: 4096, max: 8190 })}->vlan_vid,output:${anyPort}`,
	f`mod_dl_dst:${text.mac},output:${anyPort}`,
	f`set_field:${text.mac}->eth_src,NORMAL`,
	f`load:${pick("0x5", "5", "0")}->NXM_NX_REG0[],resubmit(,${decimal(254, 1)})`,
	f`move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],output:${anyPort}`,
	f`set_field:${pick("0x5", "5", "0x10/0xf0")}->reg${decimal(15)},NORMAL`,
	f`resubmit(${pick("mp0", "LOCAL", "")},${decimal(254)})`,
	f`resubmit:${anyPort}`,
	f`set_tunnel:${uint(0xffff)},NORMAL`,
	f`set_queue:${decimal(7)},NORMAL,pop_queue`,
	f`enqueue:mp1:${decimal(7)}`,
	f`note:${pick("00.11.22", "ff")}`,
	f`bundle(eth_src,0,active_backup,ofport,${pick("slaves", "members")}:mp0,mp1)`,
	f`multipath(eth_src,50,modulo_n,1,0,NXM_NX_REG0[]),NORMAL`,
	f`output(port=mp1,max_len=${decimal(200, 14)})`,
	f`clone(set_field:${text.mac}->eth_dst,output:mp2),output:mp1`,
	f`learn(table=253,hard_timeout=60,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),NORMAL`,
	f`${pick("mp0,mp1", "mp1,mp0,mp1", "output:LOCAL,mp1", "drop", "DROP")}`,
	f`set_field:7->pkt_mark,NORMAL`,
	f`NORMAL,write_metadata:${pick("0x5", "5", "0x5/0xff")}`,
	f`push:NXM_NX_REG1[],pop:NXM_NX_REG2[],NORMAL`,
	f`exit`,
	f`move:NXM_NX_REG0[0..15]->NXM_NX_REG1[${pick("0..15", "16..31")}],NORMAL`,
	f`load:${pick("0x5", "3")}->NXM_NX_REG0[${pick("0..15", "28..31", "5..7")}],output:${pick("NXM_NX_REG0[0..15]", "reg1[]", "reg2[1..9]")}`,
	f`push:NXM_NX_REG2[1..5],pop:reg3[0..4],NORMAL`,
	f`push_mpls:${pick("0x8847", "0x8848")},set_field:${decimal(0xfffff)}->mpls_label,output:${anyPort}`,
	f`push_mpls:0x8847,set_mpls_label:${decimal(0xfffff)},set_mpls_tc:${decimal(7)},set_field:64->mpls_ttl,output:${anyPort}`,
	f`check_pkt_larger(${decimal(9000, 100)})->${pick("NXM_NX_REG0[0]", "reg1[5]")},resubmit(,${decimal(254)})`,
	f`sample(probability=${decimal(65535, 1)},collector_set_id=5,obs_domain_id=1,obs_point_id=${decimal(9)}),NORMAL`,
	f`controller(userdata=${pick("00.11.22", "ff")}${pick("", ",pause", ",max_len=100,id=5", ",reason=no_match")})`,
	f`set_tunnel64:${pick("0x100000000", "5")},output:${anyPort}`,
	f`mod_vlan_vid:${vlan},mod_vlan_pcp:${decimal(7)},NORMAL`,
	f`bundle_load(eth_src,0,hrw,ofport,NXM_NX_REG0[],members:${pick("mp0", "mp0,mp1")}),NORMAL`,

	f`set_field:${pick("0x5/0xff", "7")}->${pick("metadata", "tun_id", "xreg1")},NORMAL`,
	f`set_field:${masked4.filter((ip) => !ip.includes("/"))}->tun_dst,output:${anyPort}`,
	f`clone(load:0x5->NXM_NX_REG0[0..7],clone(output:mp2),resubmit(,${decimal(254)})),NORMAL`,
];

/** Instructions, which only flows have, in the order of OpenFlow. */
const instructions: fc.Arbitrary<string>[] = [
	f`${pick("", "mod_dl_dst:02:00:00:00:00:05,", "set_queue:1,")}goto_table:254`,
	f`${pick("", "clear_actions,")}write_actions(${pick("output:mp0", "set_field:02:00:00:00:00:07->eth_dst,output:mp1", "drop")})${pick("", ",goto_table:254")}`,
	f`output:mp0,write_metadata:0x7/0xf,goto_table:254`,
	pick("clear_actions", "conjunction(5,1/2)", "conjunction(5,2/2),conjunction(7,1/3)"),
];

const onIp: fc.Arbitrary<string>[] = [
	f`mod_nw_src:${text.address4},NORMAL`,
	f`set_field:${text.address4}->ip_dst,output:${anyPort}`,
	f`dec_ttl,output:${anyPort}`,
	f`dec_ttl(1,2),NORMAL`,
	f`mod_nw_tos:${pick("0", "4", "252")},NORMAL`,
	f`ct(commit,zone=${decimal(65535)},table=${decimal(254, 1)})`,
	f`ct(commit,zone=5,exec(set_field:0x1->ct_mark)),NORMAL`,
	f`ct(commit,nat(src=198.51.100.1-198.51.100.9:1000-2000,random)),NORMAL`,
	f`ct(table=${decimal(254, 1)},zone=NXM_NX_REG0[0..15],nat)`,
	f`ct_clear,NORMAL`,
	f`mod_nw_ttl:${decimal(255, 1)},mod_nw_ecn:${decimal(3)},NORMAL`,
	f`ct(commit,force,exec(set_field:${pick("0x5/0xff", "0x7")}->ct_label)),NORMAL`,
	f`ct(commit,zone=reg1[0..15],exec(move:NXM_NX_REG0[]->NXM_NX_CT_LABEL[32..63])),NORMAL`,
	f`ct(commit,nat(dst=${text.address4}${pick("", ",hash", ",persistent")})),NORMAL`,
];

const onIp6: fc.Arbitrary<string>[] = [
	f`ct(commit,nat(src=${pick("2001:db8::1", "[2001:db8::1]", "2001:db8::1-2001:db8::9", "[2001:db8::1]:1000-2000")})),NORMAL`,
	f`set_field:${text.address6.filter((ip) => !ip.includes("."))}->ipv6_dst,output:${anyPort}`,
	f`dec_ttl,NORMAL`,
];

const onTcp: fc.Arbitrary<string>[] = [
	f`learn(table=252,idle_timeout=60,priority=5,eth_type=0x800,nw_proto=6,NXM_OF_IP_SRC[]=NXM_OF_IP_DST[],load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15])`,
	f`fin_timeout(idle_timeout=10${pick("", ",hard_timeout=20")}),NORMAL`,
	f`mod_tp_dst:${decimal(65535, 1)},output:${anyPort}`,
	f`set_field:${decimal(65535, 1)}->tcp_src,NORMAL`,
	f`ct(commit,alg=ftp,zone=${decimal(9)}),NORMAL`,
];

const onMpls: fc.Arbitrary<string>[] = [
	f`pop_mpls:${pick("0x0800", "0x86dd", "0x8847")},output:${anyPort}`,
	f`dec_mpls_ttl,output:${anyPort}`,
	f`set_field:${decimal(7)}->mpls_tc,output:${anyPort}`,
];

/** Actions that a flow with this match can have. */
function actionsOf(match: string): fc.Arbitrary<string> {
	const own = /^mpls,/.test(match)
		? onMpls
		: /^(ipv6|tcp6|udp6|sctp6),/.test(match)
			? onIp6
			: /^tcp,/.test(match)
				? [...onIp, ...onTcp]
				: /^(ip|udp),/.test(match)
					? onIp
					: [];
	return fc.oneof(...anyAction, ...instructions, ...own, ...own);
}

/** Flows that use a group and a meter. */
export const flowsWithObjects = (group: number, meter: number): fc.Arbitrary<Record<string, unknown>[]> =>
	fc.subarray([
		{ priority: 7001, match: "ip", actions: `group:${group}` },
		{ priority: 7002, match: "tcp,tp_dst=80", actions: `meter:${meter},mod_dl_dst:02:00:00:00:00:05,group:${group}` },
		{ priority: 7003, match: "arp", actions: `meter:${meter},NORMAL` },
		{ priority: 7004, match: "", actions: `write_actions(group:${group}),goto_table:254` },
	]);

export const bucketActions = fc
	.oneof(...anyAction, ...onIp)
	.filter((actions) => !/write_metadata|mod_tp_|mod_vlan_pcp/.test(actions));

export const openFlow = fc
	.record({
		priority: fc.option(fc.oneof(fc.constantFrom(0, 65535, 32768), fc.integer({ min: 0, max: 65535 })), { nil: undefined }),
		match: openFlowMatch,
		idleTimeout: fc.option(fc.constantFrom(0, 3000, 65535), { nil: undefined, freq: 2 }),
		hardTimeout: fc.option(fc.constantFrom(0, 3000, 65535), { nil: undefined, freq: 2 }),
	})
	.chain((flow) => actionsOf(flow.match).map((actions) => ({ ...flow, actions })))
	// From OpenFlow 1.1 on, only packets with a VLAN tag can lose it.
	.map((flow) => ({ ...flow, match: /strip_vlan/.test(flow.actions) ? "dl_vlan=5" : flow.match }))
	.map((flow) => Object.fromEntries(Object.entries(flow).filter(([, value]) => value !== undefined)));
