import { z } from "zod";
import * as f from "../base/fields";
import { isUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { checkVariants, type Variants } from "../base/variants";
import { familyOf } from "./routing";

const tunnels = ["ip", "ip6"];

/** The labels below 16 have special meanings (RFC 3032, 2.1). */
const label = f.integer(16, 0xfffff, "an MPLS label");

const modes = ["encap", "encap.red", "inline", "l2encap", "l2encap.red"] as const;

/** The header that a route adds to packets. Limits of lists: MAX_NEW_LABELS of the kernel's net/mpls/internal.h, segbuf of iproute2's iproute_lwtunnel.c. */
export const encap = z
	.strictObject({
		type: f.defaulted(
			z.enum(["ip", "ip6", "mpls", "seg6"]),
			"ip",
			"Sort of the header: of a tunnel over IPv4 (`ip`) or IPv6 (`ip6`), MPLS labels (`mpls`), or IPv6 segment routing (`seg6`).",
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
			z
				.array(f.address.refine((ip) => ip.includes(":"), "must be an IPv6 address"))
				.min(1, "must have a segment")
				.max(25, "must have at most 25 segments: ip takes no more"),
			"IPv6 addresses of the segments, in the order in which the packets visit them. Required for `seg6`.",
		),
	})
	.overwrite((header) => (header.type === "seg6" ? { ...header, mode: header.mode ?? "encap" } : header));

const variants: Variants = {
	by: ["type"],
	rules: [
		{ required: ["dst"], when: { type: tunnels }, message: "is required for type {type}: the remote endpoint of the tunnel" },
		{ required: ["labels"], when: { type: ["mpls"] }, message: "is required for type mpls" },
		{ required: ["segments"], when: { type: ["seg6"] }, message: "is required for type seg6" },
		{ excluded: ["id", "dst", "src", "tos", "key"], unless: { type: tunnels }, message: "is not for type {type}" },
		{ excluded: ["ttl"], when: { type: ["seg6"] }, message: "is not for type {type}" },
		{ excluded: ["labels"], unless: { type: ["mpls"] }, message: "is only for type mpls" },
		{ excluded: ["segments", "mode"], unless: { type: ["seg6"] }, message: "is only for type seg6" },
	],
};

/** The route or next hop that has the header. `at`: its path, with a dot at its end, or "" for the route. */
interface Carrier {
	at: string;
	dev: unknown;
	family: 4 | 6;
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
	if (type === "seg6" && header.mode === "inline" && family === 4)
		issue(`${at}encap.mode`, 'can\'t be "inline" for a route of IPv4, whose packets have no place for segments');
}
