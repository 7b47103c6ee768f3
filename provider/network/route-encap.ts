import { z } from "zod";
import * as f from "../base/fields";
import { isUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { checkVariants, type Variants } from "../base/variants";
import { familyOf, table } from "./routing";

const tunnels = ["ip", "ip6"];

const ofFamily = (family: 4 | 6) => f.address.refine((ip) => familyOf(ip) === family, `must be an IPv${family} address`);

/** The labels below 16 have special meanings (RFC 3032, 2.1). */
const label = f.integer(16, 0xfffff, "an MPLS label");

/** The fields that each action of a segment needs: seg6_action_table of the kernel's net/ipv6/seg6_local.c. */
const actions = {
	End: [],
	"End.X": ["nh6"],
	"End.T": ["table"],
	"End.DX2": ["oif"],
	"End.DX4": ["nh4"],
	"End.DX6": ["nh6"],
	"End.DT4": ["vrfTable"],
	"End.DT6": ["table", "vrfTable"],
	"End.DT46": ["vrfTable"],
} as const;

/** The fields of type seg6local beside the action. */
const actionFields = ["nh4", "nh6", "table", "vrfTable", "oif"] as const;

const modes = ["encap", "encap.red", "inline", "l2encap", "l2encap.red"] as const;

/**
 * The header that a route adds to packets. Limits of lists: MAX_NEW_LABELS of the kernel's net/mpls/internal.h, segbuf of iproute2's
 * iproute_lwtunnel.c.
 */
export const encap = z
	.strictObject({
		type: f.defaulted(
			z.enum(["ip", "ip6", "mpls", "seg6", "seg6local"]),
			"ip",
			"Sort of the header: of a tunnel over IPv4 (`ip`) or IPv6 (`ip6`), MPLS labels (`mpls`), or IPv6 segment routing (`seg6`). `seg6local` adds no header: the route's destination is a segment of this host, and `action` selects what happens to its packets.",
		),
		id: f.enforced(
			f.unlessZero(f.integer(0, 0xffffffff, "a tunnel's key or VNI")),
			"Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve.",
			0,
		),
		dst: f.enforced(f.address, "Remote endpoint of the tunnel. Required for `ip` and `ip6`."),
		src: f.enforced(f.address, "Local endpoint of the tunnel.", { whenUnset: "routing selects the address" }),
		ttl: f.enforced(
			f.unlessZero(f.integer(0, 255, "a TTL")),
			"TTL (hop limit) of the outer packets, or of the MPLS labels, 1 to 255.",
			{ whenUnset: "the kernel selects the TTL; MPLS labels get the one of the packet" },
		),
		tos: f.enforced(f.unlessZero(f.integer(0, 255, "a ToS")), "ToS (traffic class) of the outer packets, 0 to 255.", 0),
		key: f.flag("Send `id` as the key of the outer header. For GRE."),
		labels: f.enforced(
			z.array(label).min(1, "must have a label").max(30, "must have at most 30 labels: the kernel takes no more"),
			"MPLS labels, the outermost first: 16 to 1048575. Required for `mpls`.",
		),
		mode: f.enforced(
			z.enum(modes),
			"For `seg6`. `encap`: an outer IPv6 header with the segments. `inline`: the segments in the packet's own header; only for IPv6. `l2encap`: an outer IPv6 header around the whole frame. `encap.red` and `l2encap.red` leave the first segment out of the list (Linux 6.0).",
			"encap",
		),
		segments: f.enforced(
			z.array(ofFamily(6)).min(1, "must have a segment").max(25, "must have at most 25 segments: ip takes no more"),
			"IPv6 addresses of the segments, in the order in which the packets visit them. Required for `seg6`.",
		),
		action: f.enforced(
			z.enum(Object.keys(actions) as [keyof typeof actions, ...(keyof typeof actions)[]]),
			"For `seg6local`, and required there (RFC 8986). `End`: on to the next segment, `End.X`: by the gateway `nh6`, `End.T`: by `table`. The others take the outer header off, and forward the frame to the device `oif` (`End.DX2`), the packet to the gateway `nh4` or `nh6` (`End.DX4`, `End.DX6`), or look it up in the VRF of `vrfTable` (`End.DT4`, `End.DT6`, `End.DT46` for both families).",
		),
		nh4: f.enforced(ofFamily(4), "Gateway of the packets. Required for `End.DX4`."),
		nh6: f.enforced(ofFamily(6), "Gateway of the packets. Required for `End.X` and `End.DX6`."),
		table: f.enforced(table, "Routing table for the packets. Required for `End.T`; for `End.DT6`, this or `vrfTable`."),
		vrfTable: f.enforced(
			f.integer(1, 0xffffffff, "a routing table"),
			"Routing table of a VRF that exists, such as the output `table` of a VRF. Required for `End.DT4` and `End.DT46`. The host needs the sysctl net.vrf.strict_mode=1.",
		),
		oif: f.enforced(f.nameOf("device"), "Device for the frames. Required for `End.DX2`."),
	})
	.overwrite((header) => (header.type === "seg6" ? { ...header, mode: header.mode ?? "encap" } : header));

const variants: Variants = {
	by: ["type"],
	rules: [
		{ required: ["dst"], when: { type: tunnels }, message: "is required for type {type}: the remote endpoint of the tunnel" },
		{ required: ["labels"], when: { type: ["mpls"] }, message: "is required for type mpls" },
		{ required: ["segments"], when: { type: ["seg6"] }, message: "is required for type seg6" },
		{ required: ["action"], when: { type: ["seg6local"] }, message: "is required for type seg6local" },
		{ excluded: ["id", "dst", "src", "tos", "key"], unless: { type: tunnels }, message: "is not for type {type}" },
		{ excluded: ["ttl"], when: { type: ["seg6", "seg6local"] }, message: "is not for type {type}" },
		{ excluded: ["labels"], unless: { type: ["mpls"] }, message: "is only for type mpls" },
		{ excluded: ["segments", "mode"], unless: { type: ["seg6"] }, message: "is only for type seg6" },
		{ excluded: ["action", ...actionFields], unless: { type: ["seg6local"] }, message: "is only for type seg6local" },
	],
};

const actionVariants: Variants = {
	by: ["action"],
	rules: Object.entries(actions).flatMap(([action, fields]) => [
		...(fields.length === 1
			? [{ required: fields, when: { action: [action] }, message: "is required for action {action}" }]
			: []),
		{
			excluded: actionFields.filter((field) => !(fields as readonly string[]).includes(field)),
			when: { action: [action] },
			message: "is not for action {action}",
		},
	]),
};

function checkAction(header: Values, { at, family }: Carrier, issue: (path: string, message: string) => void): void {
	const { action, table, vrfTable } = header;
	if (family === 4) issue(`${at}encap.type`, 'can\'t be "seg6local" for a route of IPv4: a segment is an IPv6 address');
	if (action === undefined || isUnknown(action)) return;
	checkVariants(actionVariants, header, (field, message) => issue(`${at}encap.${field}`, message));
	if (action !== "End.DT6" || (table === undefined) !== (vrfTable === undefined)) return;
	if (table === undefined) issue(`${at}encap.table`, "is required for action End.DT6, or vrfTable");
	else issue(`${at}encap.vrfTable`, "can't be set with table");
}

/** The route or next hop that has the header. `at`: its path, with a dot at its end, or "" for the route. */
interface Carrier {
	at: string;
	dev: unknown;
	/** Undefined: not known yet. */
	family: 4 | 6 | undefined;
}

export function checkEncap(header: Values, { at, dev, family }: Carrier, issue: (path: string, message: string) => void): void {
	const { type } = header;
	if (isUnknown(type)) return;
	const isTunnel = tunnels.includes(type);
	checkVariants(variants, header, (field, message) => issue(`${at}encap.${field}`, message));
	if (isTunnel && dev === undefined) issue(`${at}dev`, "is required with encap: the tunnel device");
	for (const end of isTunnel ? ["dst", "src"] : []) {
		const [address, wanted] = [header[end], type === "ip6" ? 6 : 4];
		if (typeof address === "string" && /[:.]/.test(address) && familyOf(address) !== wanted)
			issue(`${at}encap.${end}`, `must be an IPv${wanted} address for encap.type "${type}"`);
	}
	if (type === "seg6local") checkAction(header, { at, dev, family }, issue);
	if (type === "seg6" && header.mode === "inline" && family === 4)
		issue(`${at}encap.mode`, 'can\'t be "inline" for a route of IPv4, whose packets have no place for segments');
}
