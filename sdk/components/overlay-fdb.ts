import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, checkUnique, isPlain, withComponentName, withoutPrefixLength } from "./arguments";
import { canonicalAddress } from "./mesh-addresses";
import type { FdbEntry } from "./overlay-flows";
import type { OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import type { OverlayPlan } from "./overlay-plan-types";

/** The source of a forwarding entry: a port or subport, whose values may be outputs. */
interface FdbSource {
	path: string;
	host: string;
	network: string;
	mac: pulumi.Input<string> | undefined;
	addresses: pulumi.Input<pulumi.Input<string | { address: pulumi.Input<string> }>[]>;
	vlanMode?: pulumi.Input<string>;
}

/** The known values of a source. */
type FdbValues = [mac: string | undefined, addresses: (string | { address: string })[], vlanMode: string | undefined];

/**
 * The forwarding entries of all ports and subports with a MAC address; none if `population` is false. Throws ArgumentError if two
 * ports of a network have the same MAC address or the same address.
 */
export function fdbEntriesOf(name: string, args: OverlayNetworkArgs, plan: OverlayPlan): pulumi.Output<FdbEntry[]> {
	const sources = [...plan.hosts.values()].flatMap((host) =>
		host.ports.flatMap((port) => sourcesOf(host.name, port, `ports[${args.ports?.indexOf(port)}]`)),
	);
	const values = sources.map(({ mac, addresses, vlanMode }) => [mac, addresses, vlanMode]);
	const check = (all: FdbValues[]) => {
		const entries = withComponentName("OverlayNetwork", name, () => checkedEntries(sources, all));
		return args.population === false ? [] : entries;
	};
	if (isPlain(values)) return pulumi.output(check(values as FdbValues[]));
	return pulumi.output(values).apply((all) => check(all as FdbValues[]));
}

function sourcesOf(host: string, port: OverlayPort, path: string): FdbSource[] {
	const { network, mac, addresses = [], vlanMode, trunk } = port;
	const own = { path, host, network, mac, addresses, vlanMode };
	const subports = (trunk?.subports ?? []).map(({ network, mac: other = mac, addresses = [] }, i) => ({
		...{ path: `${path}.trunk.subports[${i}]`, host, network, mac: other, addresses },
	}));
	return [own, ...subports];
}

function checkedEntries(sources: FdbSource[], values: FdbValues[]): FdbEntry[] {
	const all = sources.map(({ path, host, network }, i) => {
		const [mac, given = [], vlanMode] = values[i] ?? [];
		// A port with vlanMode "dot1q-tunnel" uses its addresses in VLANs of the workload, so they are not addresses of the network.
		const addresses = (vlanMode === "dot1q-tunnel" ? [] : given).map((one) => (typeof one === "string" ? one : one.address));
		checkAddresses(path, mac, addresses);
		return {
			path,
			host,
			network,
			mac: mac?.toLowerCase(),
			addresses: addresses.map((address) => canonicalAddress(withoutPrefixLength(address))),
		};
	});
	checkUnique(
		all.flatMap(({ path, network, mac, addresses }) =>
			[
				...(mac === undefined ? [] : [{ field: "mac", what: mac }]),
				...addresses.map((what) => ({ field: "addresses", what })),
			].map(({ field, what }) => ({ path: `${path}.${field}`, value: `${network} ${what}`, network, what, owner: path })),
		),
		({ what, network }, { owner }) => `${what} is already used by ${owner} in the network "${network}"`,
	);
	return all.flatMap(({ host, network, mac, addresses }) =>
		mac === undefined ? [] : [{ host, network, mac, addresses: addresses.filter((address) => isIP(address) === 4) }],
	);
}

function checkAddresses(path: string, mac: string | undefined, addresses: string[]): void {
	if (mac !== undefined && !/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i.test(mac))
		throw new ArgumentError(`${path}.mac`, `must be a unicast MAC address such as 02:00:00:00:00:01, not ${JSON.stringify(mac)}`);
	addresses.forEach((address, i) => {
		if (isIP(withoutPrefixLength(address)) === 0)
			throw new ArgumentError(
				`${path}.addresses[${i}]`,
				`must be an address such as 10.0.0.1/24, not ${JSON.stringify(address)}`,
			);
	});
}
