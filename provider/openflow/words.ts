import { nearest } from "../base/nearest";
import { byWord } from "../base/values";

const list = (text: string): string[] => text.trim().split(/\s+/);
const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i}`);

/** Words of matches that stand for a protocol. They are no fields with a value. */
const protocolWords: readonly string[] = list(
	"eth ip ipv4 ip4 ipv6 ip6 arp rarp mpls mplsm tcp udp sctp icmp tcp6 udp6 sctp6 icmp6",
);

/** The names of fields (ovs-fields(7)), and the words for protocols. */
export const fieldNames: readonly string[] = [
	...list(`
		dp_hash recirc_id packet_type conj_id tun_id tunnel_id tun_src tun_dst tun_ipv6_src tun_ipv6_dst tun_flags tun_ttl tun_tos
		tun_gbp_id tun_gbp_flags tun_erspan_idx tun_erspan_ver tun_erspan_dir tun_erspan_hwid tun_gtpu_flags tun_gtpu_msgtype metadata
		in_port in_port_oxm skb_priority pkt_mark ct_state ct_zone ct_mark ct_label ct_nw_proto ct_nw_src ct_nw_dst ct_ipv6_src
		ct_ipv6_dst ct_tp_src ct_tp_dst actset_output eth_src dl_src eth_dst dl_dst eth_type dl_type vlan_tci dl_vlan vlan_vid
		dl_vlan_pcp vlan_pcp mpls_label mpls_tc mpls_bos mpls_ttl ip_src nw_src ip_dst nw_dst ipv6_src ipv6_dst ipv6_label nw_proto
		ip_proto nw_tos ip_dscp nw_ecn ip_ecn nw_ttl nw_frag ip_frag arp_op arp_spa arp_tpa arp_sha arp_tha tcp_src
		tp_src tcp_dst tp_dst tcp_flags udp_src udp_dst sctp_src sctp_dst icmp_type icmp_code icmpv6_type icmpv6_code nd_target nd_sll
		nd_tll nd_reserved nd_options_type nsh_flags nsh_ttl nsh_mdtype nsh_np nsh_spi nsh_si nsh_c1 nsh_c2 nsh_c3 nsh_c4
	`),
	...protocolWords,
	...numbered("reg", 16),
	...numbered("xreg", 8),
	...numbered("xxreg", 4),
	...numbered("tun_metadata", 64),
];

/** Fields without a number in NXM or OXM. In a selection method, Open vSwitch refuses them, or takes in_port in the place of dl_vlan. */
const withoutNumber: readonly string[] = list("tun_ttl tun_tos skb_priority dl_vlan dl_vlan_pcp");

/** The fields that a group's selection method can have. */
export const hashedFields: readonly string[] = fieldNames.filter((name) => ![...protocolWords, ...withoutNumber].includes(name));

/** Other names of fields, by which Open vSwitch does not list them (MFF_* in its include/openvswitch/meta-flow.h). */
const otherNames = byWord<string>({
	...{ nw_src: "ip_src", nw_dst: "ip_dst", dl_src: "eth_src", dl_dst: "eth_dst", dl_type: "eth_type", tunnel_id: "tun_id" },
	...{ ip_proto: "nw_proto", ip_ecn: "nw_ecn", nw_frag: "ip_frag", tp_src: "tcp_src", tp_dst: "tcp_dst" },
});

/** The name by which Open vSwitch lists a field of a group's selection method. */
export const canonicalField = (name: string): string => otherNames[name] ?? name;

/** The names of actions (ovs-actions(7)) that stand alone. */
export const plainActions: readonly string[] = list(`
	drop normal flood all local in_port controller none any table dec_ttl dec_mpls_ttl dec_nsh_ttl copy_ttl_in copy_ttl_out strip_vlan
	pop_vlan pop_queue exit decap ct ct_clear clear_actions
`);

/** The names of actions that have arguments. */
const actionNames: readonly string[] = [
	...plainActions,
	...list(`
		output group enqueue bundle bundle_load set_field copy_field move load push pop mod_vlan_vid set_vlan_vid mod_vlan_pcp
		set_vlan_pcp push_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_nw_ecn mod_nw_ttl mod_tp_src mod_tp_dst
		set_mpls_label set_mpls_tc set_mpls_ttl push_mpls pop_mpls set_tunnel set_tunnel64 set_queue fin_timeout resubmit learn
		conjunction multipath note sample unroll_xlate nat clone check_pkt_larger delete_field encap meter write_actions apply_actions
		write_metadata goto_table debug_recirc debug_slow
	`),
];

/** A known name that a wrong one most likely means. Later versions of Open vSwitch have more names: those are close to none. */
function meantBy(name: string, known: readonly string[]): string | undefined {
	return known.includes(name.toLowerCase()) ? undefined : nearest(name, known);
}

/** The name that a field has in a match: lower case, without the prefix of NXM or OXM, which only actions can have. */
const lowerName = (key: string): string => key.replace(/^(NXM|OXM)_(OF|NX)_/i, "").toLowerCase();

/** The error of a field's name in a match. Open vSwitch distinguishes capitals, and knows no names of NXM and OXM there. */
export function fieldProblem(key: string): string | undefined {
	const lower = lowerName(key);
	const isSpelledOtherwise = lower !== key && fieldNames.includes(lower);
	const near = isSpelledOtherwise ? lower : meantBy(key, fieldNames);
	return near === undefined ? undefined : `has the field "${key}", which Open vSwitch does not have: did you mean "${near}"?`;
}

/** The names of the actions with arguments, at the top level and in actions that hold further ones. */
function namesIn(actions: string): string[] {
	const names: string[] = [];
	let depth = 0;
	let word = "";
	let isName = true;
	for (const c of actions) {
		if (depth > 0) {
			depth += c === "(" ? 1 : c === ")" ? -1 : 0;
		} else if (c === "," || /\s/.test(c)) {
			word = "";
			isName = true;
		} else if (":(=".includes(c)) {
			if (isName && word !== "") names.push(word);
			isName = false;
			if (c === "(") depth = 1;
		} else word += c;
	}
	return names;
}

/** The error in actions: an unknown name that is close to a known one. A single word may be the name of a port. */
export function actionProblem(actions: string): string | undefined {
	for (const name of namesIn(actions)) {
		const near = /^\w+$/.test(name) ? meantBy(name, actionNames) : undefined;
		if (near !== undefined) return `has the action "${name}", which Open vSwitch does not have: did you mean "${near}"?`;
	}
	return undefined;
}

const unknown: [RegExp, readonly string[]][] = [
	[/unknown keyword (\S+)/, fieldNames],
	[/unknown action (\S+)/, actionNames],
	[/(\S+) is not a valid OXM field name/, fieldNames],
];

/** An error of ovs-ofctl, with the nearest name for one that it does not know. */
export function withNearestName(said: string): string {
	for (const [form, known] of unknown) {
		const name = form.exec(said)?.[1];
		const near = name === undefined ? undefined : nearest(name, known);
		if (near !== undefined && near !== name) return `${said} (did you mean ${near}?)`;
	}
	return said;
}
