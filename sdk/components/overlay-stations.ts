import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, isPlain, named } from "./arguments";
import { bare } from "./mesh-values";
import type { Station } from "./overlay-flows";
import type { OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import type { OverlayPlan } from "./overlay-plan";

/** A station before its values are known. */
interface Place {
	path: string;
	host: string;
	network: string;
	mac: pulumi.Input<string>;
	addresses: pulumi.Input<pulumi.Input<string>[]>;
}

/** Who is where, of the ports that tell their MAC addresses; no two of a network may be one. */
export function stationsOf(name: string, args: OverlayNetworkArgs, plan: OverlayPlan): pulumi.Output<Station[]> {
	const places = [...plan.hosts.values()].flatMap((host) =>
		host.ports.flatMap((port) => placesOf(host.name, port, `ports[${args.ports?.indexOf(port)}]`)),
	);
	const values = places.map(({ mac, addresses }) => [mac, addresses]);
	const check = (all: [string, string[]][]) => {
		const stations = named(name, () => checked(places, all));
		return args.population === false ? [] : stations;
	};
	if (isPlain(values)) return pulumi.output(check(values as [string, string[]][]));
	return pulumi.output(values).apply((all) => check(all as [string, string[]][]));
}

function placesOf(host: string, port: OverlayPort, path: string): Place[] {
	const { network, mac, addresses = [], vlanMode, trunk } = port;
	// The addresses of a workload that tags by itself are not the network's own.
	const told = vlanMode === "dot1q-tunnel" ? [] : addresses;
	const own = { path, host, network, mac, addresses: told };
	const subports = (trunk?.subports ?? []).map(({ network, mac: other = mac, addresses = [] }, i) => ({
		...{ path: `${path}.trunk.subports[${i}]`, host, network, mac: other, addresses },
	}));
	return [own, ...subports].flatMap(({ mac, ...place }) => (mac === undefined ? [] : [{ ...place, mac }]));
}

function checked(places: Place[], values: [string, string[]][]): Station[] {
	const taken = new Map<string, string>();
	return places.map(({ path, host, network }, i) => {
		const [mac = "", addresses = []] = values[i] ?? [];
		checkStation(path, mac, addresses);
		const station = { host, network, mac: mac.toLowerCase(), addresses: addresses.map(bare).filter((a) => !a.includes(":")) };
		for (const [field, value] of [["mac", station.mac], ...station.addresses.map((a) => ["addresses", a])]) {
			const claim = `${network} ${value}`;
			const before = taken.get(claim);
			if (before !== undefined)
				throw new ArgumentError(`${path}.${field}`, `${value} is that of ${before} in the network "${network}" already`);
			taken.set(claim, path);
		}
		return station;
	});
}

function checkStation(path: string, mac: string, addresses: string[]): void {
	if (!/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i.test(mac))
		throw new ArgumentError(
			`${path}.mac`,
			`must be a device's MAC address such as 02:00:00:00:00:01, not ${JSON.stringify(mac)}`,
		);
	addresses.forEach((address, i) => {
		if (isIP(bare(address)) === 0)
			throw new ArgumentError(
				`${path}.addresses[${i}]`,
				`must be an address such as 10.0.0.1/24, not ${JSON.stringify(address)}`,
			);
	});
}
