import { SocketAddress } from "node:net";
import fc from "fast-check";
import { canonicalAddress } from "../../../provider/base/ip-address";

const canonical = (address: string) => new SocketAddress({ address, family: address.includes(":") ? "ipv6" : "ipv4" }).address;

test.each([
	...["::1.2.3.4", "::ffff:1.2.3.4", "::FFFF:102:304", "64:ff9b::1.2.3.4", "::102:304", "::0.0.1.4", "::", "::1", "1::1.2.3.4"],
	...["2001:DB8::0:1", "fe80:0:0:0:0:0:0:1", "0:0:0:0:0:1:1:1", "192.0.2.1", "1:0:0:2:0:0:0:3", "0:1:2:3:4:5:6:7"],
])("%s in the shortest form is what inet_ntop prints", (address) => {
	expect(canonicalAddress(address)).toBe(canonical(address));
});

test("the shortest form of any IPv6 address is the same address, and its own shortest form", () => {
	fc.assert(
		fc.property(fc.ipV6(), (address) => {
			const short = canonicalAddress(address);
			expect(canonical(short)).toBe(canonical(address));
			expect(canonicalAddress(short)).toBe(short);
		}),
	);
});
