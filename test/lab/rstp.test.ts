import { onHost, tryOnHost, until } from "../support/hosts";
import { create, type Made, newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// When RSTP is switched off, Open vSwitch 3.1 leaves flooding disabled on the ports on which RSTP ran.
const host = "h2";
const broken = "/usr/local/sbin/ovs-ofctl";
const clean = () =>
	tryOnHost(
		host,
		`rm -f ${broken}; ovs-vsctl --if-exists del-br brs; ip link del va; ip link del vc; ip link del ve; rm -rf /run/pulumi-ovs`,
	);
const longName = "vxlan-of-a-long-name";
const args = { host, name: "brs", up: true };

/** The output ports of a broadcast from port `va`. */
const flooded = async () => {
	const trace = await onHost(host, "ovs-appctl ofproto/trace brs in_port=va,dl_src=02:00:00:00:00:09,dl_dst=ff:ff:ff:ff:ff:ff");
	const actions = /Datapath actions: (.*)/.exec(trace)?.[1] ?? "";
	const ports = await onHost(host, "ovs-appctl dpif/show");
	const number = (port: string) => new RegExp(`${port} \\d+/(\\d+):`).exec(ports)?.[1] ?? "none";
	return [
		...["vc", "ve"].filter((port) => actions.split(",").includes(number(port))),
		...(actions.includes("tunnel(") ? ["tunnel"] : []),
	];
};

let made: Made;

beforeAll(() => cleanHost(host));
beforeEach(async () => {
	await newRun();
	await clean();
	for (const pair of ["va vb", "vc vd", "ve vg"]) {
		const [one, other] = pair.split(" ");
		await onHost(host, `ip link add ${one} type veth peer name ${other}; ip link set ${one} up; ip link set ${other} up`);
	}
});
afterAll(async () => {
	await newRun();
	await clean();
	await cleanHost(host);
});

async function withRstp(more: object): Promise<void> {
	made = await create("Bridge", { ...args, ...more, rstp: true });
	await onHost(
		host,
		`ovs-vsctl add-port brs va -- add-port brs vc -- add-port brs ve -- add-port brs ${longName} -- set Interface ${longName} type=vxlan options:remote_ip=192.0.2.77`,
	);
	await until("ports forward", async () => (await flooded()).length === 3, 60_000);
	await newRun();
}

test.each([[undefined], [["OpenFlow13", "OpenFlow14"]]])("on a bridge that speaks %s all flood again", async (protocols) => {
	await withRstp({ protocols });
	await made.update({ ...args, protocols });
	expect(await flooded()).toEqual(["vc", "ve", "tunnel"]);
	const spoken = await onHost(host, "ovs-vsctl get Bridge brs protocols");
	expect(spoken).toBe(protocols ? "[OpenFlow13, OpenFlow14]" : "[]");
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
});

test("a port that somebody told not to flood stays so", async () => {
	await withRstp({});
	await onHost(host, "ovs-ofctl -O OpenFlow10 mod-port brs vc no-flood");
	await made.update(args);
	expect(await flooded()).toEqual(["ve", "tunnel"]);
});

test("after a try that ended between the rows and the flood all flood again", async () => {
	await withRstp({});
	await onHost(host, "ovs-vsctl set Bridge brs rstp_enable=false");
	expect(await flooded()).toEqual([]);
	await made.update(args);
	expect(await flooded()).toEqual(["vc", "ve", "tunnel"]);
});

test("where it can't be done, the change fails with host, bridge and what to do, and is undone", async () => {
	await withRstp({});
	await onHost(
		host,
		`printf '%s\\n' '#!/bin/sh' 'case "$*" in *mod-port*) echo "ovs-ofctl: out of order" >&2; exit 1;; esac' 'exec /usr/bin/ovs-ofctl "$@"' >${broken}; chmod +x ${broken}`,
	);
	await expect(made.update(args)).rejects.toThrow(
		/^\S+ \(h2\/Bridge\/brs\): ovs-ofctl: out of order; the ports of bridge brs do not flood after RSTP.*run pulumi up again; the change was undone$/s,
	);
	expect(await onHost(host, "ovs-vsctl get Bridge brs rstp_enable")).toBe("true");
	await onHost(host, `rm ${broken}`);
	await newRun();
	await made.update(args);
	expect(await flooded()).toEqual(["vc", "ve", "tunnel"]);
});
