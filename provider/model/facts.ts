import type { Link } from "../tools/ip";
import type { KernelRoute } from "../tools/ip-route";
import type { KernelRule } from "../tools/ip-rule";
import type { Journal } from "../tools/journal";
import type { Rendering } from "../tools/nft";
import type { Listing } from "../tools/nft-listing";
import { type Ovs, type OvsReading, updateRows } from "../tools/ovs-listing";
import type { Rendering as FlowRendering, ListedFlow } from "../tools/ovs-ofctl-flows";
import type { Probe, ProbeResult } from "../tools/probe";
import type { KnownFacts } from "../tools/tool";
import { type Fact, factKey, parse, type Reading, Unreadable } from "./fact";

export { type Fact, factKey, isMeasurement, type Reading, readCall } from "./fact";

interface Known {
	fact: Fact;
	/** An Unreadable where it could not be read. */
	value: unknown;
}

/** What was read of one host. Asking for what was not read is a mistake in a kind, except where a tool is missing. */
export class Facts implements KnownFacts {
	private readonly known = new Map<string, Known>();

	/** From the raw output of each read. */
	static of(readings: Iterable<[Fact, Reading]>): Facts {
		const facts = new Facts();
		for (const [fact, reading] of readings) facts.known.set(factKey(fact), { fact, value: parse(fact, reading) });
		return facts;
	}

	has(fact: Fact): boolean {
		return this.known.has(factKey(fact));
	}

	value(fact: Fact): unknown {
		const value = this.known.get(factKey(fact))?.value;
		return value instanceof Unreadable ? undefined : value;
	}

	/** These facts, with newer ones in place of the same. */
	updated(newer: Facts): Facts {
		const all = new Facts();
		for (const [key, known] of this.known) all.known.set(key, known);
		for (const [key, known] of newer.known) all.put(key, known);
		return all;
	}

	/** Rows that were read alone are put among those that were read before. */
	private put(key: string, known: Known): void {
		const { fact, value } = known;
		if (fact.read !== "ovs-rows") this.known.set(key, known);
		else if (value instanceof Unreadable) this.set({ read: "ovs" }, value);
		else {
			const { daemon, ovs } = value as OvsReading;
			this.set({ read: "ovs" }, { daemon, ovs: ovs && updateRows(this.ovs, ovs, fact.names) });
		}
	}

	private set(fact: Fact, value: unknown): void {
		this.known.set(factKey(fact), { fact, value });
	}

	/** These facts, less those that may not hold any more. */
	without(stale: (fact: Fact) => boolean): Facts {
		const rest = new Facts();
		for (const [key, known] of this.known) if (!stale(known.fact)) rest.known.set(key, known);
		return rest;
	}

	/** These facts, as they will be without a note in the journal. */
	unnoted(id: string, owner: string): Facts {
		const all = this.without((fact) => fact.read === "journal");
		if (this.has({ read: "journal" })) all.set({ read: "journal" }, this.journal.without(id, owner));
		return all;
	}

	private get<T>(fact: Fact): T {
		const key = factKey(fact);
		const known = this.known.get(key);
		if (!known) throw new Error(`what the host says of ${key} was not read`);
		if (known.value instanceof Unreadable) throw new Error(known.value.reason);
		return known.value as T;
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

	/** None where they were not read. */
	knownLinks(netns: string): Map<string, Link> {
		return (this.has({ read: "links", netns }) && this.links(netns)) || new Map();
	}

	/** The namespaces whose links were read. */
	get placesRead(): string[] {
		return [...this.known.values()].flatMap(({ fact }) => (fact.read === "links" ? [fact.netns] : []));
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

	/** Undefined: there is no such bridge, or ovs-vswitchd is not there to ask. */
	flows(bridge: string, table: number): ListedFlow[] | undefined {
		return this.get({ read: "flows", bridge, table });
	}

	flowsRendered(bridge: string, text: string): FlowRendering {
		return this.get({ read: "flows-rendered", bridge, text });
	}

	probe(probe: Probe): ProbeResult {
		return this.get({ read: "probe", probe });
	}
}
