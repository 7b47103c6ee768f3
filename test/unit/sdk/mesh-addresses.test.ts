import { checkOverlay, checkUnderlay } from "../../../sdk/components/mesh-addresses";
import { refused } from "./refused";

test("underlay addresses are bare, of one family, and each host has its own", () => {
	expect(checkUnderlay(["h1", "h2"], ["192.0.2.1", "192.0.2.2"])).toBe(4);
	expect(checkUnderlay(["h1", "h2"], ["2001:db8::1", "2001:db8::2"])).toBe(6);
	const wrong = (...addresses: string[]) => refused(() => checkUnderlay(["h1", "h2"], addresses));
	expect(wrong("192.0.2.1", "192.0.2.1")).toBe("hosts[1].address: 192.0.2.1 is already the address of h1");
	expect(wrong("2001:db8::1", "2001:DB8:0::1")).toBe("hosts[1].address: 2001:DB8:0::1 is already the address of h1");
	expect(wrong("192.0.2.1/24", "192.0.2.2")).toMatch(
		/^hosts\[0\]\.address: must be the host's underlay address without a prefix length/,
	);
	expect(wrong("192.0.2.1", "h2")).toMatch(
		/^hosts\[1\]\.address: must be the host's underlay address such as 192\.0\.2\.1, not "h2"/,
	);
	expect(wrong(undefined as unknown as string, "192.0.2.2")).toMatch(/^hosts\[0\]\.address: must be/);
	expect(wrong("192.0.2.1", "2001:db8::2")).toMatch(/2001:db8::2 is IPv6, but 192\.0\.2\.1 of h1 is IPv4: a tunnel/);
});

test("two hosts can't have one overlay address", () => {
	checkOverlay(["h1", "h2"], [["10.0.0.1/24"], ["10.0.0.2/24", "fd00::2/64"]]);
	const wrong = refused(() => checkOverlay(["h1", "h2"], [["10.0.0.1/24"], ["10.0.0.2/24", "10.0.0.1/16"]]));
	expect(wrong).toBe("hosts[1].addresses[1]: 10.0.0.1 is already an address of h1 (hosts[0].addresses[0])");
});
