import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labDown, labRestart, labUp } from "../../lab";
import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, type Made, newRun } from "../support/kind";
import { expectNetwork, networkOf, persist } from "../support/persisted-network";

// A host that boots under systemd as a real one does. The lab's other hosts have no init.
const host = "h1";
const folder = "/etc/pulumi-ovs/boot";
const unit = (property: string) => onHost(host, `systemctl show -P ${property} pulumi-ovs.service`);
const reboot = async (): Promise<void> => {
	await newRun();
	await labRestart(host);
	// The unit waits at most 60 s for what its files need.
	await onHost(host, "systemctl is-system-running --wait || :");
};

jest.setTimeout(600_000);

beforeAll(async () => {
	process.env.PULUMI_OVS_LAB = mkdtempSync(join(tmpdir(), "systemd-"));
	process.env.PULUMI_OVS_SSH_CONFIG = (await labUp({ systemd: true })).sshConfig;
});
afterAll(async () => {
	await newRun();
	await labDown();
	rmSync(process.env.PULUMI_OVS_LAB ?? "", { recursive: true });
});

test("a network comes back at boot, what is missing is named in the journal, and destroy removes the unit", async () => {
	await newRun(persist);
	const secrets = {
		psk: "canary-of-ipsec",
		privateKey: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=",
		presharedKey: "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=",
	};
	const peers = [{ publicKey: "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=", presharedKey: secrets.presharedKey }];
	const [first, ...others] = [
		...networkOf(host),
		...([
			["Tunnel", { host, name: "ipsec", bridge: "br0", type: "gre", remoteIp: "192.0.2.9", psk: secrets.psk }],
			["WireGuard", { host, name: "wgs", privateKey: secrets.privateKey, peers }],
		] as [string, Record<string, unknown>][]),
	];
	const all: Made[] = [...(await createAll([first as [string, Record<string, unknown>]])), ...(await createAll(others))];
	await expectNetwork(host, all);
	expect(await onHost(host, "systemctl is-enabled pulumi-ovs.service; systemd-analyze verify pulumi-ovs.service 2>&1")).toBe(
		"enabled",
	);

	await reboot();
	expect([await unit("ActiveState"), await unit("Result")]).toEqual(["active", "success"]);
	await expectNetwork(host, all);
	const leaks = Object.values(secrets).map((secret) => `-e '${secret}'`);
	expect(await onHost(host, `journalctl -b -o verbose | grep -cF ${leaks.join(" ")} || :`)).toBe("0");

	const file = await onHost(host, `ls ${folder}/*-Link_eth0.60.*`);
	await onHost(
		host,
		`cp ${file} /root/kept; sed -i 's/eth0 /eth7 /g' ${file}; sed -i 's/BOOT_WAIT:-60/BOOT_WAIT:-5/' ${folder}/run`,
	);
	await reboot();
	expect(await onHost(host, "journalctl -b -o cat -u pulumi-ovs.service")).toMatch(
		/Link_eth0[.]60[.]\w+: device eth7 is not there: skipped/,
	);
	expect(await onHost(host, "ip rule | grep -c '^171:'; ip netns exec blue ping -n -c 1 -W 5 10.61.0.1 >/dev/null")).toBe("1");
	await onHost(host, `cp /root/kept ${file}`);
	await newRun(persist);
	await Promise.all(all.map((made) => made.refresh()));
	await newRun(persist);
	await Promise.all(all.map((made) => made.update()));
	await expectNetwork(host, all);

	await deleteAll(all, persist);
	expect(await onHost(host, "ls /etc/pulumi-ovs 2>&1 || :")).toMatch(/No such file/);
	expect(await unit("LoadState")).toBe("not-found");
	await reboot();
	expect(await onHost(host, "ip rule | grep -c 17[12]: || :")).toBe("0");
	expect(await onHost(host, "systemctl is-system-running")).toBe("running");
});

test("the output macAddress is the address that udev has given the device, and a `mac` of the program stays", async () => {
	const mac = (last: string) => `02:00:00:00:0d:0${last}`;
	const named: [string, Record<string, unknown>][] = [
		["Link", { host, name: "ud1", type: "dummy", mac: mac("1") }],
		["Link", { host, name: "ud2", type: "veth", mac: mac("2"), peer: { name: "ud3", mac: mac("3") } }],
		["Link", { host, name: "ud4", type: "bridge", mac: mac("4") }],
		["Link", { host, name: "ud5", type: "tap", mac: mac("5") }],
		["Tunnel", { host, name: "ud6", type: "vxlan", key: 6, localIp: "192.0.2.1", mac: mac("6") }],
	];
	const free: [string, Record<string, unknown>][] = [
		["Link", { host, name: "ud7", type: "dummy" }],
		["Link", { host, name: "ud8", type: "veth", peer: { name: "ud9" } }],
		["Link", { host, name: "uda", type: "tap" }],
		["Tunnel", { host, name: "udb", type: "vxlan", key: 7, localIp: "192.0.2.1" }],
	];
	// udev changes the address of a new device only after a while.
	const rules = "/run/udev/rules.d/10-late.rules";
	await onHost(
		host,
		`test -e /run/udev/control; mkdir -p /run/udev/rules.d; echo 'SUBSYSTEM=="net", ACTION=="add", PROGRAM="/bin/sleep 1"' >${rules}; udevadm control --reload`,
	);
	await newRun();
	const all = await createAll([...named, ...free]);
	await onHost(host, "sleep 2");
	const address = async (name: string) => (await onHost(host, `cat /sys/class/net/${name}/address`)).trim();
	for (const { state } of all.slice(named.length))
		expect([state.name, state.macAddress]).toEqual([state.name, await address(state.name)]);
	for (const last of "123456") expect(await address(`ud${last}`)).toBe(mac(last));
	await onHost(host, `rm ${rules}; udevadm control --reload`);
	await deleteAll(all);
});

