import { offerPackages, withdrawPackages } from "../support/apt-source";
import { onHost } from "../support/hosts";
import { create, createAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const hidden = "/usr/bin/ovs-vsctl.hidden";
const files = () => onHost(host, "find /etc/modules-load.d /etc/sudoers.d -name '*pulumi-ovs*' 2>/dev/null | sort || :");

beforeAll(async () => {
	await cleanHost(host);
	await offerPackages(host, {
		"lab-tool": "echo installed >>/var/lib/lab-tool",
		"lab-ovs-tools": `mv ${hidden} /usr/bin/ovs-vsctl`,
		"lab-fails": "echo broken >&2; exit 3",
	});
});
afterAll(async () => {
	await onHost(
		host,
		`[ ! -e ${hidden} ] || mv ${hidden} /usr/bin/ovs-vsctl
[ ! -e /root/lab-sudoers ] || mv /root/lab-sudoers /etc/sudoers.d/lab
rm -rf /etc/modules-load.d /etc/sudoers.d/*pulumi-ovs* /var/lib/lab-tool`,
	);
	await withdrawPackages(host, ["lab-tool", "lab-ovs-tools", "lab-fails"]);
	await newRun();
	await cleanHost(host);
});

test("packages, modules and a rule of sudo come true, are repaired, and destroy deletes the files alone", async () => {
	await newRun();
	await onHost(host, "modprobe -r nlmon; [ ! -d /sys/module/nlmon ]");
	const args = { host, name: "lab", packages: ["lab-tool"], modules: ["nlmon"], sudoers: { user: "guest" } };
	const setup = await create("HostSetup", args);
	expect(setup.state.versions).toEqual({ "lab-tool": "1.2-3" });
	const seen =
		"cat /var/lib/lab-tool; runuser -u guest -- sudo -n id -u; stat -c '%a %U' /etc/sudoers.d/*pulumi-ovs*; ls -d /sys/module/nlmon";
	expect(await onHost(host, seen)).toBe("installed\n0\n440 root\n/sys/module/nlmon");
	await expectConverged([setup]);
	// An installed package is not installed again.
	await setup.update({ ...args, modules: undefined });
	expect(await onHost(host, "cat /var/lib/lab-tool; cat /etc/modules-load.d/pulumi-ovs-lab.conf")).toMatch(/^installed\n#.*$/);
	await onHost(host, "dpkg --remove lab-tool >/dev/null; chmod 666 /etc/sudoers.d/pulumi-ovs-lab");
	await repairs(setup);
	expect(await onHost(host, seen)).toBe("installed\ninstalled\n0\n440 root\n/sys/module/nlmon");
	await newRun();
	await setup.delete();
	expect(await files()).toBe("");
	expect(await onHost(host, "dpkg --status lab-tool | grep ^Status; visudo -c -q && echo fine")).toBe(
		"Status: install ok installed\nfine",
	);
});

test.each([
	[{ packages: ["lab-none"] }, "packages: apt knows no package lab-none, also after apt-get update"],
	[{ packages: ["lab-fails"] }, "packages: .*lab-fails"],
	[{ packages: [], modules: ["no_such_module"] }, "modules: modprobe: FATAL: Module no_such_module not found"],
	[{ packages: [], services: ["openvswitch-switch"] }, "services: this host does not run systemd"],
])("%j is refused by the host, and no file is left", async (fields, message) => {
	await newRun();
	await expect(create("HostSetup", { host, name: "lab", ...fields })).rejects.toThrow(new RegExp(message));
	expect(await files()).toBe("");
	await onHost(host, "dpkg --purge lab-fails >/dev/null 2>&1 || :");
});

test("a setup comes before what needs it in the same run, even after the run has found that a tool is missing", async () => {
	await newRun();
	await onHost(host, `mv /usr/bin/ovs-vsctl ${hidden}`);
	await expect(create("Bridge", { host, name: "br1" })).rejects.toThrow("declare a HostSetup and name it in dependsOn");
	const made = (await createAll([
		["Bridge", { host, name: "br0" }],
		["HostSetup", { host, name: "lab", packages: ["lab-ovs-tools"] }],
	])) as [Made, Made];
	expect(await onHost(host, "ovs-vsctl list-br")).toBe("br0");
	await expectConverged(made);
	for (const one of made) await one.delete();
});

test("a connection with a password of sudo keeps no rule that it does not need", async () => {
	const asPat = { "ovs:hosts": JSON.stringify({ [host]: { user: "pat", become: true, becomePassword: "lab-password" } }) };
	await newRun(asPat);
	const setup = await create("HostSetup", { host, name: "lab", packages: [], sudoers: { user: "pat" } });
	await newRun(asPat);
	await setup.delete();
	expect(await files()).toBe("");
});

test("the rule by which a connection becomes root is never taken from it", async () => {
	const asOps = { "ovs:hosts": JSON.stringify({ [host]: { user: "ops", become: true } }) };
	await newRun(asOps);
	const args = { host, name: "lab", packages: [], sudoers: { user: "ops" } };
	const setup = await create("HostSetup", args);
	await onHost(host, "mv /etc/sudoers.d/lab /root/lab-sudoers");
	await expect(setup.update({ ...args, sudoers: { user: "guest" } })).rejects.toThrow(
		"sudoers: user ops, with which this connection logs in, becomes root only by the rule that would go",
	);
	await expect(setup.update({ ...args, sudoers: undefined })).rejects.toThrow("sudoers: user ops");
	await setup.delete();
	expect(await files()).toBe("/etc/sudoers.d/pulumi-ovs-lab");
	// The program takes up its own file again, and deletes it when there is another rule.
	await newRun(asOps);
	const again = await create("HostSetup", args);
	await onHost(host, "mv /root/lab-sudoers /etc/sudoers.d/lab");
	await newRun(asOps);
	await again.delete();
	expect(await files()).toBe("");
});
