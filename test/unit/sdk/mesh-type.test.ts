import { checkType, checkVni } from "../../../sdk/components/mesh-type";
import { refused } from "./refused";

test("an unknown type is refused, and a VNI that has more bits than its type", () => {
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
