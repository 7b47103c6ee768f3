import * as pulumi from "@pulumi/pulumi";
import * as ovs from "../../../sdk";
import { mocked, own, type Registered, resolved } from "./program";

const hosts: ovs.VxlanMeshHost[] = ["h1", "h2", "h3"].map((host, i) => ({
	host,
	address: `192.0.2.${i + 1}`,
	addresses: [`10.0.0.${i + 1}/24`],
}));
const args = { bridge: "br-vxlan", vni: 100, hosts };

/** Creates a mesh and waits for its outputs. */
async function run(
	given: Partial<ovs.VxlanMeshArgs> = {},
	config = {},
): Promise<{ mesh: ovs.VxlanMesh; registered: Registered[] }> {
	const registered = mocked(config);
	const mesh = new ovs.VxlanMesh("mesh", { ...args, ...given });
	const all = [
		...Object.values(mesh.bridges),
		...Object.values(mesh.vteps),
		...Object.values(mesh.ports).flatMap((p) => Object.values(p)),
	];
	await Promise.all(all.map((resource) => resolved(resource.urn)));
	return { mesh, registered };
}

const find = (registered: Registered[], type: string, name: string) => {
	const found = registered.find((r) => r.type.endsWith(`:${type}`) && r.name === name);
	if (!found) throw new Error(`no ${type} ${name}`);
	return own(found.inputs);
};

test("a mesh of three is a bridge and a Vtep per host", async () => {
	const { mesh, registered } = await run();
	expect(registered.map((r) => `${r.type} ${r.name}`).sort()).toEqual([
		"ovs:index:VxlanMesh mesh",
		...["Bridge", "Vtep"].flatMap((kind) => ["h1", "h2", "h3"].map((host) => `pulumi-nodejs:dynamic/ovs:${kind} mesh-${host}`)),
	]);
	expect(find(registered, "Bridge", "mesh-h1")).toEqual({
		host: "h1",
		name: "br-vxlan",
		rstp: false,
		mtu: 1450,
		addresses: ["10.0.0.1/24"],
		up: true,
	});
	expect(find(registered, "Vtep", "mesh-h1")).toEqual({
		host: "h1",
		bridge: "br-vxlan",
		name: "vxlan",
		type: "vxlan",
		key: 100,
		localIp: "192.0.2.1",
		peers: { h2: "192.0.2.2", h3: "192.0.2.3" },
		protected: true,
	});
	expect(ovs.VxlanMesh.isInstance(mesh)).toBe(true);
	expect(ovs.VxlanMesh.isInstance(mesh.bridges.h1)).toBe(false);
});

test("a mesh tells its MTU, addresses, links and bridges", async () => {
	const { mesh } = await run();
	expect((await resolved(mesh.mtu)).value).toBe(1450);
	expect((await resolved(mesh.addresses)).value).toEqual({ h1: "10.0.0.1", h2: "10.0.0.2", h3: "10.0.0.3" });
	expect(mesh.links).toEqual([["h1", "h2"], ["h1", "h3"], ["h2", "h3"]]); // biome-ignore format: a table
	expect(Object.keys(mesh.bridges)).toEqual(["h1", "h2", "h3"]);
	expect((await resolved(mesh.bridges.h2?.uuid as pulumi.Output<string>)).value).toBe("uuid of mesh-h2");
});

test("hub and spoke has no split horizon", async () => {
	const { registered } = await run({ links: [["h1", "h2"], ["h1", "h3"]], loopPrevention: "none" }); // biome-ignore format: a table
	expect(find(registered, "Vtep", "mesh-h2")).toMatchObject({ peers: { h1: "192.0.2.1" }, protected: false });
	expect(find(registered, "Vtep", "mesh-h1")).toMatchObject({ peers: { h2: "192.0.2.2", h3: "192.0.2.3" } });
});

test("with RSTP the bridges run it, and the tunnels have no split horizon", async () => {
	const { registered } = await run({ loopPrevention: "rstp" });
	expect(find(registered, "Bridge", "mesh-h2")).toMatchObject({ rstp: true });
	expect(find(registered, "Vtep", "mesh-h2")).toMatchObject({ protected: false });
});

test("the bridge's MTU follows from the underlay's MTU and the headers of GRE over IPv6", async () => {
	const six = hosts.map((host, i) => ({ ...host, address: `2001:db8::${i + 1}` }));
	const { registered } = await run({ hosts: six, type: "gre", underlayMtu: 9000 });
	expect(find(registered, "Bridge", "mesh-h1")).toMatchObject({ mtu: 8938 });
	expect(find(registered, "Vtep", "mesh-h1")).toMatchObject({ type: "gre", name: "vxlan", localIp: "2001:db8::1" });
});

test("a mesh of one host has no tunnels, and a host without a link has none", async () => {
	const { mesh } = await run({ hosts: hosts.slice(0, 1) });
	expect([Object.keys(mesh.bridges), Object.keys(mesh.vteps)]).toEqual([["h1"], []]);
	const some = await run({ links: [["h1", "h2"]], loopPrevention: "none" });
	expect(Object.keys(some.mesh.vteps)).toEqual(["h1", "h2"]);
});

