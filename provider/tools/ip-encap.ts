import type { Values } from "../base/values";
import { option } from "./call";

// The header that a route or a next hop adds to packets, or the action on it: iproute2's ip/iproute_lwtunnel.c.

/** A header as `ip -j route` lists it. */
export type RawEncap = Record<string, unknown> & { encap_type: string };

/**
 * iproute2 before 6.4 printed the fields of an encapsulation among the route's own. "dst" and "tos" then came twice, and
 * JSON.parse would keep the last one (fixed by iproute2's commit 0f32ef97). This pattern finds them, to make them an object.
 * The encapsulation of type ip has a "tos" right after its "ttl". Any other "tos" is the route's. One of type seg6local has
 * a "table" of its own; the route's comes after its device.
 */
const flat =
	/"encap":"(\w+)"((?:,"mode":"[^"]*","segs":\[[^\]]*\](?:,"hmac":"[^"]*")?)?(?:,"action":"[^"]*"(?:,"srh":\{[^}]*\})?(?:,"(?:table|vrftable|nh4|nh6|iif|oif)":"[^"]*")*)?(?:,"(?:id|src|dst|ttl|hoplimit|tc)":(?:"[^"]*"|\d+|true|false|null))*(?:(?<="encap":"ip",[^{}]*"ttl":\d+),"tos":(?:"[^"]*"|\d+|true|false|null))?(?:,"(?:key|csum|seq)":(?:"[^"]*"|\d+|true|false|null))*)/g;

/** The listed routes, in which each header is an object. */
export const withEncapObjects = (listed: string): string => listed.replace(flat, '"encap":{"encap_type":"$1"$2}');

const known: Record<string, Set<string>> = {
	ip: new Set(["encap_type", "id", "src", "dst", "ttl", "tos", "key", "csum", "seq"]),
	ip6: new Set(["encap_type", "id", "src", "dst", "hoplimit", "tc", "key", "csum", "seq"]),
	mpls: new Set(["encap_type", "dst", "ttl"]),
	seg6: new Set(["encap_type", "mode", "segs"]),
	seg6local: new Set(["encap_type", "action", "table", "vrftable", "nh4", "nh6", "oif"]),
};

/** The settings of a header that have no field and can't be written again. */
export function unsupportedOfEncap(of: RawEncap): string[] {
	const words = known[of.encap_type];
	if (of.encap_type === "mpls" && of.ttl === 0) return ["encap mpls ttl 0"];
	return words ? Object.keys(of).filter((word) => of[word] !== undefined && !words.has(word)) : [`encap ${of.encap_type}`];
}

/** 0 and unspecified mean not set. Settings that the schema has no field for are listed too: they are drift. */
export function encapsulation(of: RawEncap): Record<string, unknown> {
	const { encap_type: type, segs, ...rest } = of;
	if (type === "mpls") return { type, labels: String(of.dst).split("/").map(Number), ...(of.ttl ? { ttl: of.ttl } : {}) };
	if (type === "seg6") return { type, ...rest, segments: segmentsOf(of) };
	if (type === "seg6local") {
		const { table, vrftable, ...others } = rest;
		return { type, ...others, ...numbered("table", table), ...numbered("vrfTable", vrftable) };
	}
	const all: Record<string, unknown> = {
		type,
		id: of.id || undefined,
		dst: endpoint(of.dst),
		src: endpoint(of.src),
		ttl: of.ttl || of.hoplimit || undefined,
		tos: (type === "ip" ? of.tos : of.tc) || undefined,
		...Object.fromEntries(["key", "csum", "seq"].map((flag) => [flag, of[flag] === undefined ? undefined : true])),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const numbered = (field: string, value: unknown) => (value === undefined ? {} : { [field]: Number(value) });

/** The kernel lists the place for the packet's own destination after the segments of the mode inline. */
const segmentsOf = ({ mode, segs }: RawEncap): unknown => (mode === "inline" && Array.isArray(segs) ? segs.slice(0, -1) : segs);

const endpoint = (address: unknown) => (address === "0.0.0.0" || address === "::" || address === "any" ? undefined : address);

/** `ip` reads a ToS as hexadecimal, with or without the prefix. */
export const hexadecimal = (tos: number): string => `0x${tos.toString(16)}`;

/** The words for a header. */
export function encapWords(encap: Values | undefined): string[] {
	if (encap === undefined) return [];
	const { type, id, src, dst, ttl, tos, labels, mode, segments } = encap;
	if (type === "mpls") return ["encap", type, labels.join("/"), ...option("ttl", ttl)];
	if (type === "seg6") return ["encap", type, "mode", mode, "segs", segments.join(",")];
	if (type === "seg6local") {
		const { action, nh4, nh6, table, vrfTable, oif } = encap;
		const options = { nh4, nh6, table, vrftable: vrfTable, oif };
		return ["encap", type, "action", action, ...Object.entries(options).flatMap(([word, value]) => option(word, value))];
	}
	const [ttlWord, tosWord] = type === "ip6" ? ["hoplimit", "tc"] : ["ttl", "tos"];
	return [
		...["encap", type, ...option("id", id), ...option("src", src), "dst", dst, ...option(ttlWord, ttl)],
		...(tos === undefined ? [] : [tosWord, hexadecimal(tos)]),
		...["key", "csum", "seq"].filter((flag) => encap[flag] === true),
	];
}
