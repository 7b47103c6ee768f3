import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { namedBy, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind } from "../model/kind";
import type { Observed } from "../model/observed";
import { familyOf, netnsFacts } from "../network/routing";
import type { Link } from "../tools/ip-link";
import { type KernelNeighbor, neighborKeyWords, neighborWords } from "../tools/ip-neighbor";
import { ourProtocol } from "../tools/ip-route";
import type { IpStep } from "../tools/ip-step";

const unicast = f.address.refine(
	(s) => !/^(0\.|22[4-9]\.|2[34]\d\.|25[0-5]\.|ff)|^::$/i.test(s),
	"must be the address of one host: not unspecified, multicast or broadcast",
);

const isIpv4 = (s: string): boolean => f.address.safeParse(s).success && familyOf(s) === 4;

/** `ip` reads no IPv6 address here (iproute2 lib/ll_addr.c: ll_addr_a2n()). */
const lladdr = z
	.string()
	.refine(
		(s) => f.isMac(s) || isIpv4(s),
		"must be a MAC address such as 02:00:00:00:00:01, or the IPv4 address of a peer of a GRE device",
	)
	.overwrite((s) => s.toLowerCase());

const fields = f.object({
	address: f.required(unicast, "Address of the neighbor, IPv4 or IPv6."),
	dev: f.required(f.nameOf("device"), "Device that the neighbor is reached over, or that answers for it (`proxy`)."),
	lladdr: f.enforced(
		lladdr,
		"Link-layer address of the neighbor: a MAC address. On a GRE device of IPv4 without a remote endpoint: the IPv4 address of the peer. Required without `proxy`.",
	),
	proxy: f.flag(
		"The device answers requests for this address with its own MAC address. IPv4: `forwarding` must be on for the device, and the way to the address must lead over another one. IPv6: `forwarding` and the parameter `proxy_ndp` of the device must be on. See Sysctl.",
	),
	router: f.flag("The neighbor is a router. For a proxy entry: the answers have the router flag. Only for IPv6."),
	netns: f.inNetns("the device"),
	adopt: f.adopt("a permanent entry that exists", "the entry stays, with its former link-layer address"),
});

type Want = z.output<typeof fields>;

function check({ address, dev, lladdr, proxy, router }: Want, issue: (path: string, message: string) => void): void {
	if (proxy && lladdr !== undefined) issue("lladdr", "can't be set with proxy: the device answers with its own");
	if (!proxy && lladdr === undefined) issue("lladdr", "is required without proxy");
	if (router && f.address.safeParse(address).success && familyOf(address) === 4) issue("router", "is only for IPv6 addresses");
	if (dev === "lo") issue("dev", "can't be lo: no neighbors are reached over it");
}

/** The fields that a change in place sets. */
const settings = ["lladdr", "router"] as const;

