import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import * as f from "../base/fields";
import { isIpv6 } from "../base/ip-address";
import { sha256 } from "../base/sha256";
import { type Values, withoutUnset } from "../base/values";
import { type Keep, namedBy } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import { deviceText, inNetnsText, masterText } from "../model/provided-name";
import type { Provided } from "../model/requirements";
import { observeDevice, planDevice, upByDefault } from "../network/device";
import { refuseLossOfIpv6 } from "../network/device-addresses";
import type { DeviceRead } from "../network/device-change";
import { checkDevice, memberFields } from "../network/device-fields";
import { entersVrf, masterOf } from "../network/device-master";
import { planMaster, withoutGoneDevices } from "../network/device-membership";
import { replacement } from "../network/device-recreation";
import { isWireGuard } from "../network/kernel-tunnel";
import { aliasChange, aliasOwner, deviceOutputs, planAlias } from "../network/link-mark";
import { markedLinks } from "../network/marked";
import { mark, netnsFacts, network } from "../network/routing";
import type { IpStep } from "../tools/ip-step";
import type { Step } from "../tools/list";
import { noKey, type WgPeer, type WgPortStep, type WgStep, type WireGuardDevice, type WireGuardPeer } from "../tools/wg";
import { ownPublicKey, presharedKey, privateKey, publicKey } from "./wireguard/keys";

const endpointForm = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/;

/** The endpoint in the form in which `wg` prints it. Undefined: it is none. */
function canonicalEndpoint(text: string): string | undefined {
	const [, six, four, port] = endpointForm.exec(text) ?? [];
	const address = f.address.safeParse(six ?? four).data;
	if (address === undefined || isIpv6(address) !== (six !== undefined)) return undefined;
	if (Number(port) < 1 || Number(port) > 65535) return undefined;
	return `${six === undefined ? address : `[${address}]`}:${Number(port)}`;
}

const endpoint = z
	.string()
	.refine(
		(text) => canonicalEndpoint(text) !== undefined,
		"must be an address and a UDP port, such as 192.0.2.1:51820 or [2001:db8::1]:51820. The host does not resolve names: resolve them in the program",
	)
	.overwrite((text) => canonicalEndpoint(text) ?? text);

const peer = z.strictObject({
	publicKey: f.required(
		publicKey,
		"Public key of the peer: 44 characters in base64. `wireGuardPublicKey(privateKey)` derives that of another WireGuard of the program.",
	),
	presharedKey: f.enforced(
		presharedKey,
		"Key that both ends have beside their own: 44 characters in base64, as `wg genpsk` prints it. The state always has this field as a secret.",
	),
	endpoint: f.unmanaged(
		endpoint,
		"Address and UDP port of the peer, such as 192.0.2.1:51820 or [2001:db8::1]:51820. After a handshake, the kernel sends to the address from which the peer last sent: another endpoint is then no drift. If the field is changed in the program, it is set in any case. If it is removed, the endpoint stays.",
		"the kernel learns it from the peer's first packet",
	),
	allowedIps: f.enforced(
		f.emptySetAsUnset(network),
		"Networks behind the peer: the destinations of the packets that it gets, and the sources that are accepted from it. They make no routes: networks beyond those of `addresses` need a Route.",
	),
	persistentKeepalive: f.enforced(
		f.unlessZero(f.integer(0, 65535, "a time in seconds")),
		"Seconds between packets that keep the way to the peer open, 1 to 65535; 0 is off. For a host behind NAT: 25.",
		0,
	),
});

type Peer = z.output<typeof peer>;

function check(want: Values, issue: (path: string, message: string) => void): void {
	checkDevice(want, issue);
	if (want.vrf === want.name && want.name !== undefined) issue("vrf", "must be another device than this one");
	const own = ownPublicKey(want);
	const keys = new Set<string>();
	const networks = new Map<string, string>();
	for (const [i, one] of peersIn(want).entries()) {
		if (one.publicKey === own && own !== undefined)
			issue(`peers[${i}].publicKey`, `is the key of this device itself (${own}): the kernel ignores such a peer`);
		if (keys.has(one.publicKey))
			issue(`peers[${i}].publicKey`, `is there twice (${one.publicKey}): write one peer with all its fields`);
		keys.add(one.publicKey);
		for (const net of Array.isArray(one.allowedIps) ? one.allowedIps : []) {
			const holder = networks.get(net);
			if (holder !== undefined)
				issue(`peers[${i}].allowedIps`, `has ${net}, as the peer ${holder} has: a device sends each network to one peer`);
			networks.set(net, one.publicKey);
		}
	}
}

