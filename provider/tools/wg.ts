import { quote } from "../base/shell-quote";
import { bootDevice, inNamespace } from "./boot-part";
import { type Call, inNetns, isMissingNetns, renderLine } from "./call";
import { loadText } from "./kernel-modules";
import { saidOnOneLine, unreadable } from "./output";
import type { AnyFact, Reading, Refusal, Tool } from "./tool";

/** A peer in the configuration of a device. */
export interface WgPeer {
	publicKey: string;
	/** Undefined: the peer keeps the key that it has. */
	presharedKey?: string;
	/** Undefined: the kernel keeps the endpoint that it knows. */
	endpoint?: string;
	allowedIps: string[];
	/** Seconds; 0: off. */
	persistentKeepalive: number;
}

/** The whole configuration of one device. The tool leaves alone the sessions of peers that stay, and removes all other peers. */
export interface WgStep {
	tool: "wg";
	phase: "wireguard";
	/** The network namespace. "": the host's own. */
	netns: string;
	device: string;
	privateKey: string;
	/** Undefined: the kernel selects a port. */
	listenPort?: number;
	fwmark: number;
	peers: WgPeer[];
	/** A packet of a peer may set its endpoint again before it is read back. */
	passing?: true;
	/** At boot: the public key of a device that has been set up already, and that stays as it is. */
	unlessKey?: string;
}

/** Lets the kernel select another UDP port for a device that is about to get another one, or to be deleted. */
export interface WgPortStep {
	tool: "wg";
	phase: "wireguard-ports";
	netns: string;
	device: string;
}

/** The devices of WireGuard in a namespace. */
export interface WireGuardFact extends AnyFact<Map<string, WireGuardDevice> | undefined> {
	read: "wireguard";
	netns: string;
}

export interface WireGuardPeer {
	publicKey: string;
	/** The SHA-256 of the preshared key. */
	presharedKeySum?: string;
	endpoint?: string;
	allowedIps: string[];
	/** True where a handshake with the peer has succeeded, so that the kernel may have learned its endpoint. */
	hasHandshake: boolean;
	/** Seconds; 0: off. */
	persistentKeepalive: number;
}

export interface WireGuardDevice {
	/** Undefined: the device has no private key. */
	publicKey?: string;
	/** 0: the device was never up. */
	listenPort: number;
	fwmark: number;
	peers: WireGuardPeer[];
}

/** The key of zeros by which the kernel says that there is none. `wg` takes a missing line as "unchanged". */
export const noKey = `${"A".repeat(43)}=`;

const setting = (name: string, value: unknown): string[] => (value === undefined ? [] : [`${name} = ${value}`]);

const peerLines = ({ publicKey, presharedKey, endpoint, allowedIps, persistentKeepalive }: WgPeer): string[] => [
	"[Peer]",
	`PublicKey = ${publicKey}`,
	...setting("PresharedKey", presharedKey),
	...setting("Endpoint", endpoint),
	...(allowedIps.length === 0 ? [] : [`AllowedIPs = ${allowedIps.join(", ")}`]),
	// Not every version of wg takes a missing line as "off".
	`PersistentKeepalive = ${persistentKeepalive}`,
];

/** The keys are on standard input, because every user of the host can read command lines. */
function wgCall({ netns, device, privateKey, listenPort, fwmark, peers }: WgStep): Call {
	const lines = [
		"[Interface]",
		`PrivateKey = ${privateKey}`,
		...setting("ListenPort", listenPort),
		...(fwmark === 0 ? [] : [`FwMark = 0x${fwmark.toString(16)}`]),
		...peers.flatMap(peerLines),
	];
	return { argv: [...inNetns(netns), "wg", "syncconf", device, "/dev/stdin"], stdin: `${lines.join("\n")}\n`, tool: "wg" };
}

const freeCall = ({ netns, device }: Pick<WgPortStep, "netns" | "device">): Call => ({
	argv: [...inNetns(netns), "wg", "set", device, "listen-port", "0"],
	tool: "wg",
});

/** The device of a call. */
const deviceIn = ({ argv }: Call): string | undefined => argv[(argv[0] === "ip" ? inNetns("x").length : 0) + 2];

/**
 * The configuration of a device, with lines that remove what a peer gets meanwhile: `wg syncconf` takes a missing line as "unchanged". Of
 * two lines, the later one counts.
 */
const save = `
all=$(wg showconf "$1") || exit
printf '%s\\n' "$all" | while IFS= read -r line; do
printf '%s\\n' "$line"
[ "$line" != '[Peer]' ] || printf 'PresharedKey = ${noKey}\\nPersistentKeepalive = 0\\n'
done`.trim();

/** A second run at boot would reset endpoints that the kernel has learned, and a port that it has selected. */
function bootLine(step: WgStep): string {
	const line = renderLine(wgCall(step));
	if (step.unlessKey === undefined) return line;
	const shown = [...inNetns(step.netns), "wg", "show", step.device, "public-key"].map(quote).join(" ");
	return `[ "$(${shown} 2>/dev/null)" = ${quote(step.unlessKey)} ] || ${line}`;
}

/**
 * Only the public key, the port and the mark of a device leave the host, and the sums of preshared keys. The keys stay in
 * variables and pipes of the shell: its `printf` is not a program, so that no process has a key in its arguments.
 */
