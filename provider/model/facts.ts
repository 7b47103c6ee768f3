import { memoize } from "../base/memoize";
import { Unavailable } from "../base/unavailable";
import type { DeviceIntent } from "../tools/device-intent";
import type { Link } from "../tools/ip-link";
import type { Fact, ValueOf } from "../tools/list";
import type { Probe } from "../tools/probe";
import { type AnyFact, type KnownFacts, type Reading, Unreadable } from "../tools/tool";
import { factIn, factKey, largerFact, renewed, renewedFact } from "./fact";

interface KnownFact {
	fact: Fact;
	/** An Unreadable where the fact could not be read. */
	value: ValueOf<Fact> | Unreadable;
}

/** The facts that were read of one host. A kind that asks for a fact that was not read has a bug, so its getter throws. */
export class Facts implements KnownFacts {
	private readonly known = new Map<string, KnownFact>();
	/** The devices by namespace, from the first look on: plans look for devices very often. */
	private readonly devices = new Map<string, Map<string, Link> | undefined>();

	/** Parses the raw output of each read. */
	static of(readings: Iterable<[Fact, Reading]>): Facts {
		const facts = new Facts();
		for (const [asked, reading] of readings) facts.set(...factIn(asked, reading));
		return facts;
	}

	/** Values that are known without a read. */
	static from(values: Iterable<[Fact, unknown]>): Facts {
		const facts = new Facts();
		for (const [fact, value] of values) facts.set(fact, value as ValueOf<Fact>);
		return facts;
	}

	has(fact: Fact): boolean {
		return this.lookUp(fact) !== undefined;
	}

	/** The value of a fact that was read, by itself or in a larger fact. */
	private lookUp(fact: AnyFact): KnownFact | undefined {
		const own = this.known.get(factKey(fact));
		if (own) return own;
		const larger = largerFact(fact as Fact);
		const whole = larger && this.known.get(factKey(larger.of));
		if (!whole) return undefined;
		return { fact: fact as Fact, value: whole.value instanceof Unreadable ? whole.value : larger.value(whole.value) };
	}

	/** All that were read. */
	get all(): Fact[] {
		return [...this.known.values()].map(({ fact }) => fact);
	}

	value<F extends Fact>(fact: F): ValueOf<F> | undefined;
	value<V>(fact: AnyFact<V>): V | undefined;
	value(fact: AnyFact): unknown {
		const value = this.lookUp(fact)?.value;
		return value instanceof Unreadable ? undefined : value;
	}

	/** A copy in which newer facts replace the same earlier ones. */
	updated(newer: Facts): Facts {
		const all = new Facts();
		for (const [key, known] of this.known) all.known.set(key, known);
		for (const [key, known] of newer.known) all.put(key, known);
		return all;
	}

	/** A part by which a larger fact is renewed is merged into that one. */
	private put(key: string, known: KnownFact): void {
		const { fact, value } = known;
		const whole = renewedFact(fact);
		if (!whole) this.known.set(key, known);
		else this.set(whole, value instanceof Unreadable || value === undefined ? value : renewed(this.get(whole), value, fact));
	}

	/** The keys of the larger facts that are renewed by these. */
	get renewedKeys(): Set<string> {
		return new Set(this.all.map(renewedFact).flatMap((whole) => (whole ? [factKey(whole)] : [])));
	}

	private set(fact: Fact, value: KnownFact["value"]): void {
		this.known.set(factKey(fact), { fact, value });
	}

	/** The same values of these facts alone. */
	only(facts: Fact[]): Facts {
		const some = new Facts();
		for (const fact of facts) {
			const known = this.lookUp(fact);
			if (known) some.known.set(factKey(fact), known);
		}
		return some;
	}

	/** A copy without the stale facts. */
	without(stale: (fact: Fact) => boolean): Facts {
		const rest = new Facts();
		for (const [key, known] of this.known) if (!stale(known.fact)) rest.known.set(key, known);
		return rest;
	}

	/** A copy in which a fact that was read has another value. Where there is none, it stays so. */
	changed<F extends Fact>(fact: F, change: (value: NonNullable<ValueOf<F>>) => ValueOf<F>): Facts {
		const all = this.updated(new Facts());
		const value = this.get(fact);
		if (value !== undefined && value !== null) all.set(fact, change(value));
		return all;
	}

	/** A copy in which the journal does not have this entry. */
	withoutJournalEntry(id: string, owner: string): Facts {
		const all = this.without((fact) => fact.read === "journal");
		if (this.has({ read: "journal" })) all.set({ read: "journal" }, this.journal.without(id, owner));
		return all;
	}

	/** The value of a fact that was read. Throws where it could not be read. */
	private get<F extends Fact>(fact: F): ValueOf<F> {
		const known = this.lookUp(fact);
		if (!known) throw new Error(`${factKey(fact)} was not read from the host`);
		if (known.value instanceof Unreadable) throw new Unavailable(known.value.reason);
		return known.value as ValueOf<F>;
	}

	get ovs() {
		return this.get({ read: "ovs" }).ovs;
	}