/** A key that the program does not have. No schema takes it, so that it can't be restored by a mistake. */
const unknownKey = "(another key)";

/** The device, and its peers where it is one of WireGuard. */
interface Read extends DeviceRead {
	device?: WireGuardDevice;
}

const peersIn = (values: Values | undefined): Peer[] => (Array.isArray(values?.peers) ? values.peers : []);
const peerIn = (values: Values | undefined, key: string): Peer | undefined =>
	peersIn(values).find((one) => one.publicKey === key);

/** The private key, of those that the program has or had, that belongs to the device's public key. */
function privateKeyOf(device: WireGuardDevice, candidates: Values[]): string | undefined {
	if (candidates.every((one) => one.privateKey === undefined)) return undefined;
	if (device.publicKey === undefined) return "(none)";
	return candidates.find((one) => ownPublicKey(one) === device.publicKey)?.privateKey ?? unknownKey;
}

function presharedKeyOf({ publicKey: key, presharedKeySum }: WireGuardPeer, candidates: Values[]): string | undefined {
	if (presharedKeySum === undefined) return undefined;
	const known = candidates.flatMap((one) => peerIn(one, key)?.presharedKey ?? []);
	return known.find((one) => sha256(one) === presharedKeySum) ?? unknownKey;
}

function observePeer(found: WireGuardPeer, want: Values, candidates: Values[]): Peer {
	const named = peerIn(want, found.publicKey);
	const isLeft = named !== undefined && named.endpoint === undefined;
	return withoutUnset({
		publicKey: found.publicKey,
		presharedKey: presharedKeyOf(found, candidates),
		endpoint: isLeft ? undefined : found.hasHandshake ? (named?.endpoint ?? found.endpoint) : found.endpoint,
		allowedIps: found.allowedIps.length === 0 ? undefined : [...found.allowedIps].sort((a, b) => (a < b ? -1 : 1)),
		persistentKeepalive: found.persistentKeepalive || undefined,
	});
}

function observeWireGuard(device: WireGuardDevice, want: Values, was: Values = {}): Values {
	const candidates = [want, was];
	const peers = device.peers.map((one) => observePeer(one, want, candidates)).sort(f.by("publicKey"));
	return {
		privateKey: privateKeyOf(device, candidates),
		listenPort: device.listenPort || undefined,
		fwmark: device.fwmark || undefined,
		peers: peers.length === 0 ? undefined : peers,
	};
}

/** The advice where `adopt` would remove all peers, or lose a key that destroy could not bring back, because it never leaves the host. */
function refusalToAdopt(device: WireGuardDevice | undefined, want: Values, value: Values): string | undefined {
	if (device === undefined) return `The device ${value.name} is not one of WireGuard, and can't become one`;
	if (device.publicKey === undefined)
		return `The device has no private key, which destroy could not restore. Give it the key of the program first (wg set ${value.name} private-key FILE)`;
	if (value.privateKey === unknownKey)
		return `The device has another private key, which destroy could not restore: its public key is ${device.publicKey}. Set privateKey to the key that it has`;
	const there = peersIn(value);
	if (there.length > 0 && peersIn(want).length === 0)
		return `The device has ${there.length === 1 ? "a peer" : `${there.length} peers`}, and the program declares none. Set peers to those that it is to keep (wg show ${value.name})`;
	const secret = there.find((one) => one.presharedKey === unknownKey);
	if (secret === undefined) return undefined;
	return `Its peer ${secret.publicKey} has a preshared key that the program does not have, and that destroy could not restore: declare this peer with its presharedKey`;
}

/** True where the program has another endpoint than before, and the device does not have it. */
const isEndpointMoved = (wanted: Peer, found: WireGuardPeer, was: Values | undefined): boolean => {
	const before = peerIn(was, found.publicKey);
	return before !== undefined && wanted.endpoint !== before.endpoint && wanted.endpoint !== found.endpoint;
};