test("a kernel parameter of a new device keeps the program's value, also at boot, where sysctl.d has another one for all devices", async () => {
	// udev sets the parameters of sysctl.d for a new device only after a while.
	const late = "/etc/udev/rules.d/10-late.rules";
	const settings = "/etc/sysctl.d/60-all.conf";
	await onHost(
		host,
		`echo 'net.ipv4.conf.*.rp_filter=2' >${settings}; mkdir -p /etc/udev/rules.d; echo 'SUBSYSTEM=="net", ACTION=="add", PROGRAM="/bin/sleep 1"' >${late}; udevadm control --reload`,
	);
	const devices: [string, Record<string, unknown>][] = [
		["Bridge", { host, name: "ude" }],
		["Link", { host, name: "udf", type: "dummy" }],
	];
	const parameters = devices.map(([, { name }]): [string, Record<string, unknown>] => [
		"Sysctl",
		{ host, key: `net.ipv4.conf.${name}.rp_filter`, value: "1" },
	]);
	const values = async () => {
		await onHost(host, "udevadm settle");
		return onHost(host, "cat /proc/sys/net/ipv4/conf/ude/rp_filter /proc/sys/net/ipv4/conf/udf/rp_filter");
	};
	await newRun(persist);
	const all = await createAll([...devices, ...parameters]);
	expect(await values()).toBe("1\n1");
	await reboot();
	expect([await unit("Result"), await values()]).toEqual(["success", "1\n1"]);
	await newRun(persist);
	await deleteAll(all, persist);
	await onHost(host, "ip link add udf type dummy");
	expect(await onHost(host, "udevadm settle; cat /proc/sys/net/ipv4/conf/udf/rp_filter; ip link del udf")).toBe("2");
	await onHost(host, `rm ${late} ${settings}; udevadm control --reload`);
});

test("a HostSetup starts a service now and at each boot", async () => {
	await onHost(host, "systemctl -q disable --now openvswitch-switch");
	const setup = {
		host,
		name: "boot",
		packages: [],
		modules: ["macvlan"],
		services: ["openvswitch-switch"],
		sudoers: { user: "guest" },
	};
	await newRun();
	const made = await create("HostSetup", setup);
	const works =
		"systemctl is-active openvswitch-switch; systemctl is-enabled openvswitch-switch; ovs-vsctl br-exists none; echo $?; lsmod | grep -c ^macvlan; su guest -c 'sudo -n id -u'";
	expect(await onHost(host, `set +e; ${works}`)).toBe("active\nenabled\n2\n1\n0");
	await reboot();
	expect(await onHost(host, `set +e; ${works}`)).toBe("active\nenabled\n2\n1\n0");
	await newRun();
	await made.refresh();
	expect(made.differences()).toEqual([]);
	await onHost(host, "systemctl -q disable openvswitch-switch");
	await newRun();
	await made.refresh();
	expect(await made.diff()).toEqual([]);
	await made.update();
	expect(await onHost(host, "systemctl is-enabled openvswitch-switch")).toBe("enabled");
	await deleteAll([made]);
	expect(
		await onHost(host, "ls /etc/sudoers.d /etc/modules-load.d | grep pulumi || :; systemctl is-enabled openvswitch-switch"),
	).toBe("enabled");
});

test("a change that cuts the connection is undone by a unit of systemd", async () => {
	await newRun({ "ovs:commitConfirm": "10" });
	const started = "journalctl -b -o cat | grep -c '^Started pulumi-ovs-.* /usr/bin/sh ./watch' || :";
	expect(await onHost(host, started)).toBe("0");
	const cut = create("Link", { host, name: "mgmt0", type: "device", up: false, adopt: true });
	await expect(cut).rejects.toThrow(/undone|undid/);
	expect(await onHost(host, started)).toBe("1");
	expect(
		(await tryOnHost(host, "ip -br link show mgmt0; systemctl list-units --all --plain --no-legend 'pulumi-ovs-*'")).stdout,
	).toMatch(/^mgmt0 +UP .*\n$/);
});
