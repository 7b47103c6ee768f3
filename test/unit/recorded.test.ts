import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseLinks, parseNamespaces } from "../../provider/tools/ip";
import { map, parseOvs } from "../../provider/tools/ovsdb";
import { parseSysctl } from "../../provider/tools/sysctl";

const recorded = (name: string) => readFileSync(join(__dirname, "../recorded", `${name}.txt`), "utf8");

test("a switch with all sorts of ports", () => {
	const { daemon, ovs } = parseOvs(recorded("ovs"));
	expect(daemon).toBe("up");
	expect(ovs?.bridges.get("recbr")).toMatchObject({ fail_mode: "secure", protocols: ["OpenFlow13", "OpenFlow14"] });
	expect([...(ovs?.controllers.values() ?? [])].map((c) => c.target).sort()).toEqual(["ptcp:16634", "tcp:127.0.0.1:6653"]);
	expect(ovs?.ports.get("recint")).toMatchObject({ tag: 5, trunks: [], vlan_mode: [] });
	expect(ovs?.ports.get("rectrunk")).toMatchObject({ trunks: [10, 20], vlan_mode: "trunk" });
	expect(ovs?.ports.get("recone")).toMatchObject({ trunks: [10] });
	expect(ovs?.interfacesOf.get("recbond")?.sort()).toEqual(["recd1", "recd2"]);
	expect(ovs?.bridgeOf.get("recp2")).toBe("recbr2");
	expect(map(ovs?.interfaces.get("recvx")?.options)).toEqual({ dst_port: "14789", key: "4242", remote_ip: "192.0.2.200" });
	expect(map(ovs?.interfaces.get("recint")?.external_ids)).toEqual({
		...{ "a=b,c": 'quote " and, = {} \\ back\nline', "pulumi-ovs": "demo/dev", ünï: "☃ 😀" },
	});
});

test("a switch without the ports", () => {
	const { ovs } = parseOvs(recorded("ovs-before"));
	expect(ovs?.ports.has("recint")).toBe(false);
	expect(ovs?.root.ovs_version).toBe("3.1.0");
});

test("links of all sorts", () => {
	const links = parseLinks(recorded("links"));
	expect(links.get("recdum")).toMatchObject({ kind: "dummy", up: true, alias: "pulumi-ovs:demo/dev" });
	expect(
		links
			.get("recdum")
			?.addresses.filter((a) => !a.passing)
			.map((a) => a.cidr),
	).toEqual(["10.77.0.1/24", "2001:db8:77::1/64"]);
	expect(
		links
			.get("recdum")
			?.addresses.filter((a) => a.passing)
			.map((a) => a.cidr),
	).toContain("10.77.0.2/24");
	expect(links.get("recvlan")).toMatchObject({ kind: "vlan", parent: "recdum", data: { id: 77 } });
	expect(links.get("rectap")).toMatchObject({ kind: "tun", data: { type: "tap" } });
	expect(links.get("recv1")).toMatchObject({ kind: "veth", parent: "recv2", elsewhere: false });
	const [near, far] = [links.get("recx"), parseLinks(recorded("links-recns")).get("recy")];
	expect(near).toMatchObject({ kind: "veth", elsewhere: true, parentIndex: far?.index });
	expect(far?.addresses.map((a) => a.cidr)).toContain("10.78.0.2/24");
});

test("namespaces and a parameter with three values", () => {
	expect(parseNamespaces(recorded("namespaces")).has("recns")).toBe(true);
	expect(parseSysctl(recorded("sysctl"))).toMatch(/^\d+ \d+ \d+$/);
});

test("no namespaces at all", () => {
	for (const nothing of ["", "\n", "[ ]"]) expect(parseNamespaces(nothing).size).toBe(0);
});
