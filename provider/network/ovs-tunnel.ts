import { z } from "zod";
import * as f from "../base/fields";
import { canonicalAddress, isAddress, isIpv6, isMulticast } from "../base/ip-address";
import { nearest } from "../base/nearest";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { VariantRule } from "../base/variants";
import { inNetnsText, type ProvidedName } from "../model/provided-name";
import type { SharedUse } from "../model/requirements";
import type { ColumnField } from "./ovs-columns";
import { hasIpv6, tunnelColumns } from "./ovs-tunnel-rows";
import { checkKeys, defaultPorts, isUdp } from "./tunnel-key";

const onlyFor = (type: string, tunnel: Values): string | undefined =>
	tunnel.type === type ? undefined : `is only for type "${type}"`;

/** True for a tunnel that can carry packets without Ethernet: tunnel_supported_layers() in Open vSwitch's lib/netdev-vport.c. */
const carriesL3 = ({ type, remoteIp, peers = {}, options }: Values): boolean =>
	type === "gre" ? ![remoteIp, ...Object.values(peers)].some(hasIpv6) : extensionsOf(options).includes("gpe");

const extensionsOf = (options: Values | undefined): string[] => String(options?.exts ?? "").split(",");

/**
 * Options of tunnel interfaces without a field of their own (ovs-vswitchd.conf.db(5), "Tunnel Options"), with the reason why a
 * value is wrong. Open vSwitch silently accepts any other name, and takes many wrong values for 0 or false: set_tunnel_config()
 * in its lib/netdev-vport.c.
 */
const optionChecks: Record<string, (value: string, tunnel: Values) => string | undefined> = {
	egress_pkt_mark: (value) =>
		/^\d+$/.test(value) && Number(value) <= 0xffffffff ? undefined : "must be a decimal number from 0 to 4294967295",
	packet_type(value, tunnel) {
		if (!["legacy_l2", "legacy_l3", "ptap"].includes(value)) return 'must be "legacy_l2", "legacy_l3" or "ptap"';
		if (value !== "legacy_l3" || carriesL3(tunnel)) return undefined;
		return 'can be "legacy_l3" only for type "gre" over IPv4, and for type "vxlan" with exts "gpe"';
	},
	exts: (value, tunnel) =>
		onlyFor("vxlan", tunnel) ?? (/^(gbp|gpe)(,(gbp|gpe))*$/.test(value) ? undefined : 'must be "gbp" or "gpe"'),
	seq: (value, tunnel) => onlyFor("gre", tunnel) ?? (["true", "false"].includes(value) ? undefined : 'must be "true" or "false"'),
};
const optionNames = Object.keys(optionChecks);

/** Settings of IPsec connections, which openvswitch-ipsec hands to Libreswan by the name after the prefix. */
const ipsecPrefix = "ipsec_";

const endpoint = (what: string) =>
	f.text
		.refine(
			(s) => s === "flow" || f.address.safeParse(s).success,
			`must be ${what}: an address without a prefix length, or "flow"`,
		)
		.overwrite((s) => (f.address.safeParse(s).success ? canonicalAddress(s) : s));

export const endpointFields = f.group("Endpoints and key", {
	localIp: f.enforced(
		endpoint("the local endpoint"),
		"Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).",
		{ whenUnset: "routing selects the address to send from; packets to any address of the host are accepted" },
	),
	key: f.enforced(
		f.tunnelKey,
		"VNI of VXLAN and Geneve (0 to 16777215), or key of GRE (0 to 4294967295). `flow`: flows set the key (Open vSwitch only).",
		{ whenUnset: "VNI 0; for GRE no key" },
	),
	inKey: f.enforced(
		f.tunnelKey,
		"Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only).",
		{ whenUnset: "`key`; without `key`, no key" },
	),
	outKey: f.enforced(
		f.tunnelKey,
		"Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only).",
		{ whenUnset: "`key`; without `key`, no key" },
	),
	dstPort: f.enforced(f.integer(1, 65535, "a UDP port"), "UDP destination port of VXLAN and Geneve.", {
		whenUnset: "4789 for VXLAN, 6081 for Geneve",
	}),
});