	/** Undefined where the namespace does not exist. */
	links(netns: string): Map<string, Link> | undefined {
		if (!this.devices.has(netns)) {
			const links = this.get({ read: "links", netns });
			const intents = this.value({ read: "session-start" })?.intents.get(netns);
			this.devices.set(netns, links && intents ? withIntents(links)(intents) : links);
		}
		return this.devices.get(netns);
	}

	/** The links, or an empty map where they were not read. */
	knownLinks(netns: string): Map<string, Link> {
		return (this.has({ read: "links", netns }) && this.links(netns)) || new Map();
	}

	/** The namespaces whose links were read. */
	get namespacesRead() {
		return [...this.known.values()].flatMap(({ fact }) => (fact.read === "links" ? [fact.netns] : []));
	}

	/** The devices of WireGuard, by name. Undefined where the namespace does not exist. */
	wireGuard(netns: string) {
		return this.get({ read: "wireguard", netns });
	}

	/** The VLANs of Linux bridges and their ports, by device. Undefined where the namespace does not exist. */
	bridgeVlans(netns: string) {
		return this.get({ read: "bridge-vlans", netns });
	}

	/** The static entries of a VXLAN device's forwarding database. Undefined where the device does not exist. */
	fdb(netns: string, device: string) {
		return this.get({ read: "fdb", netns, device });
	}

	/** The nft tables that were read. */
	get nftTablesRead() {
		return [...this.known.values()].flatMap(({ fact, value }) => (fact.read === "nft" && value !== undefined ? [fact] : []));
	}

	/** The families and names of a namespace's nft tables. */
	nftTables(netns: string) {
		return this.get({ read: "nft-tables", netns });
	}

	/** The chains of a namespace's nft tables. Undefined where they were not read. */
	nftChains(netns: string) {
		const fact = { read: "nft-chains", netns } as const;
		return this.has(fact) ? this.get(fact) : undefined;
	}

	get namespaces() {
		return this.get({ read: "namespaces" });
	}

	/** Undefined where the namespace does not exist. */
	routes(netns: string) {
		return this.get({ read: "routes", netns });
	}

	/** The routes to a destination in all tables (destinationKey). Undefined where the namespace does not exist. */
	routesTo(netns: string, to: string) {
		return this.get({ read: "routes-to", netns, to });
	}

	/** The permanent entries and proxy entries. Undefined where the namespace does not exist. */
	neighbors(netns: string) {
		return this.get({ read: "neighbors", netns });
	}

	/** The entries that routing daemons have added. */
	daemonNeighbors(netns: string) {
		return this.get({ read: "daemon-neighbors", netns });
	}

	rules(netns: string) {
		return this.get({ read: "rules", netns });
	}

	/** The files of the host's setups, of all programs. */
	get setupFiles() {
		return this.get({ read: "setup-files" });
	}

	package(name: string) {
		return this.get({ read: "package", name });
	}

	isModuleLoaded(name: string) {
		return this.get({ read: "module", name });
	}

	service(name: string) {
		return this.get({ read: "service", name });
	}

	get bootFiles() {
		return this.get({ read: "boot-files" });
	}

	get journal() {
		return this.get({ read: "journal" });
	}

	/** Undefined where the kernel has no such parameter. */
	sysctl(netns: string, key: string) {
		return this.get({ read: "sysctl", netns, key });
	}

	/** The parameters that the kernel changes with one, by their keys. Undefined where the namespace does not exist. */
	sysctlCopies(netns: string, key: string) {
		return this.get({ read: "sysctl-copies", netns, key });
	}

	/** Undefined where the table does not exist. */
	nft(netns: string, family: string, name: string) {
		return this.get({ read: "nft", netns, family, name });
	}

	nftRendered(family: string, name: string, text: string) {
		return this.get({ read: "nft-rendered", family, name, text });
	}

	nftOffload(netns: string, devices: string[]) {
		return this.get({ read: "nft-offload", netns, devices });
	}

	/** Undefined where the bridge does not exist or ovs-vswitchd does not run. */
	flows(bridge: string, table: number) {
		return this.get({ read: "flows", bridge, table });
	}

	flowsRendered(bridge: string, text: string) {
		return this.get({ read: "flows-rendered", bridge, text });
	}

	/** The groups of a bridge by number. Undefined where the bridge does not exist. */
	groups(bridge: string) {
		return this.get({ read: "groups", bridge });
	}

	meters(bridge: string) {
		return this.get({ read: "meters", bridge });
	}

	/** The mappings of Geneve options by field. */
	tlvMap(bridge: string) {
		return this.get({ read: "tlv-map", bridge });
	}

	/** Undefined where they were not read, or can't be: a host may lack tc. */
	get qdiscs() {
		return this.value({ read: "qdiscs" });
	}

	probe(probe: Probe) {
		return this.get({ read: "probe", probe });
	}
}

/** The devices of a namespace, with the aliases that those of killed calls were about to get. */
const withIntents = memoize((links: Map<string, Link>) =>
	memoize((intents: DeviceIntent[]): Map<string, Link> => {
		const begun = intents.flatMap(({ name, kind, alias }) => {
			const link = links.get(name);
			return link?.kind === kind && link.alias === undefined ? [[name, { ...link, intendedAlias: alias }] as const] : [];
		});
		return new Map([...links, ...begun]);
	}),
);
