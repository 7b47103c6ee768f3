import { Unavailable } from "../base/unavailable";
import type { BootFiles } from "../tools/boot-file";
import type { BridgeVlans, FdbEntry } from "../tools/bridge";
import type { Link } from "../tools/ip-link";
import type { KernelNeighbor } from "../tools/ip-neighbor";
import type { KernelRoute } from "../tools/ip-route";
import type { KernelRule } from "../tools/ip-rule";
import type { Journal } from "../tools/journal";
import type { Fact } from "../tools/list";
import type { NftRendering } from "../tools/nft";
import type { ChainOfTable, Listing } from "../tools/nft-listing";
import type { Ovs, OvsReading } from "../tools/ovs-listing";
import type { FlowRendering, ListedFlow } from "../tools/ovs-ofctl-flows";
import type { FlowObjects, ListedGroup, ListedMeter, ListedOption } from "../tools/ovs-ofctl-objects";
import type { InstalledPackage } from "../tools/packages";
import type { Probe, ProbeResult } from "../tools/probe";
import type { SetupFile } from "../tools/setup-file";
import type { Service } from "../tools/systemctl";
import type { Qdiscs } from "../tools/tc";
import { type KnownFacts, type Reading, Unreadable } from "../tools/tool";
import type { WireGuardDevice } from "../tools/wg";
import { factKey, merged, parse, wholeOf } from "./fact";

interface KnownFact {
	fact: Fact;
	/** An Unreadable where the fact could not be read. */
	value: unknown;
}

/** The facts that were read of one host. A kind that asks for a fact that was not read has a bug, so its getter throws. */
export class Facts implements KnownFacts {
	private readonly known = new Map<string, KnownFact>();

	/** Parses the raw output of each read. */
	static of(readings: Iterable<[Fact, Reading]>): Facts {
		const facts = new Facts();
		for (const [fact, reading] of readings) facts.known.set(factKey(fact), { fact, value: parse(fact, reading) });
		return facts;
	}

	/** Values that are known without a read. */
	static from(values: Iterable<[Fact, unknown]>): Facts {
		const facts = new Facts();
		for (const [fact, value] of values) facts.set(fact, value);
		return facts;
	}

	has(fact: Fact): boolean {
		return this.known.has(factKey(fact));
	}

	/** All that were read. */
	get all(): Fact[] {
		return [...this.known.values()].map(({ fact }) => fact);
	}

	value(fact: Fact): unknown {
		const value = this.known.get(factKey(fact))?.value;
		return value instanceof Unreadable ? undefined : value;
	}

	/** A copy in which newer facts replace the same earlier ones. */
	updated(newer: Facts): Facts {
		const all = new Facts();
		for (const [key, known] of this.known) all.known.set(key, known);
		for (const [key, known] of newer.known) all.put(key, known);
		return all;
	}

	/** A part that was read alone is merged into the whole that was read before. */
	private put(key: string, known: KnownFact): void {
		const { fact, value } = known;
		const whole = wholeOf(fact);
		if (!whole) this.known.set(key, known);
		else this.set(whole, value instanceof Unreadable || value === undefined ? value : merged(this.get(whole), value, fact));
	}

	/** The keys of the facts that these are parts of. */
	get wholes(): Set<string> {
		return new Set(this.all.map(wholeOf).flatMap((whole) => (whole ? [factKey(whole)] : [])));
	}

	private set(fact: Fact, value: unknown): void {
		this.known.set(factKey(fact), { fact, value });
	}

	/** The same values of these facts alone. */
	only(facts: Fact[]): Facts {
		const some = new Facts();
		for (const key of facts.map(factKey)) {
			const known = this.known.get(key);
			if (known) some.known.set(key, known);
		}
		return some;
	}

	/** A copy without the stale facts. */
	without(stale: (fact: Fact) => boolean): Facts {
		const rest = new Facts();
		for (const [key, known] of this.known) if (!stale(known.fact)) rest.known.set(key, known);
		return rest;
	}

	/** A copy in which a fact that was read has another value. */
	changed<T>(fact: Fact, change: (value: T) => T): Facts {
		const all = this.updated(new Facts());
		all.set(fact, change(this.get<T>(fact)));
		return all;
	}

	/** A copy in which the journal does not have this entry. */
	withoutJournalEntry(id: string, owner: string): Facts {
		const all = this.without((fact) => fact.read === "journal");
		if (this.has({ read: "journal" })) all.set({ read: "journal" }, this.journal.without(id, owner));
		return all;
	}

	private get<T>(fact: Fact): T {
		const key = factKey(fact);
		const known = this.known.get(key);
		if (!known) throw new Error(`${key} was not read from the host`);
		if (known.value instanceof Unreadable) throw new Unavailable(known.value.reason);
		return known.value as T;
	}

	get ovs(): Ovs {
		return this.get<Required<OvsReading>>({ read: "ovs" }).ovs;
	}

	/** Undefined where the namespace does not exist. */
	links(netns: string): Map<string, Link> | undefined {
		return this.get({ read: "links", netns });
	}