export const neighbor = kind({
	type: "Neighbor",
	summary:
		"A permanent entry of the kernel's neighbor tables (`ip neigh`): the link-layer address of a host, so that the kernel sends no ARP or NDP request for it; or a proxy entry, by which a device answers for another host. An entry that the kernel has learned is replaced, and one of a routing daemon such as FRR is refused. Entries of this provider have protocol 250. The kernel removes entries when their device is set down, enters or leaves a VRF, or gets another MAC address, and IPv4 entries when the device loses its last IPv4 address: if the program does this, they are added again. Kernels before about 6.3 also remove proxy entries when the device loses its carrier: `pulumi up --refresh` adds them again.",
	schema: fields.superRefine(f.issues(check)),
	computed: {},
	identity: {
		fields: ["dev", "address", "proxy"],
		id: {
			form: "<dev>/<address>[/proxy]",
			parts: ({ dev, address, proxy }: Want) => [dev, address, ...(proxy ? ["proxy"] : [])],
			parse: ([dev, address, proxy]) => ({ dev, address, ...(proxy === undefined ? {} : { proxy: true as const }) }),
		},
	},
	replaceOn: [],
	ownership: "journal",
	facts: ({ netns }) => [
		...netnsFacts(netns),
		{ read: "links", netns: netns ?? "" },
		{ read: "neighbors", netns: netns ?? "" },
		{ read: "daemon-neighbors", netns: netns ?? "" },
		{ read: "journal" },
	],

	observe(facts, want, { id }) {
		const found = facts.neighbors(want.netns ?? "")?.find((entry) => isEntry(entry, want));
		if (!found) return ofDaemon(facts, want);
		const { address, dev, netns } = want;
		const { protocol, lladdr, proxy, router } = found;
		const entry = facts.journal.get(id);
		return {
			value: { address, dev, netns, lladdr, proxy: proxy || undefined, router: router || undefined },
			computed: {},
			internal: { protocol },
			owner: protocol === ourProtocol || entry?.previous !== undefined ? entry?.owner : undefined,
			// By hand, an entry has no protocol.
			isRecognised: protocol === ourProtocol || (entry !== undefined && protocol === undefined),
		};
	},

	plan(change) {
		const { have } = change;
		const at = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({
			...{ tool: "ip", phase, netns: at.netns ?? "" },
			args: ["neigh", ...args],
		});
		if (change.intent === "delete") return have ? [step("delete-routes", "del", ...neighborKeyWords(at))] : [];
		const { want } = change;
		// An entry that is adopted or released keeps its protocol.
		const isOwn = change.intent === "apply" && !change.isAdopted;
		const protocol = have && !isOwn ? undefined : ourProtocol;
		const isMarked = protocol === undefined || have?.internal?.protocol === protocol;
		if (have && isMarked && settings.every((field) => want[field] === have.value[field])) return [];
		if (change.intent === "apply") refuseDevice(change.facts, want);
		return [step("routes", "replace", ...neighborWords({ ...want, protocol }))];
	},
});

/** The entry of a routing daemon in the place of the wanted one. An addition would replace it. */
function ofDaemon(facts: Facts, want: Want): Observed<Values, { protocol?: number }> | undefined {
	const { address, dev, netns = "" } = want;
	const found = facts.daemonNeighbors(netns)?.find((entry) => isEntry(entry, want));
	if (!found) return undefined;
	return {
		value: { address, dev, netns: want.netns, lladdr: found.lladdr, router: found.router || undefined },
		computed: {},
		insteadOfAdoption:
			"A routing daemon such as FRR has added it (extern_learn), and destroy could not restore it: let the daemon announce another address, or leave the Neighbor out",
	};
}

const isEntry = (entry: KernelNeighbor, { address, dev, proxy }: Want): boolean =>
	entry.address === address && entry.dev === dev && entry.proxy === (proxy ?? false);

/** Throws for a device on which the kernel would make another entry, or none (net/ipv4/arp.c: arp_constructor()). */
function refuseDevice(facts: Facts, { address, dev, lladdr = "", proxy, netns = "" }: Want): void {
	const link: Link | undefined = facts.knownLinks(netns).get(dev);
	if (!link || proxy) return;
	if (link.mac === "")
		throw new Refused(`${dev} has no link-layer address: the kernel asks for none over it, and needs no entry`);
	if (link.pointToPoint && familyOf(address) === 4)
		throw new Refused(`${dev} is a point-to-point device: the kernel has no IPv4 neighbors over it`);
	if (f.isMac(lladdr) && !f.isMac(link.mac)) throw new Refused(`lladdr can't be a MAC address: ${dev} carries no Ethernet`);
	if (f.isMac(lladdr) || isIpv4(link.mac)) return;
	throw new Refused(
		f.isMac(link.mac)
			? `lladdr must be a MAC address: ${dev} carries Ethernet`
			: `lladdr can't be an IPv4 address: the link-layer address of ${dev} is ${link.mac}`,
	);
}
