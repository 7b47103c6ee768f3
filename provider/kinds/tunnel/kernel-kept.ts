import { isMap, type Values } from "../../base/values";
import { Refused } from "../../model/change";
import { option } from "../../tools/call";
import type { Link } from "../../tools/ip-link";
import { fieldsByType, overIpv6 } from "./kernel-schema";

/** The settings in outerPacketFields, of types that have them. */
export function outerPacketsOf(type: string, { pmtudisc, ignore_df, encap_limit, ...data }: Link["data"]): Values {
	const has = (field: string) => !data.external && fieldsByType[type]?.includes(field) === true;
	return {
		...(has("pathMtuDiscovery") ? { pathMtuDiscovery: pmtudisc !== false } : {}),
		...(has("ignoreDf") ? { ignoreDf: ignore_df === true } : {}),
		...(has("encapLimit") ? { encapLimit: data.ip6_tnl_f_ign_encap_limit ? "none" : (encap_limit ?? 4) } : {}),
		...(has("sequence") ? { sequence: data.iseq === true && data.oseq === true } : {}),
	};
}

/** The words for the settings in outerPacketFields: those of the program, and else those that the device had. */
export function outerPacketWords(want: Values, former: Link | undefined): string[] {
	const kept = former ? outerPacketsOf(want.type, former.data) : {};
	const value = (field: string): unknown => want[field] ?? kept[field];
	const limit = value("encapLimit");
	// A device of others can number packets in one direction alone.
	const isOneWay = former !== undefined && want.sequence === undefined && kept.sequence === false;
	return [
		...wordIf(value("pathMtuDiscovery") === false, "nopmtudisc"),
		...wordIf(value("ignoreDf"), "ignore-df"),
		...(limit === undefined || limit === 4 ? [] : ["encaplimit", String(limit)]),
		...wordIf(value("sequence"), "seq"),
		...(isOneWay ? [...wordIf(former.data.iseq, "iseq"), ...wordIf(former.data.oseq, "oseq")] : []),
	];
}

const wordIf = (condition: unknown, ...words: string[]): string[] => (condition ? words : []);

/** Settings that no field sets, in the words of `ip link add`: a device that is created again keeps them. */
export function keptWords(want: Values, former: Link | undefined): string[] {
	if (former === undefined) return [];
	const { data } = former;
	if (want.type === "vxlan") return keptOfVxlan(data);
	if (want.type === "geneve")
		return [
			...keptFlowLabel(data.label),
			// With checksums of the program, the kernel would not take this from the former device.
			...wordIf(data.udp_csum === undefined && data.udp_zero_csum6_tx && !want.csum, "udp6zerocsumtx"),
			...wordIf(data.inner_proto_inherit, "innerprotoinherit"),
		];
	if (data.external) return keptEncapsulation(data);
	const mark = data.ip6_tnl_f_use_orig_fwmark ? ["fwmark", "inherit"] : option("fwmark", data.fwmark);
	return [
		...(!overIpv6.includes(want.type) || want.type === "vti6"
			? []
			: [
					...(data.ip6_tnl_f_use_orig_flowlabel ? ["flowlabel", "inherit"] : keptFlowLabel(data.flowlabel)),
					...wordIf(data.ip6_tnl_f_rcv_dscp_copy, "dscp", "inherit"),
					...wordIf(data.ip6_tnl_f_allow_local_remote, "allow-localremote"),
				]),
		// `ip` says "any" of a device that it creates without this word.
		...option("mode", data.proto === "any" ? undefined : data.proto),
		...wordIf(data.icsum && !data.ocsum && !want.csum, "icsum"),
		...mark,
		...keptEncapsulation(data),
	];
}

const keptFlowLabel = (label: unknown): string[] => (Number(label ?? 0) === 0 ? [] : ["flowlabel", String(label)]);

