import { onHost, tryOnHost } from "../support/hosts";
import { create, expectConverged, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const get = (what: string) => onHost(host, `ovs-vsctl ${what}`);

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("packets go between a port of Open vSwitch and a device of the kernel, with a key of each direction", async () => {
	const peer = `ip link add k0 type gretap local 192.0.2.2 remote 192.0.2.1 ikey 6 okey 5; ip link set k0 up; ip addr add 10.7.0.2/24 dev k0`;
	await onHost("h2", peer);
	try {
		await create("Bridge", { host, name: "brk", addresses: ["10.7.0.1/24"] });
		const args = { host, bridge: "brk", name: "k1", type: "gre", remoteIp: "192.0.2.2", localIp: "192.0.2.1" };
		const tunnel = await create("Tunnel", { ...args, inKey: 5, outKey: 6 });
		await onHost(host, "ping -qc1 -w5 10.7.0.2");
		await expectConverged([tunnel]);
		await newRun();
		await tunnel.update({ ...args, key: 6 });
		expect((await tryOnHost(host, "ping -qc1 -W1 10.7.0.2")).code).not.toBe(0);
		expect(await get("get Interface k1 options")).not.toContain("in_key");
		await get("set Interface k1 options:in_key=5");
		await newRun();
		await tunnel.refresh();
		expect(tunnel.differences()).toEqual(["inKey is 5, wanted unset"]);
		await tunnel.update({ ...args, inKey: "flow", outKey: 6 });
		await onHost(host, "ping -qc1 -w5 10.7.0.2");
		await expectConverged([tunnel]);
		await newRun();
		await tunnel.delete();
	} finally {
		await onHost("h2", "ip link del k0");
	}
});

const recorders = "/usr/local/sbin";

/** Puts a program that records its arguments in front of each of these. */
const record = (...programs: string[]) =>
	onHost(
		host,
		`rm -f /tmp/arguments; for p in ${programs.join(" ")}; do
printf '#!/bin/sh\nprintf "%%s\\n" "'$p' $*" >>/tmp/arguments\nexec %s "$@"\n' "$(command -v $p)" >${recorders}/$p; chmod +x ${recorders}/$p; done`,
	);
const recorded = () => onHost(host, `cat /tmp/arguments; rm -f /tmp/arguments ${recorders}/*`);

test("a key of IPsec is set, changed, repaired and removed, and no process has it as an argument", async () => {
	const args = { host, bridge: "br", name: "ip0", type: "gre", remoteIp: "192.0.2.2" };
	await create("Bridge", { host, name: "br" });
	const tunnel = await create("Tunnel", { ...args, psk: "swordfish" });
	expect(await get("get Interface ip0 options")).toBe('{psk=swordfish, remote_ip="192.0.2.2"}');
	expect(await tunnel.diff()).toBeUndefined();
	await record("ovs-vsctl", "perl", "python3", "sh");
	await tunnel.update({ ...args, psk: "marlin", ttl: 8 });
	const own = await recorded();
	expect(own).toMatch(/^ovs-vsctl .*options:ttl=8$/m);
	expect(own).toMatch(/db\.sock 40$/m);
	expect(own).not.toContain("marlin");
	expect(await get("get Interface ip0 options:psk")).toBe("marlin");
	await expectConverged([tunnel]);
	await get("set Interface ip0 options:psk=bass");
	await repairs(tunnel);
	expect(await get("get Interface ip0 options:psk")).toBe("marlin");
	// Guarded, the key is in files of root.
	await newRun({ "ovs:commitConfirm": "20" });
	await record("ovs-vsctl", "perl", "python3", "sh");
	await tunnel.update({ ...args, psk: "mackerel", ttl: 9 });
	expect(await recorded()).not.toMatch(/marlin|mackerel/);
	expect(await get("get Interface ip0 options:psk")).toBe("mackerel");
	await newRun();
	await tunnel.update({ ...args, remoteName: "h2", options: { ipsec_ike: "aes256" } });
	expect(await get("get Interface ip0 options")).toBe('{ipsec_ike=aes256, remote_ip="192.0.2.2", remote_name=h2}');
	await expectConverged([tunnel]);
	expect((await tryOnHost(host, "grep -rlE 'marlin|mackerel' /var/log /run/pulumi-ovs 2>/dev/null")).stdout).toBe("");
	await newRun();
	await tunnel.delete();
	expect(await get("list-ports br")).toBe("");
});

test("a key of IPsec is set without perl, and a tunnel without its key is no tunnel that was made", async () => {
	await create("Bridge", { host, name: "br2" });
	const args = { host, bridge: "br2", name: "ip1", type: "geneve", remoteIp: "192.0.2.2", psk: "swordfish" };
	const hide = (program: string) => onHost(host, `for f in $(which -a ${program}); do [ ! -e $f ] || mv $f $f.hidden; done`);
	try {
		await hide("perl");
		const tunnel = await create("Tunnel", args);
		expect(await get("get Interface ip1 options:psk")).toBe("swordfish");
		await newRun();
		await tunnel.delete();
		await hide("python3");
		await newRun();
		await expect(create("Tunnel", args)).rejects.toThrow("can be set only by perl or python3, and the host has neither");
		expect(await get("list-ports br2")).toBe("");
	} finally {
		await onHost(
			host,
			"for f in $(find /usr/bin /usr/local/bin -name '*.hidden'); do mv $f $(dirname $f)/$(basename $f .hidden); done",
		);
	}
});
