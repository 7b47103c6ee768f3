// The sizes of OverlayNetwork on N hosts, computed without hosts and without an engine: 20 networks of three types, and on each host ports
// with MAC and IP address. The program runs with Pulumi's mocks. Every resource passes the provider's check, which finds clashes and
// allocates local VLANs.
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "../../tools/pulumi/cache.mjs";

const networkCount = 20;
const types = ["vxlan", "gre", "geneve"];
/** In how many networks a host has a port, and whether the flows know the addresses. */
const variants = [
	{ perHost: 4, population: true },
	{ perHost: networkCount, population: true },
	{ perHost: networkCount, population: false },
];
const hostCounts = [10, 100];

/** The built package: it may be built after this file is loaded. */
function built() {
	const require = createRequire(import.meta.url);
	const inDist = (file) => require(path.join(root, "dist", file));
	return {
		pulumi: require("@pulumi/pulumi"),
		ovs: inDist("sdk/index.js"),
		shell: inDist("provider/index.js").shell,
		kinds: inDist("provider/kinds/index.js").kinds,
		Facts: inDist("provider/model/facts.js").Facts,
		ovsTables: inDist("provider/tools/ovs-listing.js").ovsTables,
		...inDist("provider/tools/script.js"),
	};
}

function argsOf(hostCount, { perHost, population }, extraPorts = []) {
	const hosts = Array.from({ length: hostCount }, (_, i) => ({ host: `n${i}.example`, address: `192.0.2.${i + 1}` }));
	const networks = Array.from({ length: networkCount }, (_, n) => ({
		name: `net${n}`,
		type: types[n % 3],
		segmentationId: 1000 + n,
	}));
	const ports = hosts.flatMap(({ host }, h) =>
		Array.from({ length: perHost }, (_, k) => {
			const n = (h + k) % networkCount;
			const hex = (x) => x.toString(16).padStart(2, "0");
			return {
				host,
				network: `net${n}`,
				name: `p${n}`,
				mac: `02:00:00:00:${hex(h)}:${hex(n)}`,
				addresses: [`10.0.${n}.${h + 1}/24`],
			};
		}),
	);
	return { hosts, networks, population, ports: [...ports, ...extraPorts] };
}

/** The resources of a program by type and name, with their checked inputs. `before` are the resources of the previous run, for an update. */
async function state(args, before = new Map()) {
	const { pulumi, ovs, shell } = built();
	const resources = new Map();
	await shell.configure({ config: { get: () => undefined } });
	const newResource = async ({ type, name, inputs, custom }) => {
		if (custom === false || !type.includes("dynamic/ovs:")) return { id: name, state: inputs };
		const key = `${type} ${name}`;
		const { inputs: all, failures } = await shell.check(before.get(key)?.inputs ?? {}, inputs);
		if (failures.length > 0) throw new Error(`${name}: ${JSON.stringify(failures)}`);
		resources.set(key, { kind: all.__kind, host: all.host, inputs: all });
		return { id: `${all.host}/${name}`, state: all };
	};
	pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "bench", "dev");
	const overlay = new ovs.OverlayNetwork("overlay", args);
	const made = [overlay.integrationBridges, overlay.tunnelBridges].flatMap(Object.values);
	const nested = [overlay.vteps, overlay.ports, overlay.flows].flatMap(Object.values).flatMap(Object.values);
	const vlans = Object.values(overlay.localVlans);
	const settled = (output) => new Promise((done) => pulumi.output(output).apply(done));
	await Promise.all([...made, ...nested].map((resource) => settled(resource.id)).concat(vlans.map(settled)));
	return resources;
}

/** Size in bytes of a resource in a checkpoint: its inputs, equal outputs, and the engine's own fields. */
function bytes({ kind, inputs, host }) {
	const urn = `urn:pulumi:dev::bench::ovs:index:OverlayNetwork$pulumi-nodejs:dynamic/ovs:${kind}::overlay-${host}`;
	const text = 'exports.handler=()=>require("pulumi-ovs/runtime").shell';
	const own = { ...inputs, __provider: text };
	return JSON.stringify({
		urn,
		custom: true,
		id: urn,
		type: `pulumi-nodejs:dynamic/ovs:${kind}`,
		inputs: own,
		outputs: own,
		parent: urn,
	}).length;
}