/**
 * The steps that free the device's UDP port of other devices of the program, which are about to get another port or to be deleted: the
 * program has no two devices with one port.
 */
function freePort({ want, have, facts, ...change }: Keep<Values, Read>): WgPortStep[] {
	const { name, listenPort, netns = "" } = want;
	const isAtBoot = change.intent === "apply" && change.atBoot;
	if (listenPort === undefined || listenPort === have?.value.listenPort || isAtBoot || change.intent === "release") return [];
	const links = facts.knownLinks(netns);
	return [...(facts.wireGuard(netns) ?? [])].flatMap(([device, { listenPort: port }]): WgPortStep[] => {
		const link = links.get(device);
		const isOwn = link !== undefined && aliasOwner(link) !== undefined && aliasOwner(link) === change.owner;
		return device !== name && port === listenPort && isOwn ? [{ tool: "wg", phase: "wireguard-ports", netns, device }] : [];
	});
}

/** The step that sets up the device; none where it is as wanted. */
function planWireGuard(change: Keep<Values, Read>): WgStep[] {
	const { want, have, was } = change;
	const device = have?.internal?.device;
	const now = have?.value ?? {};
	const isDifferent =
		device === undefined ||
		["privateKey", "fwmark", "peers"].some((field) => !isDeepStrictEqual(want[field], now[field])) ||
		(want.listenPort !== undefined && want.listenPort !== now.listenPort);
	const found = (key: string) => device?.peers.find((one) => one.publicKey === key);
	const moved = peersIn(want).filter((one) => {
		const read = found(one.publicKey);
		return one.endpoint !== undefined && read !== undefined && isEndpointMoved(one, read, was);
	});
	if (!isDifferent && moved.length === 0) return [];
	const peers = peersIn(want).map((one): WgPeer => {
		// The endpoint of a peer that stays is set only if it is to change: the kernel may have learned a better one.
		const isKept =
			found(one.publicKey) !== undefined && one.endpoint === peerIn(now, one.publicKey)?.endpoint && !moved.includes(one);
		return {
			publicKey: one.publicKey,
			presharedKey: one.presharedKey ?? (found(one.publicKey)?.presharedKeySum === undefined ? undefined : noKey),
			endpoint: isKept ? undefined : one.endpoint,
			allowedIps: one.allowedIps ?? [],
			persistentKeepalive: one.persistentKeepalive ?? 0,
		};
	});
	const isAtBoot = change.intent === "apply" && change.atBoot === true && !change.isAdopted;
	return [
		withoutUnset<WgStep>({
			...{ tool: "wg", phase: "wireguard", netns: want.netns ?? "", device: want.name },
			privateKey: want.privateKey,
			// Without a port, the kernel would select another one.
			listenPort: want.listenPort ?? now.listenPort,
			fwmark: want.fwmark ?? 0,
			peers,
			passing: isDifferent ? undefined : true,
			unlessKey: isAtBoot ? ownPublicKey(want) : undefined,
		}),
	];
}

/** The UDP port of the device. No other resource can use it in this namespace. */
const portUse = ({ name, listenPort, netns }: Values): Provided[] =>
	listenPort === undefined
		? []
		: [
				{
					name: `UDP port ${listenPort}${inNetnsText(netns)}`,
					use: `for WireGuard on ${deviceText(name)}`,
				},
			];

/** Finds these objects by their marks. */
const listMarked = (facts: Facts): Marked[] =>
	markedLinks(facts).flatMap(({ owner, link, identity }) => (isWireGuard(link) ? [{ owner, want: identity }] : []));

// The device carries no Ethernet.
const { mac: _, ...settingFields } = memberFields;
const settings = Object.keys(settingFields);

