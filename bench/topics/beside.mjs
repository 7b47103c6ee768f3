/** The numbers of foreign ports, flows, routes and elements of a set on the host. */
const ports = 2000;
const flows = 5000;
const routes = 100_000;
const elements = 20_000;
const all = ports + flows + routes + elements;

const address = (i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
const numbers = (count) => Array.from({ length: count }, (_, i) => i);
/** A command of the shell that reads these lines. */
const reading = (command, lines) => `${command} <<'END'\n${lines.join("\n")}\nEND\n`;

function foreignPorts() {
	const words = numbers(ports).map(
		(i) => `-- add-port br-others o${i} -- set Interface o${i} type=vxlan options:key=${i} options:remote_ip=192.0.2.249`,
	);
	return `ovs-vsctl add-br br-others ${words.join(" ")}\n`;
}

const foreign = () =>
	[
		foreignPorts(),
		reading(
			"ovs-ofctl add-flows br-others -",
			numbers(flows).map((i) => `table=1,priority=100,ip,nw_dst=${address(i)},actions=normal`),
		),
		"ip link add others type dummy\nip link set others up\n",
		reading(
			"ip -batch -",
			numbers(routes).map((i) => `route add ${address(i)}/32 dev others`),
		),
		reading("nft -f -", [
			"add table inet others",
			"add set inet others many { type ipv4_addr; }",
			`add element inet others many { ${numbers(elements).map(address).join(", ")} }`,
		]),
	].join("");

/** @type {import("./index.mjs").Topic} */
export const beside = {
	name: "beside",
	about: `Ten resources on one host, which need all tools: alone, and beside N objects of others (${ports.toLocaleString("en")} ports, ${flows.toLocaleString("en")} flows, ${routes.toLocaleString("en")} routes and a set of ${elements.toLocaleString("en")} elements).`,
	sizes: [0, all],
	unit: "foreign objects",
	hosts: () => 1,
	parallelism: [undefined],
	before: (size) => (size === 0 ? {} : { h1: foreign() }),
	program: (_size, { changed, added }) => `const ovs = require("pulumi-ovs");
const host = "h1";
const { name: bridge } = new ovs.Bridge("br-bench", { host });
new ovs.Port("p1", { host, bridge, type: "internal" });
new ovs.Tunnel("t1", { host, bridge, type: "vxlan", remoteIp: "192.0.2.250", key: 1 });
new ovs.OpenFlowTable("flows", { host, bridge, table: 1, flows: [{ priority: 100, match: "ip", actions: "normal" }] });
new ovs.Link("d1", { host, type: "dummy", addresses: ["198.18.0.1/24"], mtu: ${changed ? 1400 : 1500} });
const vrf = new ovs.VRF("red", { host, table: 100 });
new ovs.Link("d2", { host, type: "dummy", vrf: vrf.name, addresses: ["198.18.1.1/24"] });
new ovs.Route("r1", { host, destination: "203.0.113.0/24", via: "198.18.0.2" });
new ovs.Rule("rule", { host, priority: 5000, from: "198.18.0.0/24", table: 100 });
new ovs.NftTable("own", { host, family: "inet", sets: { s: { type: "ipv4_addr", elements: ["192.0.2.1"] } } });
${added ? 'new ovs.Route("r2", { host, destination: "203.0.114.0/24", via: "198.18.0.2" });' : ""}`,
};
