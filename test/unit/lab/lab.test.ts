import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { environmentScript, labEnvironment } from "../../../lab/environment";
import { debianRelease } from "../../../lab/image";
import { acceleratorArguments, type Machine, qemuArguments } from "../../../lab/qemu";
import { shellJoin, shellQuote } from "../../../lab/shell-quote";
import { defaultTopology, guestHosts, parseTopology } from "../../../lab/topology";

const refusal = (value: unknown) => {
	try {
		parseTopology(value);
	} catch (error) {
		return (error as Error).message;
	}
	return "accepted";
};
const host = (name: string, ...underlay: string[]) => ({ name, underlay });

test("the hosts have Debian 12 or 13", () => {
	expect([debianRelease("12"), debianRelease("13")]).toEqual([12, 13]);
	for (const other of ["11", "trixie", "", "toString"])
		expect(() => debianRelease(other)).toThrow(`The lab has hosts with Debian 12 or 13, not ${other}.`);
});

describe("topology", () => {
	test("by default, the hosts are h1 to hN, and there are at most 16", () => {
		expect(defaultTopology(16)[15]).toEqual({ name: "h16", management: "10.255.0.26/24", underlay: ["192.0.2.16/24"] });
		for (const wrong of [0, 17, 1.5, Number.NaN]) expect(() => defaultTopology(wrong)).toThrow("1 to 16");
	});
	test("a file's hosts get management addresses", () => {
		expect(parseTopology({ hosts: [host("gw", "172.168.0.1/24", "fd00::1/64"), { name: "x" }] })).toEqual([
			{ name: "gw", management: "10.255.0.11/24", underlay: ["172.168.0.1/24", "fd00::1/64"] },
			{ name: "x", management: "10.255.0.12/24", underlay: [] },
		]);
	});
	test.each([
		["an unknown field", { hosts: [{ ...host("a"), mtu: 9000 }] }, /hosts\.0.*mtu/],
		["no hosts", { hosts: [] }, /at least one host/],
		["too many", { hosts: Array.from({ length: 17 }, (_, i) => host(`a${i}`)) }, /at most 16/],
		["a name for a shell", { hosts: [host("a;reboot")] }, /a host's name has/],
		["a long name", { hosts: [host("a123456789012")] }, /a host's name has/],
		["the VM's name", { hosts: [host("lab")] }, /reserved/],
		["the same name twice", { hosts: [host("a"), host("a")] }, /host a is used twice/],
		["the same address twice", { hosts: [host("a", "192.0.2.1/24"), host("b", "192.0.2.1/25")] }, /192\.0\.2\.1 is used twice/],
		["no prefix", { hosts: [host("a", "192.0.2.1")] }, /"192\.0\.2\.1" is not an address with a prefix length/],
		["a wrong prefix", { hosts: [host("a", "192.0.2.1/33")] }, /not an address/],
		["no object", "hosts", /top/],
	])("%s is refused", (_what, value, message) => {
		expect(refusal(value)).toMatch(message);
	});
	test("as the VM reads it", () => {
		expect(guestHosts(parseTopology({ hosts: [host("a", "192.0.2.1/24", "192.0.2.9/24"), host("b")] }))).toBe(
			"lab 10.255.0.1/24 -\na 10.255.0.11/24 192.0.2.1/24,192.0.2.9/24\nb 10.255.0.12/24 -\n",
		);
	});
});

describe("QEMU's arguments", () => {
	const machine: Machine = {
		accelerator: "tcg",
		disk: "/a,b/root.ext4",
		hosts: defaultTopology(2),
		ports: { lab: 1, h1: 2, h2: 3 },
		start: { kernel: "/k", initrd: "initrd" },
	};
	const option = (args: string[], name: string) => args[args.indexOf(name) + 1];
	test("ports listen on loopback only, and nothing reaches outside", () => {
		expect(option(qemuArguments(machine), "-netdev")).toBe(
			"user,id=net,ipv6=off,restrict=on,net=10.255.0.0/24,host=10.255.0.2,dhcpstart=10.255.0.200," +
				"hostfwd=tcp:127.0.0.1:1-10.255.0.1:22,hostfwd=tcp:127.0.0.1:2-10.255.0.11:22,hostfwd=tcp:127.0.0.1:3-10.255.0.12:22",
		);
	});
	test("the disk is read-only, commas in its path are doubled", () => {
		expect(option(qemuArguments(machine), "-drive")).toMatch(/^file=\/a,,b\/root\.ext4,.*readonly=on/);
	});
	test("resuming differs in the kernel's part alone", () => {
		const resumed = qemuArguments({ ...machine, start: { state: "/it's/state" } });
		expect(option(resumed, "-incoming")).toBe(`exec:cat '/it'\\''s/state'`);
		expect(resumed.slice(0, -2)).toEqual(qemuArguments(machine).slice(0, -6));
	});
	test("a host under systemd can reboot, and is the whole VM", () => {
		const args = qemuArguments({ ...machine, hosts: defaultTopology(1), hostDisk: "disk.ext4" });
		expect(args).not.toContain("-no-reboot");
		expect(args.join(" ")).toMatch(/file=disk[.]ext4,.* -append .* lab[.]systemd net[.]ifnames=0$/);
		expect(args.join(" ")).not.toContain("10.255.0.1:22");
		expect(qemuArguments(machine)).toContain("-no-reboot");
	});
	test("QEMU runs with KVM, or without it by TCG", () => {
		expect(acceleratorArguments("kvm")).toEqual(["-M", "pc", "-accel", "kvm", "-cpu", "max", "-smp", "2"]);
		expect(acceleratorArguments("tcg")[3]).toMatch(/^tcg,/);
	});
});

describe("quoting", () => {
	test("words come back literally from sh", () => {
		const word = fc.string({ unit: "binary", minLength: 0 }).filter((s) => !s.includes("\0") && !/\p{Surrogate}/u.test(s));
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
				const printed = execFileSync("sh", ["-c", shellJoin(["printf", "%s\\0", ...words])], { encoding: "utf8" });
				expect(printed.split("\0").slice(0, -1)).toEqual(words);
			}),
			{ numRuns: 60 },
		);
	});
	test("plain words stay readable", () => {
		expect(shellQuote("/a/b-c.d")).toBe("/a/b-c.d");
		expect(shellQuote("")).toBe("''");
	});
});

describe("env", () => {
	const env = { PULUMI_OVS_CACHE: "/c" };
	test("the variables lead Pulumi to the lab and to folders of its own", () => {
		expect(labEnvironment("/l/ssh_config", env)).toEqual({
			PULUMI_OVS_SSH_CONFIG: "/l/ssh_config",
			PULUMI_BACKEND_URL: "file:///c/pulumi-state",
			PULUMI_CONFIG_PASSPHRASE: "lab",
			PULUMI_HOME: "/c/pulumi-home",
			PULUMI_SKIP_UPDATE_CHECK: "true",
			PULUMI_PARALLEL: "64",
		});
	});
	test("a passphrase of one's own stays, an engine that is not there is not in PATH", () => {
		expect(labEnvironment("/l", { ...env, PULUMI_CONFIG_PASSPHRASE: "" })).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
		expect(labEnvironment("/l", { ...env, PULUMI_CONFIG_PASSPHRASE_FILE: "/f" })).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
		expect(environmentScript("/l", env)).not.toContain("PATH=");
	});
});