const read = `
all=$(wg show all dump) || exit
[ -n "$all" ] || exit 0
tab=$(printf '\\t')
printf '%s\\n' "$all" | while IFS=$tab read -r device a b c d e f g h; do
if [ -z "$e" ]; then printf 'device %s %s %s %s\\n' "$device" "$b" "$c" "$d"; continue; fi
case $b in '(none)') ;; *) b=$(printf %s "$b" | sha256sum) && b=\${b%% *} ;; esac
[ "$e" = 0 ] || e=1
printf 'peer %s %s %s %s %s %s %s\\n' "$device" "$a" "$b" "$c" "$d" "$e" "$h"
done`.trim();

const key = "[A-Za-z0-9+/]{43}=";
const deviceForm = new RegExp(`^device (\\S+) (${key}|\\(none\\)) (\\d{1,5}) (off|0x[0-9a-f]{1,8})$`);
const peerForm = new RegExp(
	`^peer (\\S+) (${key}) ([0-9a-f]{64}|\\(none\\)) (\\(none\\)|\\S+:\\d{1,5}) (\\(none\\)|\\S+/\\d{1,3}) ([01]) (off|\\d{1,5})$`,
);

const unlessNone = (word: string | undefined): string | undefined => (word === "(none)" ? undefined : word);
const unlessOff = (word: string | undefined): number => (word === "off" ? 0 : Number(word));

/** The devices with their peers, which follow them line by line. */
export function parseWireGuard(text: string): Map<string, WireGuardDevice> {
	const devices = new Map<string, WireGuardDevice>();
	for (const line of text.split("\n").filter((one) => one !== "")) {
		const [, name = "", publicKey, port, fwmark] = deviceForm.exec(line) ?? [];
		if (name !== "") {
			const found = { listenPort: Number(port), fwmark: unlessOff(fwmark), peers: [] };
			devices.set(name, { ...(unlessNone(publicKey) ? { publicKey } : {}), ...found });
			continue;
		}
		const [, of = "", peer = "", sum, endpoint, allowed, handshake, keepalive] = peerForm.exec(line) ?? [];
		const device = devices.get(of);
		if (!device) throw new Error("a line is neither a device nor one of its peers");
		device.peers.push({
			publicKey: peer,
			...(unlessNone(sum) ? { presharedKeySum: sum } : {}),
			...(unlessNone(endpoint) ? { endpoint } : {}),
			allowedIps: unlessNone(allowed)?.split(",") ?? [],
			hasHandshake: handshake === "1",
			persistentKeepalive: unlessOff(keepalive),
		});
	}
	return devices;
}

/** `wg` quotes a key that it does not understand. */
const withoutKeys = (text: string): string => text.replace(/[A-Za-z0-9+/]{42,}=?/g, "***");

const meanings: [RegExp, string][] = [
	[/Address already in use/, "another program uses its UDP port (listenPort): choose another port"],
	[/No such device/, "the device does not exist any more: run again with --refresh"],
	[/Protocol not supported/, `the host's kernel has no WireGuard: ${loadText("wireguard")}`],
	[/Operation not supported/, "the device is not one of WireGuard"],
	[/Operation not permitted/, "changes of the network need root: log in as root, or set become: true"],
];

function refusal(result: Reading, call: Call): Refusal {
	const said = withoutKeys(saidOnOneLine(result, "wg"));
	const device = deviceIn(call);
	const meaning = meanings.find(([form]) => form.test(said))?.[1];
	return { text: meaning === undefined ? `wg syncconf ${device}: ${said}` : `device ${device}: ${meaning} (wg: ${said})` };
}

const isPort = (step: WgStep | WgPortStep): step is WgPortStep => step.phase === "wireguard-ports";

export const wg: Tool<WgStep | WgPortStep, WireGuardFact> = {
	name: "wg",
	program: "wg",
	packages: { wg: "wireguard-tools" },
	call(steps) {
		const step = steps.at(-1) as WgStep | WgPortStep;
		return isPort(step) ? freeCall(step) : wgCall(step);
	},
	group: ({ netns, device }) => `${netns} ${device}`,
	refusal,
	invalidates: () => ["devices"],
	undo(steps, known) {
		const touched = new Map(steps.map(({ netns, device }) => [`${netns} ${device}`, { netns, device }]));
		const there = [...touched.values()].filter(({ netns, device }) => {
			const fact: WireGuardFact = { read: "wireguard", netns };
			return known.value(fact)?.has(device) === true;
		});
		// The host keeps the former configuration itself, so that keys that the program does not have come back too.
		const named = there.map((one, i) => ({ ...one, file: `wireguard${i}` }));
		return {
			saves: named.map(({ netns, device, file }) => ({
				name: file,
				call: { argv: [...inNetns(netns), "sh", "-c", save, "showconf", device] },
			})),
			calls: [
				...(steps.some(isPort) ? named.map((one) => ({ phase: "wireguard-ports" as const, call: freeCall(one) })) : []),
				...named.map(({ netns, device, file }) => ({
					phase: "wireguard" as const,
					call: { argv: [...inNetns(netns), "wg", "syncconf", device, file] },
				})),
			],
		};
	},
	boot: (steps) => ({
		lines: steps.flatMap((step) => (isPort(step) ? [] : [bootLine(step)])),
		needs: steps.flatMap(({ netns, device }) => [...inNamespace(netns), bootDevice(device, netns)]),
	}),
	reads: {
		wireguard: {
			call: ({ netns }) => ({ argv: [...inNetns(netns), "sh", "-c", read] }),
			parse({ stdout, stderr, code }) {
				if (code === 0) return parseWireGuard(stdout);
				return isMissingNetns(stderr)
					? undefined
					: unreadable("the devices of WireGuard can't be listed", withoutKeys(stderr), "try `wg show` there");
			},
			dependsOn: () => ["devices", "namespaces"],
		},
	},
};