	/** The links, or an empty map where they were not read. */
	knownLinks(netns: string): Map<string, Link> {
		return (this.has({ read: "links", netns }) && this.links(netns)) || new Map();
	}

	/** The namespaces whose links were read. */
	get namespacesRead(): string[] {
		return [...this.known.values()].flatMap(({ fact }) => (fact.read === "links" ? [fact.netns] : []));
	}

	/** The devices of WireGuard, by name. Undefined where the namespace does not exist. */
	wireGuard(netns: string): Map<string, WireGuardDevice> | undefined {
		return this.get({ read: "wireguard", netns });
	}

	/** The VLANs of Linux bridges and their ports, by device. Undefined where the namespace does not exist. */
	bridgeVlans(netns: string): BridgeVlans | undefined {
		return this.get({ read: "bridge-vlans", netns });
	}

	/** The static entries of a VXLAN device's forwarding database. Undefined where the device does not exist. */
	fdb(netns: string, device: string): FdbEntry[] | undefined {
		return this.get({ read: "fdb", netns, device });
	}

	/** The nft tables that were read. */
	get nftTablesRead(): { netns: string; family: string; name: string }[] {
		return [...this.known.values()].flatMap(({ fact, value }) => (fact.read === "nft" && value !== undefined ? [fact] : []));
	}

	/** The families and names of a namespace's nft tables. */
	nftTables(netns: string): { family: string; name: string }[] {
		return this.get({ read: "nft-tables", netns });
	}

	/** The chains of a namespace's nft tables. Undefined where they were not read. */
	nftChains(netns: string): ChainOfTable[] | undefined {
		const fact = { read: "nft-chains", netns } as const;
		return this.has(fact) ? this.get(fact) : undefined;
	}

	get namespaces(): Set<string> {
		return this.get({ read: "namespaces" });
	}

	/** Undefined where the namespace does not exist. */
	routes(netns: string): KernelRoute[] | undefined {
		return this.get({ read: "routes", netns });
	}

	/** The permanent entries and proxy entries. Undefined where the namespace does not exist. */
	neighbors(netns: string): KernelNeighbor[] | undefined {
		return this.get({ read: "neighbors", netns });
	}

	rules(netns: string): KernelRule[] | undefined {
		return this.get({ read: "rules", netns });
	}

	/** The files of the host's setups, of all programs. */
	get setupFiles(): SetupFile[] {
		return this.get({ read: "setup-files" });
	}

	package(name: string): InstalledPackage {
		return this.get({ read: "package", name });
	}

	isModuleLoaded(name: string): boolean {
		return this.get({ read: "module", name });
	}

	service(name: string): Service {
		return this.get({ read: "service", name });
	}

	get bootFiles(): BootFiles {
		return this.get({ read: "boot-files" });
	}

	get journal(): Journal {
		return this.get({ read: "journal" });
	}

	/** Undefined where the kernel has no such parameter. */
	sysctl(netns: string, key: string): string | undefined {
		return this.get({ read: "sysctl", netns, key });
	}

	/** The parameters that the kernel changes with one, by their keys. Undefined where the namespace does not exist. */
	sysctlCopies(netns: string, key: string): Map<string, string> | undefined {
		return this.get({ read: "sysctl-copies", netns, key });
	}

	/** Undefined where the table does not exist. */
	nft(netns: string, family: string, name: string): Listing | undefined {
		return this.get({ read: "nft", netns, family, name });
	}

	nftRendered(family: string, name: string, text: string): NftRendering | undefined {
		return this.get({ read: "nft-rendered", family, name, text });
	}

	nftOffload(netns: string, devices: string[]): boolean {
		return this.get<boolean | undefined>({ read: "nft-offload", netns, devices }) ?? false;
	}

	/** Undefined where the bridge does not exist or ovs-vswitchd does not run. */
	flows(bridge: string, table: number): ListedFlow[] | undefined {
		return this.get({ read: "flows", bridge, table });
	}

	flowsRendered(bridge: string, text: string): FlowRendering {
		return this.get({ read: "flows-rendered", bridge, text });
	}

	/** The groups of a bridge by number. Undefined where the bridge does not exist. */
	groups(bridge: string): FlowObjects<ListedGroup> | undefined {
		return this.get({ read: "groups", bridge });
	}

	meters(bridge: string): FlowObjects<ListedMeter> | undefined {
		return this.get({ read: "meters", bridge });
	}

	/** The mappings of Geneve options by field. */
	tlvMap(bridge: string): FlowObjects<ListedOption, string> | undefined {
		return this.get({ read: "tlv-map", bridge });
	}

	/** Undefined where they were not read, or can't be: a host may lack tc. */
	get qdiscs(): Qdiscs | undefined {
		return this.value({ read: "qdiscs" }) as Qdiscs | undefined;
	}

	probe(probe: Probe): ProbeResult {
		return this.get({ read: "probe", probe });
	}
}