test("ports are device names, or arguments of Port", async () => {
	const ports: ovs.VxlanMeshHost["ports"] = [
		"eth1",
		{ name: "web0", type: "internal", tag: 10 },
		{ name: "big0", type: "tap", mtu: 9000 },
	];
	const { mesh, registered } = await run({ hosts: [{ host: "h1", address: "192.0.2.1", ports }] });
	const place = { host: "h1", bridge: "br-vxlan" };
	expect(find(registered, "Port", "mesh-h1-eth1")).toEqual({ ...place, name: "eth1" });
	expect(find(registered, "Port", "mesh-h1-web0")).toEqual({ ...place, name: "web0", type: "internal", tag: 10, mtu: 1450 });
	expect(find(registered, "Port", "mesh-h1-big0")).toMatchObject({ mtu: 9000 });
	expect(find(registered, "Bridge", "mesh-h1")).not.toHaveProperty("up");
	expect(Object.keys(mesh.ports.h1 ?? {})).toEqual(["eth1", "web0", "big0"]);
});

test("hosts may be connection objects: their names are their identity, their secrets secret", async () => {
	const objects = hosts.map((host, i) => ({ ...host, host: { host: `203.0.113.${i}`, name: `n${i}`, password: "hunter2" } }));
	const { mesh, registered } = await run({ hosts: objects });
	expect(find(registered, "Vtep", "mesh-n0")).toMatchObject({ peers: { n1: "192.0.2.2", n2: "192.0.2.3" } });
	expect((await resolved(mesh.vteps.n0?.host as pulumi.Output<unknown>)).secret).toBe(true);
	const unnamed = [{ host: { host: "203.0.113.9" }, address: "192.0.2.9" }];
	expect(Object.keys((await run({ hosts: unnamed })).mesh.bridges)).toEqual(["203.0.113.9:22"]);
});

test("addresses may be outputs", async () => {
	const later = hosts.map((host) => ({
		...host,
		address: pulumi.output(host.address),
		addresses: pulumi.output(host.addresses ?? []),
	}));
	const { mesh, registered } = await run({ hosts: later });
	expect(find(registered, "Vtep", "mesh-h1")).toMatchObject({
		localIp: "192.0.2.1",
		peers: { h2: "192.0.2.2", h3: "192.0.2.3" },
	});
	expect(find(registered, "Bridge", "mesh-h1")).toMatchObject({ mtu: 1450, addresses: ["10.0.0.1/24"] });
	expect((await resolved(mesh.addresses)).value).toMatchObject({ h3: "10.0.0.3" });
});

test("two meshes of one host differ in their port names", async () => {
	const registered = mocked();
	const meshes = [100, 200].map((vni) => new ovs.VxlanMesh(`m${vni}`, { ...args, bridge: `br-${vni}`, vni }));
	await Promise.all(meshes.flatMap((mesh) => Object.values(mesh.vteps).map((v) => resolved(v.urn))));
	expect([find(registered, "Vtep", "m100-h1").name, find(registered, "Vtep", "m200-h1").name]).toEqual(["100", "200"]);
});

test.each<[string, Partial<ovs.VxlanMeshArgs>, string]>([
	["a loop", { loopPrevention: "none" }, "VxlanMesh mesh: loopPrevention: h2–h3 closes the loop"],
	["an unknown host", { links: [["h1", "h2"], ["h1", "h3"], ["h2", "h9"]] }, 'VxlanMesh mesh: links[2]: "h9" is not a host of this mesh'], // biome-ignore format: a table
	[
		"two hosts of one name",
		{ hosts: [...hosts, ...hosts] },
		'VxlanMesh mesh: hosts[3].host: "h1" is already the name of hosts[0]',
	],
	[
		"two of one address",
		{ hosts: hosts.map((h) => ({ ...h, address: "192.0.2.1" })) },
		"VxlanMesh mesh: hosts[1].address: 192.0.2.1 is already the address of h1",
	],
	["an MTU that does not fit", { mtu: 1500 }, "VxlanMesh mesh: mtu: 1500 is too large: the underlay's 1500 bytes less 50"],
	[
		"two ports of one name",
		{ hosts: [{ host: "h1", address: "192.0.2.1", ports: ["p", { name: "p" }] }] },
		'VxlanMesh mesh: hosts[0].ports[1]: "p" is already the name of ports[0]',
	],
	["a misspelt field", { linkz: [] } as never, 'VxlanMesh mesh: linkz: is not a known field: did you mean "links"?'],
	[
		"a misspelt field of a host",
		{ hosts: [{ ...hosts[0], port: [] } as never] },
		'VxlanMesh mesh: hosts[0].port: is not a known field: did you mean "ports"?',
	],
	[
		"another bridge for a port",
		{ hosts: [{ host: "h1", address: "192.0.2.1", ports: [{ name: "p", bridge: "b" } as never] }] },
		"VxlanMesh mesh: hosts[0].ports[0].bridge: is set by the mesh",
	],
	[
		"two resources of one name",
		{
			hosts: [
				{ host: "h1", address: "192.0.2.1", ports: ["a-web"] },
				{ host: "h1-a", address: "192.0.2.2", ports: ["web"] },
			],
		},
		"VxlanMesh mesh: hosts[1].ports[0]: its resource would have the name …-h1-a-web, which the resource of hosts[0].ports[0] has already: choose another name",
	],
	[
		"a host whose name is not known",
		{ hosts: [{ host: { host: pulumi.output("x") }, address: "192.0.2.1" }] },
		"VxlanMesh mesh: hosts[0].host: needs a `name` that is a plain string",
	],
])("%s is refused, with the component's name", (_, given, message) => {
	mocked();
	expect(() => new ovs.VxlanMesh("mesh", { ...args, ...given })).toThrow(message);
});
