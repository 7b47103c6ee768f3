import { onHost } from "../support/hosts";
import { create, createAll, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h3";
const get = (what: string) => onHost(host, `ovs-vsctl ${what}`);
const rows = () => onHost(host, "for t in Mirror sFlow QoS Queue; do ovs-vsctl list $t | grep -v ^statistics; done");
const port = { host, bridge: "br", type: "internal" };

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterEach(async () => {
	await newRun();
	await cleanHost(host);
});

const theirs = `ovs-vsctl add-br br -- add-port br a -- set Interface a type=internal -- add-port br b -- set Interface b type=internal \
  -- --id=@b get Port b -- --id=@m create Mirror name=span output_port=@b select_all=true snaplen=99 -- add Bridge br mirrors @m \
  -- --id=@s create sFlow 'targets="192.0.2.7:6343"' sampling=5 -- set Bridge br sflow=@s \
  -- --id=@k create Queue other_config:max-rate=3000000 -- --id=@q create QoS type=linux-htb other_config:max-rate=9000000 queues:2=@k \
  -- set Port a qos=@q`;

test("what is there already is refused; adopted, it is changed, and given back at destroy with the very rows", async () => {
	await onHost(host, theirs);
	const before = await rows();
	const qos = { type: "linux-htb", maxRate: 1_000_000 };
	const wanted: [string, Record<string, unknown>][] = [
		["Mirror", { host, bridge: "br", name: "span", selectSrcPorts: ["a"], outputVlan: 9 }],
		["SFlow", { host, bridge: "br", targets: ["192.0.2.8:6343"], header: 64 }],
		["Port", { ...port, name: "a", qos }],
	];
	for (const [kind, args] of wanted) await expect(create(kind, args)).rejects.toThrow("set adopt: true to take it over");
	expect(await rows()).toBe(before);
	await newRun();
	const made = await createAll(wanted.map(([kind, args]) => [kind, { ...args, adopt: true }]));
	expect(await get("get Mirror span output_vlan select_all; ovs-vsctl get QoS $(ovs-vsctl get Port a qos) other_config")).toBe(
		'9\nfalse\n{max-rate="1000000"}',
	);
	await newRun();
	for (const one of made) {
		await one.refresh();
		expect(await one.diff()).toBeUndefined();
	}
	await newRun();
	await Promise.all(made.map((one) => one.delete()));
	expect(await rows()).toBe(before);
});

test("rows of QoS and Queue never stay behind: port or bridge deleted by hand, qos dropped, port made anew", async () => {
	const spare = () =>
		get("--columns=_uuid list QoS | grep -c uuid || true; ovs-vsctl --columns=_uuid list Queue | grep -c uuid || true");
	const qos = { type: "linux-htb", maxRate: 5_000_000, queues: { 0: { maxRate: 1_000_000 }, 3: { dscp: 10 } } };
	const [, p] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Port", { ...port, name: "p", qos }],
	])) as [Made, Made];
	expect(await onHost(host, "tc class show dev p | grep -o 'ceil [^ ]*' | sort -u | xargs")).toBe("ceil 1Mbit ceil 5Mbit");
	await get("clear Port p qos");
	await repairs(p);
	expect(await spare()).toBe("1\n2");
	await get("del-port p");
	await repairs(p);
	expect(await spare()).toBe("1\n2");
	await p.update({ ...port, name: "p", qos: { type: "linux-hfsc", maxRate: 5_000_000 } });
	expect(await spare()).toBe("1\n0");
	expect(await onHost(host, "tc qdisc show dev p")).toContain("hfsc");
	await p.update({ ...port, name: "p", qos });
	await p.update({ ...port, name: "p" });
	expect(await spare()).toBe("0\n0");
	await p.update({ ...port, name: "p", qos });
	await newRun();
	await get("del-br br");
	await p.delete();
	expect(await spare()).toBe("0\n0");
});

test("rows that another port or another bridge has too are left alone", async () => {
	const [br, p, sflow] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Port", { ...port, name: "p", qos: { type: "linux-htb", maxRate: 5_000_000 } }],
		["SFlow", { host, bridge: "br", targets: ["192.0.2.8"], sampling: 7 }],
	])) as [Made, Made, Made];
	await onHost(
		host,
		"ovs-vsctl add-br other -- add-port other o -- set Interface o type=internal -- set Port o qos=$(ovs-vsctl get Port p qos) -- set Bridge other sflow=$(ovs-vsctl get Bridge br sflow)",
	);
	await newRun();
	await p.update({ ...port, name: "p", qos: { type: "linux-htb", maxRate: 1_000_000 } });
	await sflow.update({ host, bridge: "br", targets: ["192.0.2.8"], sampling: 8 });
	const now =
		"ovs-vsctl get QoS $(ovs-vsctl get Port $1 qos) other_config; ovs-vsctl get sFlow $(ovs-vsctl get Bridge $2 sflow) sampling";
	expect(await onHost(host, `set -- o other; ${now}`)).toBe('{max-rate="5000000"}\n7');
	expect(await onHost(host, `set -- p br; ${now}`)).toBe('{max-rate="1000000"}\n8');
	await newRun();
	for (const one of [sflow, p, br]) await one.delete();
	expect(await onHost(host, `set -- o other; ${now}`)).toBe('{max-rate="5000000"}\n7');
});

test("a mirror is made in one batch with its ports, and says when one of them is another bridge's", async () => {
	const [, , , mirror] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Bridge", { host, name: "br2" }],
		["Port", { ...port, name: "p" }],
		["Mirror", { host, bridge: "br", name: "m", selectSrcPorts: ["p"], outputPort: "br" }],
	])) as [Made, Made, Made, Made];
	expect(await get("get Mirror m select_src_port")).toBe(`[${await get("get Port p _uuid")}]`);
	await newRun();
	await create("Port", { ...port, bridge: "br2", name: "q" });
	await expect(mirror.update({ host, bridge: "br", name: "m", selectSrcPorts: ["p", "q"], outputPort: "br" })).rejects.toThrow(
		"q is a port of bridge br2: a mirror sees the ports of its own bridge alone",
	);
	await newRun();
	await expect(mirror.update({ host, bridge: "br", name: "m", selectSrcPorts: ["nope"], outputPort: "br" })).rejects.toThrow(
		"it needs OVS port nope",
	);
	await mirror.update({ host, bridge: "br", name: "m", selectSrcPorts: ["p"], outputPort: "br" });
	await newRun();
	await mirror.delete();
	expect(await get("list Mirror")).toBe("");
});