/** The facts of a host on which Open vSwitch has no rows but its root. */
function emptyHost({ Facts, ovsTables }) {
	const lines = Object.entries(ovsTables).map(([table, { columns }]) => {
		const root = [["uuid", "00000000-0000-0000-0000-000000000000"], ...columns.map(() => ["set", []])];
		return JSON.stringify({ headings: ["_uuid", ...columns], data: table === "Open_vSwitch" ? [root] : [] });
	});
	return Facts.of([[{ read: "ovs" }, { code: 0, stderr: "", stdout: ["up", ...lines].join("\n") }]]);
}

/** Numbers for the first update of an empty host: calls of the script, their size in bytes, and flows. */
function commands(resources) {
	const { kinds, calls, showCall, ...more } = built();
	const facts = emptyHost(more);
	const steps = resources.flatMap(({ kind, inputs }) =>
		kind === "OpenFlowTable"
			? [
					{
						tool: "ofctl",
						phase: "flows",
						bridge: inputs.bridge,
						bundle: true,
						lines: inputs.flows.map((f) => `add table=${inputs.table},priority=${f.priority},${f.match},actions=${f.actions}`),
					},
				]
			: kinds[kind].plan({ intent: "apply", want: inputs, owner: "bench/dev", facts }),
	);
	const lines = calls(steps).map(showCall);
	return {
		calls: lines.length,
		bytes: lines.join("\n").length,
		flows: steps.reduce((sum, s) => sum + (s.lines?.length ?? 0), 0),
	};
}

const resourcesOf = (resources, host) => [...resources.values()].filter((r) => r.host === host);
const flowsOf = (resources) =>
	new Set(resources.flatMap(({ inputs }) => (inputs.flows ?? []).map((f) => JSON.stringify([inputs.bridge, inputs.table, f]))));

/** Numbers for a change on one existing host: changed resources, added tunnel ports, and flows sent. */
function delta(before, after, host) {
	const differ = [...after].filter(
		([key, r]) => r.host === host && JSON.stringify(before.get(key)?.inputs) !== JSON.stringify(r.inputs),
	);
	const ports = (all) => resourcesOf(all, host).reduce((sum, r) => sum + Object.keys(r.inputs.peers ?? {}).length, 0);
	const was = flowsOf(resourcesOf(before, host));
	const sent = [...flowsOf(resourcesOf(after, host))].filter((f) => !was.has(f)).length;
	return `${differ.length} resources changed, ${ports(after) - ports(before)} tunnel ports added, ${sent} flows sent`;
}

const counted = (value) => value.toLocaleString("en");

async function row(hostCount, variant) {
	const resources = await state(argsOf(hostCount, variant));
	const first = resourcesOf(resources, "n0.example");
	const tunnels = first.reduce((sum, r) => sum + Object.keys(r.inputs.peers ?? {}).length, 0);
	const { calls: count, bytes: size, flows } = commands(first);
	const total = [...resources.values()].reduce((sum, r) => sum + bytes(r), 0);
	return [
		String(hostCount),
		`${variant.perHost}${variant.population ? "" : ", `population: false`"}`,
		counted(resources.size),
		String(tunnels),
		counted(flows),
		`${count} calls, ${Math.round(size / 1024)} KiB`,
		`${(total / 2 ** 20).toFixed(1)} MiB`,
	];
}

/** The changes that additions bring to another host that has networks in common with the added one. */
async function additions() {
	const count = hostCounts[0];
	const rows = [];
	for (const variant of variants.filter(({ population }) => population)) {
		const before = await state(argsOf(count, variant));
		const grown = await state(argsOf(count + 1, variant), before);
		rows.push([`a host in ${variant.perHost} networks`, delta(before, grown, `n${count - 1}.example`)]);
		if (variant.perHost !== networkCount) continue;
		const own = { mac: "02:00:00:00:ff:ff", addresses: ["10.0.0.250/24"] };
		const extra = { host: `n${count - 2}.example`, network: "net0", name: "extra", ...own };
		const more = await state(argsOf(count, variant, [extra]), before);
		rows.push(["a workload port with known addresses", delta(before, more, `n${count - 1}.example`)]);
	}
	return rows;
}

/** @type {import("./index.mjs").Computed} */
export const overlay = {
	name: "overlay",
	about: "The sizes of OverlayNetwork on 10 and 100 hosts, computed without hosts.",
	page: "docs/overlay.md",
	async tables() {
		const rows = [];
		for (const variant of variants) for (const count of hostCounts) rows.push(await row(count, variant));
		return {
			overlay: {
				head: [
					...["Hosts", "Networks per host", "Resources", "Tunnel ports per host"],
					...["Flows per host", "First script per host", "State"],
				],
				rows,
			},
			"overlay additions": { head: ["Addition", "Effect on every other host of the networks"], rows: await additions() },
		};
	},
};
