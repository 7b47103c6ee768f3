import fc from "fast-check";
import { deviceNameOf } from "../../../provider/base/device-name";
import { vtep } from "../../../provider/kinds/vtep";
import { ArgumentError } from "../../../sdk/components/arguments";
import {
	checkNames,
	checkOverlay,
	checkType,
	checkUnderlay,
	checkVni,
	planMtu,
	portPrefix,
} from "../../../sdk/components/mesh-values";

function refused(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof ArgumentError) return `${error.path}: ${error.message}`;
		throw error;
	}
	throw new Error("was not refused");
}

test.each([
	["vxlan", 4, 1450],
	["geneve", 4, 1450],
	["gre", 4, 1458],
	["vxlan", 6, 1430],
	["geneve", 6, 1430],
	["gre", 6, 1438],
] as const)("%s over IPv%i leaves %i of 1500 bytes", (type, family, left) => {
	expect(planMtu(type, family, 1500, undefined)).toBe(left);
	expect(planMtu(type, family, 1500, left)).toBe(left);
	expect(refused(() => planMtu(type, family, 1500, left + 1))).toMatch(/^mtu: /);
});

test("an MTU that does not fit is refused with the numbers", () => {
	expect(refused(() => planMtu("vxlan", 4, 1500, 1500))).toBe(
		"mtu: 1500 is too large: the underlay's 1500 bytes less 50 for VXLAN over IPv4 are 1450. " +
			"Set mtu to 1450 or less, or, if the underlay carries more, underlayMtu to 1550.",
	);
	expect(planMtu("vxlan", 4, 9000, 8950)).toBe(8950);
	expect(planMtu("vxlan", 4, 9000, 1400)).toBe(1400);
	expect(refused(() => planMtu("geneve", 4, 100, undefined))).toMatch(/^underlayMtu: .* are 50: too few/);
	expect(refused(() => planMtu("vxlan", 4, 1500.5, undefined))).toMatch(/^underlayMtu: must be an MTU in bytes/);
	expect(refused(() => planMtu("vxlan", 4, 1500, 10))).toMatch(/^mtu: must be an MTU in bytes/);
});

test("types and VNIs", () => {
	expect(refused(() => checkType("vxlan6"))).toBe('type: must be "vxlan", "geneve" or "gre", not "vxlan6"');
	expect(refused(() => checkType("toString"))).toMatch(/^type: /);
	checkVni("vxlan", 0xffffff);
	checkVni("gre", 0xffffffff);
	expect(refused(() => checkVni("geneve", 0x1000000))).toBe(
		"vni: must be a VNI of Geneve (24 bits): a whole number from 0 to 16777215, not 16777216",
	);
	expect(refused(() => checkVni("gre", -1))).toMatch(/^vni: must be a GRE key \(32 bits\)/);
	expect(refused(() => checkVni("vxlan", "100" as unknown as number))).toMatch(/not "100"$/);
});

test("names", () => {
	checkNames(["h1", "h2"]);
	expect(refused(() => checkNames([]))).toMatch(/^hosts: must name a host/);
	expect(refused(() => checkNames(["h1", "h2", "h1"]))).toBe('hosts[2].host: "h1" is hosts[0] already');
});

test("underlay addresses", () => {
	expect(checkUnderlay(["h1", "h2"], ["192.0.2.1", "192.0.2.2"])).toBe(4);
	expect(checkUnderlay(["h1", "h2"], ["2001:db8::1", "2001:db8::2"])).toBe(6);
	const wrong = (...addresses: string[]) => refused(() => checkUnderlay(["h1", "h2"], addresses));
	expect(wrong("192.0.2.1", "192.0.2.1")).toBe("hosts[1].address: 192.0.2.1 is the address of h1 already");
	expect(wrong("2001:db8::1", "2001:DB8:0::1")).toBe("hosts[1].address: 2001:DB8:0::1 is the address of h1 already");
	expect(wrong("192.0.2.1/24", "192.0.2.2")).toMatch(
		/^hosts\[0\]\.address: must be the host's underlay address without a prefix length/,
	);
	expect(wrong("192.0.2.1", "h2")).toMatch(
		/^hosts\[1\]\.address: must be the host's underlay address such as 192\.0\.2\.1, not "h2"/,
	);
	expect(wrong(undefined as unknown as string, "192.0.2.2")).toMatch(/^hosts\[0\]\.address: must be/);
	expect(wrong("192.0.2.1", "2001:db8::2")).toMatch(/2001:db8::2 is IPv6, and 192\.0\.2\.1 of h1 is IPv4: no tunnel/);
});

test("overlay addresses", () => {
	checkOverlay(["h1", "h2"], [["10.0.0.1/24"], ["10.0.0.2/24", "fd00::2/64"]]);
	const wrong = refused(() => checkOverlay(["h1", "h2"], [["10.0.0.1/24"], ["10.0.0.2/24", "10.0.0.1/16"]]));
	expect(wrong).toBe("hosts[1].addresses[1]: 10.0.0.1 is an address of h1 already (hosts[0].addresses[0])");
});

describe("prefixes of port names", () => {
	const bridge = fc.oneof(fc.stringMatching(/^br-[A-Za-z0-9_.]{1,12}$/), fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/));

	test("come of the bridge", () => {
		expect(portPrefix("br-vxlan")).toBe("vxlan");
		expect(portPrefix("br-red")).toBe("red");
		expect(portPrefix("overlay")).toMatch(/^X[0-9a-z]{6}$/);
		expect(portPrefix("br-a-long-name")).toMatch(/^X[0-9a-z]{6}$/);
		expect(portPrefix("br-X123456")).toMatch(/^X[0-9a-z]{6}$/);
		expect(portPrefix("br-X123456")).not.toBe("X123456");
	});

	test("are taken by Vtep, and differ for different bridges", () => {
		const name = vtep.schema.shape.name as { safeParse(value: unknown): { success: boolean } };
		fc.assert(
			fc.property(bridge, bridge, (a, b) => {
				expect(name.safeParse(portPrefix(a)).success).toBe(true);
				expect(portPrefix(a) === portPrefix(b)).toBe(a === b);
			}),
			{ numRuns: 500 },
		);
	});

	test("give port names that fit a device and never collide", () => {
		const hosts = fc.uniqueArray(fc.oneof(fc.domain(), fc.string({ minLength: 1 }), fc.ipV6()), { minLength: 2, maxLength: 8 });
		fc.assert(
			fc.property(fc.uniqueArray(bridge, { minLength: 2, maxLength: 4 }), hosts, (bridges, peers) => {
				const names = bridges.flatMap((b) => peers.map((peer) => deviceNameOf(portPrefix(b), peer)));
				expect(new Set(names).size).toBe(names.length);
				for (const name of names) expect(name.length).toBeLessThanOrEqual(15);
			}),
		);
	});
});
