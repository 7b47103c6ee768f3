import { type Listing, parseListing } from "./nft/listing";
import type { Rendering } from "./nft/rendered";
import type { Call } from "./steps";
import { type Link, linksRead, namespacesRead, parseLinks, parseNamespaces } from "./tools/ip";
import { type Journal, journalRead, parseJournal } from "./tools/journal";
import { nftOffloadRead, nftRead, nftRenderRead } from "./tools/nft";
import { type Ovs, type OvsReading, ovsRead, ovsReadRows, parseOvs, updateRows } from "./tools/ovsdb";
import { type Probe, type ProbeResult, parseProbe, probeRead } from "./tools/probe";
import { type KernelRoute, parseRoutes, routesRead } from "./tools/routes";
import { type KernelRule, parseRules, rulesRead } from "./tools/rules";
import { parseSysctl, sysctlRead } from "./tools/sysctl";

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

function parse(fact: Fact, { stdout, stderr, code }: Reading): unknown {
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
		case "probe":
			return parseProbe(fact.probe, stdout, code);
	}
}

function toolOf(fact: Fact): string {
	if (fact.read === "probe") return fact.probe.protocol === "icmp" ? "ping" : "nc";
	if (fact.read === "routes" || fact.read === "rules") return "ip";
	if (fact.read.startsWith("nft")) return "nft";
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
		ip: "iproute2",
		sysctl: "procps",
		nft: "nftables",
		ping: "iputils-ping",
		nc: "netcat-openbsd",
	};
	return `apt install ${debian[tool] ?? tool} (on RHEL: dnf install ${tool === "ovs-vsctl" ? "openvswitch" : (debian[tool] ?? tool)})`;
}

/** What was read of one host. Asking for what was not read is a mistake in a kind, except where a tool is missing. */
export class Facts {
	private readonly parsed = new Map<string, unknown>();

	/** From the raw output of each read, by factKey. */
	static of(readings: Iterable<[Fact, Reading]>): Facts {
		const facts = new Facts();
		for (const [fact, reading] of readings) facts.parsed.set(factKey(fact), parse(fact, reading));
		return facts;
	}

	has(fact: Fact): boolean {
		return this.parsed.has(factKey(fact));
	}

	/** These facts, with newer ones in place of the same. */
	updated(newer: Facts): Facts {
		const all = new Facts();
		for (const source of [this, newer]) for (const [key, value] of source.parsed) all.set(JSON.parse(key) as Fact, value);
		return all;
	}

	private set(fact: Fact, value: unknown): void {
		if (fact.read !== "ovs-rows") this.parsed.set(factKey(fact), value);
		else if (value instanceof Unreadable) this.parsed.set(factKey({ read: "ovs" }), value);
		else {
			const { daemon, ovs } = value as OvsReading;
			this.parsed.set(factKey({ read: "ovs" }), { daemon, ovs: ovs && updateRows(this.ovs, ovs, fact.names) });
		}
	}

	/** These facts, less those that may not hold any more. */
	without(stale: (fact: Fact) => boolean): Facts {
		const rest = new Facts();
		for (const [key, value] of this.parsed) if (!stale(JSON.parse(key) as Fact)) rest.parsed.set(key, value);
		return rest;
	}

	private get<T>(fact: Fact): T {
		const value = this.parsed.get(factKey(fact));
		if (value instanceof Unreadable) throw new Error(value.reason);
		if (!this.has(fact)) throw new Error(`what the host says of ${factKey(fact)} was not read`);
		return value as T;
	}

	get ovs(): Ovs {
		return this.get<Required<OvsReading>>({ read: "ovs" }).ovs;
	}

	/** True where it is known that ovs-vswitchd does not run: the database would take changes that nobody carries out. */
	get ovsDaemonDown(): boolean {
		return this.get<OvsReading>({ read: "ovs" }).daemon === "down";
	}

	/** Undefined: there is no such namespace. */
	links(netns: string): Map<string, Link> | undefined {
		return this.get({ read: "links", netns });
	}

	/** The namespaces whose links were read. */
	get placesRead(): string[] {
		const links = [...this.parsed.keys()].filter((key) => key.startsWith('{"read":"links"'));
		return links.map((key) => (JSON.parse(key) as { netns: string }).netns);
	}

	get namespaces(): Set<string> {
		return this.get({ read: "namespaces" });
	}

	/** Undefined: there is no such namespace. */
	routes(netns: string): KernelRoute[] | undefined {
		return this.get({ read: "routes", netns });
	}

	rules(netns: string): KernelRule[] | undefined {
		return this.get({ read: "rules", netns });
	}

	get journal(): Journal {
		return this.get({ read: "journal" });
	}

	/** Undefined: the kernel has no such parameter. */
	sysctl(netns: string, key: string): string | undefined {
		return this.get({ read: "sysctl", netns, key });
	}

	/** Undefined: there is no such table. */
	nft(netns: string, family: string, name: string): Listing | undefined {
		return this.get({ read: "nft", netns, family, name });
	}

	nftRendered(family: string, name: string, text: string): Rendering | undefined {
		return this.get({ read: "nft-rendered", family, name, text });
	}

	nftOffload(netns: string, devices: string[]): boolean {
		return this.get<boolean | undefined>({ read: "nft-offload", netns, devices }) ?? false;
	}

	probe(probe: Probe): ProbeResult {
		return this.get({ read: "probe", probe });
	}
}