/** The UDP header around the packets of a tunnel (FOU and GUE): tnl_print_encap() in iproute2, ip/tunnel.c. */
function keptEncapsulation({ encap }: Link["data"]): string[] {
	if (!isMap(encap) || encap.type === null) return [];
	return [
		...["encap", String(encap.type)],
		...["encap-sport", encap.sport ? String(encap.sport) : "auto"],
		...["encap-dport", String(encap.dport)],
		...wordIf(encap.csum, "encap-csum"),
		...wordIf(encap.csum6, "encap-udp6-csum"),
		...wordIf(encap.remcsum, "encap-remcsum"),
	];
}

/** The settings of a device, by the names of `ip`, that fields or the words above write, or that follow from others. */
const writable = new Set([
	...[
		"id",
		"remote",
		"remote6",
		"local",
		"local6",
		"group",
		"group6",
		"link",
		"link_index",
		"port",
		"ttl",
		"tos",
		"df",
		"external",
	],
	...["learning", "ageing", "limit", "port_range", "label", "udp_csum", "udp_zero_csum6_tx", "udp_zero_csum6_rx"],
	...["remcsum_tx", "remcsum_rx", "proxy", "rsc", "l2miss", "l3miss", "gbp", "gpe", "vnifilter", "localbypass"],
	// The kernel derives them from the extensions (vxlan_nl2conf in its drivers/net/vxlan/vxlan_core.c). `ip` lists them from 6.14 on.
	"reserved_bits",
	...[
		"inner_proto_inherit",
		"proto",
		"pmtudisc",
		"ignore_df",
		"encap_limit",
		"tclass",
		"flowlabel",
		"fwmark",
		"encap",
		"hoplimit",
	],
	...["ikey", "okey", "iseq", "oseq", "icsum", "ocsum", "ip6_tnl_f_ign_encap_limit", "ip6_tnl_f_use_orig_tclass"],
	...["ip6_tnl_f_use_orig_flowlabel", "ip6_tnl_f_use_orig_fwmark", "ip6_tnl_f_rcv_dscp_copy", "ip6_tnl_f_allow_local_remote"],
]);

/** Throws where somebody's device would be created again without settings that it has and that can't be written. */
export function refuseLoss(former: Link | undefined): void {
	const isSet = ([name, value]: [string, unknown]) => !writable.has(name) && value !== false && value !== 0 && value !== "";
	const data = former?.data ?? {};
	// The kernel gives this prefix for 6rd to every sit device (ipip6_tunnel_clone_6rd in its net/ipv6/sit.c).
	const byDefault = data.prefix === "2002::" && data.prefixlen === 16 ? ["prefix", "prefixlen"] : [];
	const lost = Object.entries(data)
		.filter(isSet)
		.map(([name]) => name)
		.filter((name) => !byDefault.includes(name));
	if (lost.length > 0)
		throw new Refused(
			`the adopted device must be created again for this change, and would lose settings that pulumi-ovs can't write: ${lost.join(", ")}. Declare the device with the values that it has, or create it again by hand without these settings`,
		);
}

function keptOfVxlan(data: Link["data"]): string[] {
	const { low = 0, high = 0 } = (data.port_range ?? {}) as { low?: number; high?: number };
	return [
		...keptFlowLabel(data.label),
		...(data.ageing === undefined || data.ageing === 300 ? [] : ["ageing", String(data.ageing)]),
		...option("maxaddress", data.limit),
		...wordIf(low + high > 0, "srcport", String(low), String(high)),
		// The two extensions have the value null from iproute2 6.4 on, and true before.
		...["proxy", "rsc", "l2miss", "l3miss", "gbp", "gpe", "vnifilter"].filter((word) => word in data && data[word] !== false),
		...wordIf(data.udp_zero_csum6_tx, "udp6zerocsumtx"),
		...wordIf(data.udp_zero_csum6_rx, "udp6zerocsumrx"),
		...wordIf(data.remcsum_tx, "remcsumtx"),
		...wordIf(data.remcsum_rx, "remcsumrx"),
		...wordIf(data.localbypass === false, "nolocalbypass"),
	];
}
