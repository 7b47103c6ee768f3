import { planMtu } from "../../../sdk/components/mesh-mtu";
import { refused } from "./refused";

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
			"Set mtu to 1450 or less. Or, if the underlay's MTU is larger, set underlayMtu to 1550.",
	);
	expect(planMtu("vxlan", 4, 9000, 8950)).toBe(8950);
	expect(planMtu("vxlan", 4, 9000, 1400)).toBe(1400);
	expect(refused(() => planMtu("geneve", 4, 100, undefined))).toMatch(/^underlayMtu: .* are 50: too few/);
	expect(refused(() => planMtu("vxlan", 4, 1500.5, undefined))).toMatch(/^underlayMtu: must be an MTU in bytes/);
	expect(refused(() => planMtu("vxlan", 4, 1500, 10))).toMatch(/^mtu: must be an MTU in bytes/);
});
