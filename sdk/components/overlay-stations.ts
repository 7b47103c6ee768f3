import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, bare, checkDistinct, isPlain, named } from "./arguments";
import { canonical } from "./mesh-values";
import type { Station } from "./overlay-flows";
import type { OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import type { OverlayPlan } from "./overlay-plan-types";

/** A station before its values are known. */
interface Place {
	path: string;
	host: string;
	network: string;
	mac: pulumi.Input<string> | undefined;
	addresses: pulumi.Input<pulumi.Input<string>[]>;
	vlanMode?: pulumi.Input<string>;
}

/** The values of a place. */
type Told = [mac: string | undefined, addresses: string[], vlanMode: string | undefined];

/** Who is where, of the ports that tell their MAC addresses; no two ports of a network may have one MAC address, or one address. */
export function stationsOf(name: string, args: OverlayNetworkArgs, plan: OverlayPlan): pulumi.Output<Station[]> {
	const places = [...plan.hosts.values()].flatMap((host) =>
		host.ports.flatMap((port) => placesOf(host.name, port, `ports[${args.ports?.indexOf(port)}]`)),
	);
	const values = places.map(({ mac, addresses, vlanMode }) => [mac, addresses, vlanMode]);
	const check = (all: Told[]) => {
		const stations = named(name, () => checked(places, all));
		return args.population === false ? [] : stations;
	};
	if (isPlain(values)) return pulumi.output(check(values as Told[]));
	return pulumi.output(values).apply((all) => check(all as Told[]));
}

function placesOf(host: string, port: OverlayPort, path: string): Place[] {
	const { network, mac, addresses = [], vlanMode, trunk } = port;
	const own = { path, host, network, mac, addresses, vlanMode };
	const subports = (trunk?.subports ?? []).map(({ network, mac: other = mac, addresses = [] }, i) => ({
		...{ path: `${path}.trunk.subports[${i}]`, host, network, mac: other, addresses },
	}));
	return [own, ...subports];
}

function checked(places: Place[], values: Told[]): Station[] {
	const all = places.map(({ path, host, network }, i) => {
		const [mac, told = [], vlanMode] = values[i] ?? [];
		// The addresses of a workload that tags by itself are not the network's own.
		const addresses = vlanMode === "dot1q-tunnel" ? [] : told;
		checkStation(path, mac, addresses);
		return { path, host, network, mac: mac?.toLowerCase(), addresses: addresses.map((address) => canonical(bare(address))) };
	});
	checkDistinct(
		all.flatMap(({ path, network, mac, addresses }) =>
			[
				...(mac === undefined ? [] : [{ field: "mac", what: mac }]),
				...addresses.map((what) => ({ field: "addresses", what })),
			].map(({ field, what }) => ({ path: `${path}.${field}`, value: `${network} ${what}`, network, what, whose: path })),
		),
		({ what, network }, { whose }) => `${what} is that of ${whose} in the network "${network}" already`,
	);
	return all.flatMap(({ host, network, mac, addresses }) =>
		mac === undefined ? [] : [{ host, network, mac, addresses: addresses.filter((address) => isIP(address) === 4) }],
	);
}

function checkStation(path: string, mac: string | undefined, addresses: string[]): void {
	if (mac !== undefined && !/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i.test(mac))
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
