import fc from "fast-check";
import { deviceNameOf } from "../../../provider/base/device-name";
import { vtep } from "../../../provider/kinds/vtep";
import { checkNames, portPrefix } from "../../../sdk/components/mesh-names";
import { refused } from "./refused";

test("names", () => {
	checkNames(["h1", "h2"]);
	expect(refused(() => checkNames([]))).toMatch(/^hosts: must have at least one host/);
	expect(refused(() => checkNames(["h1", "h2", "h1"]))).toBe('hosts[2].host: "h1" is already the name of hosts[0]');
});

describe("prefixes of port names", () => {
	const bridge = fc.oneof(fc.stringMatching(/^br-[A-Za-z0-9_.]{1,12}$/), fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/));

	test("are derived from the bridge's name", () => {
		expect(portPrefix("br-vxlan")).toBe("vxlan");
		expect(portPrefix("br-red")).toBe("red");
		expect(portPrefix("overlay")).toMatch(/^X[0-9a-z]{6}$/);
		expect(portPrefix("br-a-long-name")).toMatch(/^X[0-9a-z]{6}$/);
		expect(portPrefix("br-X123456")).toMatch(/^X[0-9a-z]{6}$/);
		expect(portPrefix("br-X123456")).not.toBe("X123456");
	});

	test("are accepted by Vtep, and differ for different bridges", () => {
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
