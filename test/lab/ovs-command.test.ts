import { onHost } from "../support/hosts";
import { create, createAll, type Made, newRun } from "../support/kind";
import { persist } from "../support/persisted-network";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h3";
const tools = "/usr/bin/ovs-vsctl /usr/bin/ovs-ofctl";

/** A run that finds the tools of Open vSwitch by a command, which reads its standard input to the end, as `docker exec -i` does. */
const inContainer = () =>
	newRun({ "ovs:hosts": JSON.stringify({ [host]: { ovsCommand: ["enter", "exec", "-i", "openvswitch", "{tool}"] } }) });

const moveAway = `
mkdir -p /opt/ovs; mv ${tools} /opt/ovs
printf '%s\\n' '#!/bin/sh' '[ "$1 $2 $3" = "exec -i openvswitch" ] || exit 125' 'shift 3; cat | PATH=/opt/ovs "$@"' >/usr/local/bin/enter
chmod +x /usr/local/bin/enter`;
const moveBack = "[ ! -d /opt/ovs ] || { mv /opt/ovs/* /usr/bin; rmdir /opt/ovs; rm -f /usr/local/bin/enter; }";

beforeAll(() => cleanHost(host));
afterAll(async () => {
	await onHost(host, moveBack);
	await newRun();
	await cleanHost(host);
});

test("with ovsCommand all kinds of Open vSwitch work without its tools on the PATH", async () => {
	await onHost(host, "ip link add dev nic0 type dummy; ip link set nic0 up; ip addr add 10.30.0.9/24 dev nic0");
	const before = await snapshot(host);
	await onHost(host, moveAway);
	await newRun();
	await expect(create("Bridge", { host, name: "br" })).rejects.toThrow(
		"ovs-vsctl is not installed on this host: apt install openvswitch-switch (on RHEL: dnf install openvswitch). To let the program install it on Debian and Ubuntu, declare a HostSetup and name it in dependsOn of this resource. If Open vSwitch is in a container or a snap, set ovsCommand in the connection",
	);
	await inContainer();
	const flows = [
		{ priority: 1, match: "in_port=p", actions: "output:x" },
		{ priority: 0, actions: "NORMAL" },
	];
	const all = (await createAll([
		["Bridge", { host, name: "br", addresses: ["10.30.9.1/24"], rstp: true, uplink: { nic: "nic0", takeAddresses: true } }],
		["Port", { host, name: "p", bridge: "br", type: "internal", qos: { type: "linux-htb", maxRate: 1_000_000 } }],
		["Tunnel", { host, name: "x", bridge: "br", type: "vxlan", remoteIp: "192.0.2.1", key: 5 }],
		["OpenFlowTable", { host, name: "f", bridge: "br", table: 0, flows }],
		["Mirror", { host, name: "m", bridge: "br", selectAll: true, outputPort: "p" }],
	])) as Made[];
	const [bridge, , , table] = all as [Made, Made, Made, Made];
	await bridge.update({ ...bridge.args, rstp: undefined, failMode: "secure" });
	await table.update({ ...table.args, flows: flows.slice(1) });
	await inContainer();
	for (const made of all) {
		await made.refresh();
		expect([made.id, await made.diff()]).toEqual([made.id, undefined]);
	}
	expect(await onHost(host, "ip -br -4 addr show br; /opt/ovs/ovs-ofctl dump-flows br | grep -c cookie=")).toMatch(
		/10\.30\.9\.1\/24.* 10\.30\.0\.9\/24.*\n1$|10\.30\.0\.9\/24.* 10\.30\.9\.1\/24.*\n1$/,
	);
	await inContainer();
	for (const made of [...all].reverse()) await made.delete();
	await onHost(host, moveBack);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("each boot file runs the tools of Open vSwitch by the command of its program, and a changed command is drift", async () => {
	const before = await snapshot(host);
	const command = (word: string) =>
		`printf '%s\\n' '#!/bin/sh' 'echo ${word} $1 >>/root/used' 'exec "$@"' >/usr/local/bin/${word}; chmod +x /usr/local/bin/${word}`;
	await onHost(host, `${command("enter")}; ${command("other")}`);
	const by = (word?: string) =>
		newRun({
			...persist,
			"ovs:hosts": JSON.stringify({ [host]: word === undefined ? {} : { ovsCommand: [word, "{tool}"] } }),
		});
	const flows = (table: number): [string, object] => [
		"OpenFlowTable",
		{ host, name: `f${table}`, bridge: "br", table, flows: [{ priority: 1, actions: "drop" }] },
	];
	const filesWith = (word: string) => onHost(host, `cd /etc/pulumi-ovs/boot; grep -l '^# ofctl ${word} ovs-ofctl$' [0-9]* || :`);
	try {
		await by("enter");
		const bridge = await create("Bridge", { host, name: "br" });
		const first = await create(...flows(1));
		await by();
		const second = await create(...flows(2));
		expect(await filesWith("enter")).toMatch(/^\d\d-OpenFlowTable_br_1_f1\S*$/);
		await onHost(host, "ovs-ofctl del-flows br; rm -f /root/used; sh /etc/pulumi-ovs/boot/run");
		expect(
			await onHost(host, "ovs-ofctl dump-flows br | grep -o 'table=[12]' | sort; grep -c 'enter ovs-ofctl' /root/used"),
		).toMatch(/^table=1\ntable=2\n[1-9]/);
		await by("other");
		await first.refresh();
		expect(first.state.error).toMatch(/its boot file .*OpenFlowTable_br_1_f1.* differs/);
		await first.update();
		expect([await filesWith("enter"), await filesWith("other")]).toEqual(["", expect.stringContaining("f1")]);
		await by("other");
		for (const made of [second, first, bridge]) await made.delete();
	} finally {
		await onHost(host, "rm -f /usr/local/bin/enter /usr/local/bin/other /root/used");
	}
	expect(changed(before, await snapshot(host))).toEqual([]);
});
