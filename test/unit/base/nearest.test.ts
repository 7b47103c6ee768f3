import { nearest } from "../../../provider/base/nearest";

test.each([
	["tga", ["tag", "type", "mac"], "tag"],
	["vin", ["hosts", "bridge", "vni"], "vni"],
	["vlna", ["veth", "vlan", "vti"], "vlan"],
	["failmode", ["failMode", "protocols"], "failMode"],
	["br", ["br0"], "br0"],
	["x", ["tag"], undefined],
	["tag", [], undefined],
	["gateway", ["via", "dev"], undefined],
])("%s of %j is near %s", (word, candidates, near) => {
	expect(nearest(word, candidates)).toBe(near);
});
