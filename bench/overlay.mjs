// node bench/overlay.mjs [HOSTS…] - measures OverlayNetwork on N hosts (default: 10 and 100) with 20 networks of three types, without
// hosts and without an engine. Each host has a port with MAC and IP address in each network. The environment variable BENCH_NETWORKS
// sets the number of networks per host, and BENCH_POPULATION=false switches `population` off. The program runs with Pulumi's mocks.
// Every resource passes the provider's check, which finds clashes and allocates local VLANs. The output is Markdown.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pulumi = require("@pulumi/pulumi");
const ovs = require(join(root, "dist/sdk/index.js"));
const { shell } = require(join(root, "dist/provider/index.js"));
const { kinds } = require(join(root, "dist/provider/kinds/index.js"));
const { calls, showCall } = require(join(root, "dist/provider/tools/script.js"));

const networkCount = 20;
const perHost = Number(process.env.BENCH_NETWORKS ?? networkCount);
const types = ["vxlan", "gre", "geneve"];

function argsOf(hostCount, more = {}) {
	const population = process.env.BENCH_POPULATION !== "false";
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
	return { hosts, networks, population, ports: [...ports, ...(more.ports ?? [])] };
}

/** The resources of a program by type and name, with their checked inputs. `before` are the resources of the previous run, for an update. */
async function state(args, before = new Map()) {
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

/** Numbers for the first update of an empty host: calls of the script, their size in bytes, and flows. */
function commands(resources) {
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
			: kinds[kind].plan({ want: inputs, owner: "bench/dev" }),
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

console.log(
	"| hosts | resources | resources per host without workloads' ports | tunnel ports per host | flows per host | calls of the first script per host | bytes of that script | state | time of program and checks |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const n of process.argv
	.slice(2)
	.map(Number)
	.concat(process.argv.length > 2 ? [] : [10, 100])) {
	const start = performance.now();
	const resources = await state(argsOf(n));
	const seconds = (performance.now() - start) / 1000;
	const first = resourcesOf(resources, "n0.example");
	const workloads = first.filter((r) => r.kind === "Port" && r.inputs.type !== "patch").length;
	const tunnels = first.reduce((sum, r) => sum + Object.keys(r.inputs.peers ?? {}).length, 0);
	const { calls: count, bytes: size, flows } = commands(first);
	const total = [...resources.values()].reduce((sum, r) => sum + bytes(r), 0);
	console.log(
		`| ${n} | ${resources.size} | ${first.length - workloads} | ${tunnels} | ${flows} | ${count} | ${Math.round(size / 1024)} KiB | ${(total / 2 ** 20).toFixed(1)} MiB | ${seconds.toFixed(1)} s |`,
	);
	const grown = await state(argsOf(n + 1), resources);
	// This host has networks in common with the added one.
	const other = `n${n - 1}.example`;
	const own = { mac: "02:00:00:00:ff:ff", addresses: ["10.0.0.250/24"] };
	const extra = { host: `n${n - 2}.example`, network: `net${n % networkCount}`, name: "extra", ...own };
	const more = await state(argsOf(n, { ports: [extra] }), resources);
	console.error(`${n} hosts, one host added: on each other host ${delta(resources, grown, other)}`);
	console.error(`${n} hosts, one workload port added on another host: ${delta(resources, more, other)}`);
}
