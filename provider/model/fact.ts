import type { Call } from "../tools/call";
import { linksRead, namespacesRead, parseLinks, parseNamespaces } from "../tools/ip";
import { parseRoutes, routesRead } from "../tools/ip-route";
import { parseRules, rulesRead } from "../tools/ip-rule";
import { journalRead, parseJournal } from "../tools/journal";
import { nftOffloadRead, nftRead, nftRenderRead } from "../tools/nft";
import { parseListing } from "../tools/nft-listing";
import { ovsRead, ovsReadRows, parseOvs } from "../tools/ovs-listing";
import { flowsRead, flowsRenderRead, parseFlows } from "../tools/ovs-ofctl";
import { parseRendering } from "../tools/ovs-ofctl-flows";
import { type Probe, parseProbe, probeRead } from "../tools/probe";
import { parseSysctl, sysctlRead } from "../tools/sysctl";

/** A part of a host's state that can be read at one go; netns "" = the host's own. */
export type Fact =
	| { read: "ovs" }
	/** Of the ports and interfaces just these: brings what was read of "ovs" up to date. */
	| { read: "ovs-rows"; names: string[] }
	| { read: "links"; netns: string }
	| { read: "namespaces" }
	/** Of all tables and both families. */
	| { read: "routes"; netns: string }
	| { read: "rules"; netns: string }
	| { read: "journal" }
	| { read: "sysctl"; netns: string; key: string }
	| { read: "nft"; netns: string; family: string; name: string }
	/** What the host's nft makes of a table: its normal form, or a refusal. */
	| { read: "nft-rendered"; family: string; name: string; text: string }
	/** Whether these devices can forward flows in hardware. */
	| { read: "nft-offload"; netns: string; devices: string[] }
	/** Of one table of a bridge. */
	| { read: "flows"; bridge: string; table: number }
	/** What the host's ovs-ofctl makes of flows for a bridge: their normal form, or a refusal. */
	| { read: "flows-rendered"; bridge: string; text: string }
	| { read: "probe"; probe: Probe };

export const factKey = (fact: Fact): string => JSON.stringify(fact);

/** Reads that are measurements: what they said a moment ago is worth nothing now. */
export const isMeasurement = (fact: Fact): boolean => fact.read === "probe";

export function readCall(fact: Fact): Call {
	switch (fact.read) {
		case "ovs":
			return ovsRead;
		case "ovs-rows":
			return ovsReadRows(fact.names);
		case "links":
			return linksRead(fact.netns);
		case "namespaces":
			return namespacesRead;
		case "routes":
			return routesRead(fact.netns);
		case "rules":
			return rulesRead(fact.netns);
		case "journal":
			return journalRead;
		case "sysctl":
			return sysctlRead(fact.netns, fact.key);
		case "nft":
			return nftRead(fact.netns, fact.family, fact.name);
		case "nft-rendered":
			return nftRenderRead(fact.family, fact.name, fact.text);
		case "nft-offload":
			return nftOffloadRead(fact.netns, fact.devices);
		case "flows":
			return flowsRead(fact.bridge, fact.table);
		case "flows-rendered":
			return flowsRenderRead(fact.bridge, fact.text);
		case "probe":
			return probeRead(fact.probe);
	}
}

export interface Reading {
	stdout: string;
	stderr: string;
	code: number;
}

/** A read that could not be done at all: the tool is missing or refuses. Distinct from "there is no such thing". */
export class Unreadable {
	constructor(readonly reason: string) {}
}

export function parse(fact: Fact, { stdout, stderr, code }: Reading): unknown {
	const tool = toolOf(fact);
	if (code === 127) return new Unreadable(`there is no ${tool} here: ${install(tool)}`);
	switch (fact.read) {
		case "ovs":
		case "ovs-rows": {
			const parsed = parseOvs(stdout);
			if (parsed.ovs) return parsed;
			return unreadable("Open vSwitch's database doesn't answer", stderr, "is it running? systemctl status openvswitch-switch");
		}
		case "links":
			if (code === 0) return parseLinks(stdout);
			return isAbsent(stderr)
				? undefined
				: unreadable("the network devices can't be listed", stderr, "try `ip -d -j addr` there");
		case "namespaces":
			return code === 0
				? parseNamespaces(stdout)
				: unreadable("the network namespaces can't be listed", stderr, "try `ip netns` there");
		case "routes":
		case "rules":
			if (code === 0) return fact.read === "routes" ? parseRoutes(stdout) : parseRules(stdout);
			return isAbsent(stderr)
				? undefined
				: unreadable(`the ${fact.read} can't be listed`, stderr, "try `ip route` and `ip rule` there");
		case "journal":
			return parseJournal(stdout);
		case "sysctl":
			if (code === 0) return parseSysctl(stdout);
			return isAbsent(stderr) ? undefined : unreadable(`${fact.key} can't be read`, stderr, "try sysctl there");
		case "nft":
			if (code === 0) return parseListing(stdout);
			return isAbsent(stderr) ? undefined : unreadable("the nft table can't be listed", stderr, "try `nft list ruleset` there");
		case "nft-rendered":
			if (code === 0) return { listing: parseListing(stdout) };
			return /^unshare:|must be root/m.test(stderr)
				? unreadable("no network namespace can be made to check the nft table in", stderr, "try `unshare -n true` there")
				: { refused: stderr || `nft ended with status ${code}` };
		case "nft-offload":
			return code === 0;
		case "flows":
			if (code === 0) return parseFlows(stdout);
			return /denied|not permitted/i.test(stderr)
				? unreadable(`the flows of ${fact.bridge} can't be listed`, stderr, "")
				: undefined;
		case "flows-rendered":
			return parseRendering(stdout, stderr);
		case "probe":
			return parseProbe(stdout, code);
	}
}

function toolOf(fact: Fact): string {
	if (fact.read === "probe") return fact.probe.protocol === "icmp" ? "ping" : "nc";
	if (fact.read === "routes" || fact.read === "rules") return "ip";
	if (fact.read.startsWith("nft")) return "nft";
	if (fact.read.startsWith("flows")) return "ovs-ofctl";
	return fact.read === "ovs" || fact.read === "ovs-rows" ? "ovs-vsctl" : (readCall(fact).argv[0] ?? "");
}

/** "There is no such thing" and "you may not look" are not the same: the first is drift, the second an error. */
const isAbsent = (stderr: string): boolean => /No such file or directory/i.test(stderr);

function unreadable(what: string, stderr: string, hint: string): Unreadable {
	const denied = /denied|not permitted/i.test(stderr);
	return new Unreadable(
		`${what} (${stderr || "no reason given"}): ${denied ? "it takes root: log in as root, or set become: true" : hint}`,
	);
}

function install(tool: string): string {
	const debian: Record<string, string> = {
		"ovs-vsctl": "openvswitch-switch",
		"ovs-ofctl": "openvswitch-switch",
		ip: "iproute2",
		sysctl: "procps",
		nft: "nftables",
		ping: "iputils-ping",
		nc: "netcat-openbsd",
	};
	return `apt install ${debian[tool] ?? tool} (on RHEL: dnf install ${tool.startsWith("ovs-") ? "openvswitch" : (debian[tool] ?? tool)})`;
}