export const wireGuard = kind({
	type: "WireGuard",
	summary:
		"A WireGuard device of the kernel with its peers. Peers that others add to it are removed. A change of one peer keeps the sessions of the others. The networks of peers (`allowedIps`) make no routes: declare Route or Routes.",
	schema: f
		.object({
			name: f.resourceName(f.making(f.newDeviceName, { sort: "device" }), "Name of the device."),
			privateKey: f.required(
				privateKey,
				"Private key of the device: 44 characters in base64, as `wg genkey` prints it. The state always has this field as a secret, and on the host it is no argument of a command, and in no file that others than root can read.",
			),
			listenPort: f.unmanaged(
				f.integer(1, 65535, "a UDP port"),
				"UDP port on which the device receives, 1 to 65535. If the field is removed from the program, the port stays.",
				"the kernel selects a port when the device is set up",
			),
			fwmark: f.noDefaultOnAdoption(
				f.enforced(
					mark("a mark").transform((value) => value || undefined),
					"Firewall mark of the packets that the device sends to its peers' endpoints: a number of 32 bits, also as text such as `0x10`. With it a Rule can keep these packets out of the tunnel.",
					0,
				),
				"rules that keep its packets out of the tunnel would not match any more",
			),
			peers: f.enforced(
				f.sorted(f.by("publicKey"), z.array(peer)).transform((list) => (list.length > 0 ? list : undefined)),
				"Peers of the device.",
			),
			...f.group("Device", {
				vrf: f.unmanaged(
					f.nameOf("device"),
					"VRF that the device is in. The packets to the peers' endpoints are not in the VRF.",
				),
			}),
			...settingFields,
			netns: f.inNetns("the device, and of its packets to the endpoints of the peers"),
			adopt: f.adopt(
				"an existing WireGuard device that has this private key",
				"the device stays, and the settings that the program manages, with the peers, get their former values back",
			),
		})
		.superRefine(f.issues(check)),
	computed: {
		publicKey: {
			type: "string",
			help: "Public key of the device. It follows from `privateKey`, so that a preview knows it. Where two devices are peers of each other, use `wireGuardPublicKey(privateKey)`: neither can wait for the other's output.",
			derived: ownPublicKey,
		},
		ifindex: { type: "number", help: "Interface index of the device in the kernel.", identifies: true },
	},
	identity: { fields: ["name"], listMarked },
	// A device of another type, which has no keys, can't become one of WireGuard.
	replaceOn: (_want, was) => (was.privateKey === undefined ? ["privateKey"] : []),
	ownership: "mark",
	normalise: upByDefault,
	facts: (want) => [
		...netnsFacts(want.netns),
		{ read: "links", netns: want.netns ?? "" },
		{ read: "wireguard", netns: want.netns ?? "" },
	],
	provides: (want) => [...(want.vrf === undefined ? [] : [masterText(want.name, want.netns)]), ...portUse(want)],

	observe(facts, want, { was }) {
		const netns = want.netns ?? "";
		const links = facts.links(netns);
		const link = links?.get(want.name);
		if (!link) return undefined;
		const device = isWireGuard(link) ? facts.wireGuard(netns)?.get(want.name) : undefined;
		const { mac: _, ...read } = observeDevice(link, want, was);
		const value: Values = {
			...{ name: want.name, netns: want.netns },
			...(device ? observeWireGuard(device, want, was) : {}),
			vrf: masterOf(links, link).vrf,
			...read,
		};
		const { computed, ...marks } = deviceOutputs(link);
		return {
			value,
			...marks,
			computed: { publicKey: device?.publicKey, ifindex: computed.ifindex },
			internal: { link, device },
			fault: device ? undefined : "it is not a device of WireGuard",
			insteadOfAdoption: refusalToAdopt(device, want, value),
		};
	},

	plan(given): Step[] {
		const change = withoutGoneDevices(given);
		const { name, netns = "" } = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
		if (change.intent === "delete") return [step("delete-links", "link", "del", "dev", name)];
		const { have } = change;
		if (change.intent === "apply") refuseLossOfIpv6(change);
		const now = replacement(change, change);
		return [
			...(have ? [] : [step("links", "link", "add", "dev", name, "type", "wireguard")]),
			...planAlias(name, netns, { ...aliasChange(change), link: have?.internal?.link, isNew: !have }),
			...planMaster(now, step),
			...freePort(change),
			...planWireGuard(change),
			...planDevice(name, netns, now, { fields: settings, losesIpv6: entersVrf(now) }),
		];
	},
});