export const outerFields = f.group("Outer packets", {
	ttl: f.enforced(
		z.union([f.integer(1, 255, "a TTL"), z.literal("inherit")], {
			error: 'must be a TTL: a whole number from 1 to 255, or "inherit"',
		}),
		"TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.",
		{ whenUnset: "the host's default TTL, usually 64" },
	),
	tos: f.enforced(
		f.text.refine(
			(s) => s === "inherit" || (/^(0|[1-9]\d{0,2}|0x[0-9a-fA-F]{1,2})$/.test(s) && Number(s) <= 255 && Number(s) % 4 === 0),
			'must be "inherit", or a number from 0 to 252 without leading zeros whose two lowest bits are 0: they are for congestion (ECN)',
		),
		"ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.",
		"0",
	),
	csum: f.flag(
		"Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.",
	),
	dfDefault: f.enforced(f.bool, "Set the don't-fragment bit of the outer packets. Only for Open vSwitch.", true),
});

const presharedKey = f.text
	.min(4, "must have 4 characters or more: messages can't hide a shorter one")
	.regex(
		/^[^"\p{Cc}]*$/u,
		"must have no double quotes and no control characters: openvswitch-ipsec writes the key in quotes into a line of ipsec.secrets",
	);

const encryption =
	"The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text.";

/** The authentication that all tunnels of one resource can share. */
export const pskField = f.group("IPsec", {
	psk: f.enforced(
		f.secret(presharedKey),
		`Pre-shared key of IPsec, which both hosts have. ${encryption} The host must have no certificate of its own (\`otherConfig\` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because \`ovs-vsctl\` would show the key in the list of processes. The state always has this field as a secret.`,
	),
});

/** IPsec of one tunnel (Documentation/howto/ipsec.rst of Open vSwitch). */
export const ipsecFields = {
	...pskField,
	...f.group("IPsec", {
		remoteCert: f.enforced(
			f.text.regex(/^\/[^\p{Cc}]*$/u, "must be the absolute path of a file on the host"),
			`Path of the file on the host that has the peer's self-signed certificate (PEM). ${encryption} \`otherConfig\` of OpenVSwitch has the host's own \`certificate\` and \`private_key\`.`,
		),
		remoteName: f.enforced(
			f.text.regex(/^[^"\p{Cc}]+$/u, "must be the common name (CN) of a certificate, without double quotes"),
			`Common name (CN) of the peer's certificate, which an authority has signed. ${encryption} \`otherConfig\` of OpenVSwitch has the host's own \`certificate\` and \`private_key\`, and the authority's \`ca_cert\`.`,
		),
	}),
};

/** The help of the field for all other options. */
export const optionsHelp = `Further options of the interface, by their names in Open vSwitch: ${optionNames.join(", ")}, and settings of IPsec connections with the prefix \`${ipsecPrefix}\`.`;

export const remoteIp = endpoint("the remote endpoint");

/** A number, or the word by which flows decide. */
const orFlow = <T extends z.ZodType>(number: T, what: string) =>
	z.union([number, z.literal("flow")], { error: `must be ${what}, or "flow"` });

export const noPortOfGre: VariantRule = {
	excluded: ["dstPort"],
	when: { type: ["gre"] },
	message: "is only for UDP tunnels: GRE has no ports",
};

/** The fields of the header of ERSPAN. */
export const erspanFields = f.group("ERSPAN", {
	erspanVersion: f.enforced(
		z.union([z.literal(1), z.literal(2), z.literal("flow")], { error: 'must be 1, 2 or "flow"' }),
		"Version of ERSPAN: 1 (type II) or 2 (type III). Required for erspan. `flow`: flows set the version and the fields of its header (`tun_erspan_ver`, `tun_erspan_idx`, `tun_erspan_dir`, `tun_erspan_hwid`).",
	),
	erspanIndex: f.enforced(
		orFlow(f.unlessZero(f.integer(0, 0xfffff, "an index of ERSPAN")), "a whole number from 0 to 1048575 (20 bits)"),
		"Index of the source port and direction of the copies, 0 to 1048575, whose meaning the receiver knows. Only for version 1. Open vSwitch's database has it in hexadecimal. `flow`: flows set the index (`tun_erspan_idx`).",
		0,
	),
	erspanDirection: f.enforced(
		z.enum(["ingress", "egress", "flow"]).transform((v) => (v === "ingress" ? undefined : v)),
		"Direction of the copied packets at the source port. Only for version 2. `flow`: flows set the direction (`tun_erspan_dir`).",
		"ingress",
	),
	erspanHardwareId: f.enforced(
		orFlow(f.unlessZero(f.integer(0, 63, "a hardware id of ERSPAN")), "a whole number from 0 to 63 (6 bits)"),
		"Number of the device that makes the copies, 0 to 63. Only for version 2. Open vSwitch's database has it in hexadecimal. `flow`: flows set the number (`tun_erspan_hwid`).",
		0,
	),
});

/** The fields that each version of ERSPAN has. */
const fieldsOfErspan: Record<string, string[]> = { 1: ["erspanIndex"], 2: ["erspanDirection", "erspanHardwareId"], flow: [] };

const isErspan = { type: ["erspan"] };

export const erspanRules: VariantRule[] = [
	{ required: ["erspanVersion"], when: isErspan, message: 'is required for type "erspan": 1, 2 or "flow"' },
	{ excluded: Object.keys(erspanFields), unless: isErspan, message: 'is only for type "erspan"' },
	{ excluded: ["dstPort"], when: isErspan, message: "is only for UDP tunnels: ERSPAN has no ports" },
	// erspan_fb_xmit() in the kernel's net/ipv4/ip_gre.c, and netdev_erspan_build_header() in Open vSwitch's lib/netdev-native-tnl.c.
	{ excluded: ["csum"], when: isErspan, message: 'is not for type "erspan", whose outer packets have no checksums' },
	// is_tunneling_type_supported() in Open vSwitch's ipsec/ovs-monitor-ipsec.in.
	{
		excluded: Object.keys(ipsecFields),
		when: isErspan,
		message: 'is not for type "erspan", which openvswitch-ipsec does not encrypt',
	},
];

function checkErspan(want: Values, issue: (path: string, message: string) => void): void {
	const version = want.erspanVersion;
	const own = fieldsOfErspan[String(version)];
	if (own === undefined) return;
	for (const [other, fields] of Object.entries(fieldsOfErspan))
		for (const field of own === fields ? [] : fields)
			if (want[field] !== undefined)
				issue(
					field,
					version === "flow" ? 'can\'t be set with erspanVersion "flow": flows set it' : `is only for erspanVersion ${other}`,
				);
}

/** Open vSwitch refuses other pairs of endpoints: set_tunnel_config() in its lib/netdev-vport.c. */
function checkEndpoints({ localIp, remoteIp, peers }: Values, issue: (path: string, message: string) => void): void {
	const remotes: string[] = (peers === undefined ? [remoteIp] : Object.values(peers)).filter(
		(to) => to === "flow" || isAddress(to),
	);
	if (localIp === "flow" && remotes.some((to) => to !== "flow"))
		issue("localIp", 'can be "flow" only if the remote endpoint is "flow" too');
	for (const [path, address] of [
		["remoteIp", remoteIp],
		...Object.entries(peers ?? {}).map(([name, to]) => [`peers.${name}`, to]),
	])
		if (isMulticast(address)) issue(path as string, "must not be a multicast address: Open vSwitch has tunnels to one peer only");
	checkLocal(localIp, issue);
	if (isAddress(localIp) && remotes.some((to) => isAddress(to) && isIpv6(to) !== isIpv6(localIp)))
		issue("localIp", `must be an IPv${isIpv6(localIp) ? 4 : 6} address, as the remote endpoint is`);
}

/** The local endpoint of a tunnel of any sort. The kernel takes a multicast address for some types, and no packet can come from it. */
export function checkLocal(localIp: unknown, issue: (path: string, message: string) => void): void {
	if (isMulticast(localIp)) issue("localIp", "must be an address of this host, and not a multicast address");
}

export function checkTunnel(want: Values, issue: (path: string, message: string) => void): void {
	const { options = {} } = want;
	checkEndpoints(want, issue);
	checkKeys(want, issue);
	checkErspan(want, issue);
	for (const [name, value] of Object.entries(options)) {
		const message = optionProblem(name, value, want);
		if (message !== undefined) issue(`options.${name}`, message);
	}
	checkIpsec(want, issue);
}

function optionProblem(name: string, value: unknown, tunnel: Values): string | undefined {
	const own = tunnelColumns.find((c) => c.key === name);
	if (own) return ownField(own, tunnel);
	if (name.startsWith(ipsecPrefix)) return undefined;
	const problem = Object.hasOwn(optionChecks, name) ? optionChecks[name] : undefined;
	if (!problem) return unknownOption(name);
	return holdsUnknown([value, tunnel.type, tunnel.options]) ? undefined : problem(String(value), tunnel);
}

function ownField({ field }: ColumnField, { peers }: Values): string {
	if (peers !== undefined && field === "remoteIp") return "is another one for each peer: peers has them";
	if (peers !== undefined && tunnelOnlyFields.includes(field)) return `is only for a Tunnel, which has the field ${field}`;
	return `has its own field: ${field}`;
}

/** The fields of a tunnel whose peer has a certificate. */
const certificateFields = ["remoteCert", "remoteName"];

/** The fields that the tunnels of a Vtep do not have. */
export const tunnelOnlyFields: string[] = [...certificateFields, ...Object.keys(erspanFields)];

/** openvswitch-ipsec refuses other settings (_is_valid_tunnel_conf() in ipsec/ovs-monitor-ipsec.in), in its log only. */
function checkIpsec(want: Values, issue: (path: string, message: string) => void): void {
	const [first, second] = ["psk", ...certificateFields].filter((field) => want[field] !== undefined);
	if (first === undefined) return;
	const remotes: unknown[] = want.peers === undefined ? [want.remoteIp] : Object.values(want.peers);
	if (second !== undefined) issue(second, `can't be set with ${first}: a tunnel has one way to know its peer`);
	if (remotes.includes("flow")) issue(first, 'needs a remote endpoint that is an address, and not "flow"');
}

/**
 * The name of the endpoints of a tunnel: the fields by which Open vSwitch distinguishes the tunnels of a host. For a second tunnel with
 * the same ones it only logs "File exists". A tunnel without a key has key 0, and the key of sent packets does not count.
 */
export function tunnelText({ type, key, inKey, dstPort, localIp }: Values, remote: string): ProvidedName {
	const usual = defaultPorts[type];
	const port = dstPort === undefined || dstPort === usual ? "" : ` port ${dstPort}`;
	return `${type} tunnel to ${remote} from ${localIp ?? "any address"} with key ${inKey ?? key ?? 0}${port}`;
}

/**
 * The UDP port on which the host receives packets of the tunnel. Only tunnels of the same type and extension can share it. Of the kernel's
 * own devices, one with `external` has it alone (vxlan_find_sock() in drivers/net/vxlan/vxlan_core.c, geneve_configure() in geneve.c).
 */
export function udpPortUse({ type, dstPort, netns, options, bridge, external }: Values): SharedUse[] {
	if (!isUdp(type)) return [];
	const port = dstPort ?? defaultPorts[type];
	const inNetns = inNetnsText(netns);
	const extensions = extensionsOf(options).sort().join();
	const extension = extensions === "" ? "" : ` with exts ${extensions}`;
	const use = external ? "for a device with external" : "for devices with a key";
	return [
		{ name: `UDP port ${port}${inNetns}`, use: `for ${type}${extension}` },
		...(bridge === undefined ? [{ name: `UDP port ${port} of the kernel's ${type} devices${inNetns}`, use }] : []),
	];
}

function unknownOption(name: string): string {
	const near = nearest(name, optionNames);
	return `is not a tunnel option of Open vSwitch: ${near === undefined ? `the options are ${optionNames.join(", ")}` : `did you mean "${near}"?`}`;
}
