import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "../../../provider/base/sha256";
import { parse, readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Reading, Unreadable } from "../../../provider/tools/tool";
import { parseWireGuard, type WgStep, type WireGuardFact, wg } from "../../../provider/tools/wg";

const own = "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=";
const ownPublic = "gN65BkIKy1eCE9pP1wdc8ROUtkHLF2PfAqYdyYBz6EA=";
const peer = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
const psk = "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=";
const fact: WireGuardFact = { read: "wireguard", netns: "" };
const step: WgStep = {
	...{ tool: "wg", phase: "wireguard", netns: "", device: "wg0", privateKey: own, fwmark: 0 },
	peers: [{ publicKey: peer, presharedKey: psk, allowedIps: [], persistentKeepalive: 0 }],
};
const printed = (stdout: string, code = 0, stderr = ""): Reading => ({ stdout, stderr, code });

/** Runs the read with a program `wg` that prints these lines. */
function readWith(lines: string[][]): Reading {
	const { status, ...ran } = runWith(readCall(fact).argv, lines.map((words) => `${words.join("\t")}\n`).join(""));
	return { ...ran, code: status ?? -1 };
}

/** Runs a command with a program `wg` that prints this. */
function runWith([program = "", ...words]: string[], text: string, status = 0) {
	const folder = mkdtempSync(join(tmpdir(), "wg-"));
	try {
		writeFileSync(join(folder, "wg"), `#!/bin/sh\ncat <<'END'\n${text}END\nexit ${status}\n`, { mode: 0o755 });
		return spawnSync(program, words, { env: { PATH: `${folder}:${process.env.PATH}` }, encoding: "utf8" });
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test("the read of a host has sums in place of keys, and neither times nor counters", () => {
	const reading = readWith([
		["wg0", own, ownPublic, "51820", "0x33"],
		["wg0", peer, psk, "[2001:db8::2%eth0]:51820", "10.9.0.2/32,2001:db8:9::/48", "1700000000", "148", "92", "25"],
		["wg0", ownPublic, "(none)", "(none)", "(none)", "0", "0", "0", "off"],
		["wg1", "(none)", "(none)", "0", "off"],
	]);
	expect(reading.code).toBe(0);
	for (const key of [own, psk, "1700000000"]) expect(reading.stdout).not.toContain(key);
	expect(parse(fact, reading)).toEqual(
		new Map(
			Object.entries({
				wg0: {
					...{ publicKey: ownPublic, listenPort: 51820, fwmark: 51 },
					peers: [
						{
							...{ publicKey: peer, presharedKeySum: sha256(psk), endpoint: "[2001:db8::2%eth0]:51820" },
							...{ allowedIps: ["10.9.0.2/32", "2001:db8:9::/48"], hasHandshake: true, persistentKeepalive: 25 },
						},
						{ publicKey: ownPublic, allowedIps: [], hasHandshake: false, persistentKeepalive: 0 },
					],
				},
				wg1: { listenPort: 0, fwmark: 0, peers: [] },
			}),
		),
	);
});

test("a host without devices has none", () => expect(parse(fact, readWith([]))).toEqual(new Map()));

test.each([
	"device wg0 key 1 off",
	`device wg0 ${ownPublic} 1 on`,
	`peer wg0 ${peer} (none) (none) (none) 0 off`,
	`device wg0 ${ownPublic} 1 off\npeer wg0 ${peer} ${psk} (none) (none) 0 off`,
	"something else",
])("output of an unknown form is refused: %j", (text) => {
	expect(() => parseWireGuard(text)).toThrow("a line is neither a device nor one of its peers");
});

test("keys are on standard input, and in no argument", () => {
	const call = wg.call([step]);
	expect(call.argv).toEqual(["wg", "syncconf", "wg0", "/dev/stdin"]);
	expect(call.stdin).toContain(`PresharedKey = ${psk}`);
	const inBlue = wg.call([{ ...step, netns: "blue" }]);
	expect(inBlue.argv.slice(0, 5)).toEqual(["ip", "netns", "exec", "blue", "wg"]);
	expect(wg.refusal?.(printed("", 1, "No such device"), inBlue).text).toMatch(/^device wg0: /);
});

test.each([
	[`Key is not the correct length or format: \`${own}'`, "wg syncconf wg0: Key is not the correct length or format: `***'"],
	["Unable to modify interface: Address already in use", "device wg0: another program uses its UDP port (listenPort)"],
	["Unable to modify interface: No such device", "device wg0: the device does not exist any more: run again with --refresh"],
	["Unable to modify interface: Operation not supported", "device wg0: the device is not one of WireGuard"],
	["Unable to modify interface: Protocol not supported", "load the module (modprobe wireguard)"],
	["Unable to modify interface: Operation not permitted", "become: true"],
])("a refusal names the device and the remedy: %s", (stderr, text) => {
	expect(wg.refusal?.(printed("", 1, stderr), wg.call([step])).text).toContain(text);
});

test("an unreadable host shows no key, and says what to do", () => {
	const { reason } = parse(fact, printed("", 1, `Unable to access interface ${own}: Operation not permitted`)) as Unreadable;
	expect(reason).toMatch(/^the devices of WireGuard can't be listed .*\*\*\*.*: this needs root/);
});

test("the way back is the configuration that the host itself has saved, for devices that were there", () => {
	const devices = parseWireGuard(`device wg0 ${ownPublic} 1 off`);
	const known = Facts.from([[fact, devices]]);
	const back = { phase: "wireguard", call: { argv: ["wg", "syncconf", "wg0", "wireguard0"] } };
	expect(wg.undo([step, step, { ...step, device: "wg1" }], known)).toEqual({
		saves: [{ name: "wireguard0", call: { argv: ["sh", "-c", expect.any(String), "showconf", "wg0"] } }],
		calls: [back],
	});
	// Two devices that have exchanged their ports first free them.
	const free = { tool: "wg", phase: "wireguard-ports", netns: "", device: "wg0" } as const;
	expect(wg.undo([free], known).calls).toEqual([
		{ phase: "wireguard-ports", call: { argv: ["wg", "set", "wg0", "listen-port", "0"], tool: "wg" } },
		back,
	]);
});

test("the saved configuration removes a preshared key that a peer did not have", () => {
	const known = Facts.from([[fact, parseWireGuard(`device wg0 ${ownPublic} 1 off`)]]);
	const [saved] = wg.undo([step], known).saves ?? [];
	const lines = ["[Interface]", "ListenPort = 1", "", "[Peer]", `PublicKey = ${peer}`, `PresharedKey = ${psk}`];
	const unset = [`PresharedKey = ${"A".repeat(43)}=`, "PersistentKeepalive = 0"];
	const { stdout } = runWith(saved?.call.argv ?? [], `${lines.join("\n")}\n`);
	expect(stdout.trim().split("\n")).toEqual([...lines.slice(0, 4), ...unset, ...lines.slice(4)]);
	expect(runWith(saved?.call.argv ?? [], "", 1).status).toBe(1);
});

test("a boot file sets up a device only once, and an adopted one in any case", () => {
	const line = (more: Partial<WgStep>) => wg.boot?.([{ ...step, ...more }]).lines[0];
	expect(line({ unlessKey: ownPublic })).toMatch(
		/^\[ "\$\(wg show wg0 public-key 2>\/dev\/null\)" = \S+ \] \|\| wg syncconf wg0 /,
	);
	expect(line({})).toMatch(/^wg syncconf wg0 /);
});
