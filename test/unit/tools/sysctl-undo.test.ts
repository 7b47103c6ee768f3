import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { planUndo } from "../../../provider/plan/undo";
import type { Call } from "../../../provider/tools/call";
import type { SysctlStep } from "../../../provider/tools/sysctl";
import { sysctl } from "../../../provider/tools/sysctl";
import { changedWith, removedWith } from "../../../provider/tools/sysctl-effects";
import { temporaryFolder } from "../../support/temporary";
import { type CompactFacts, factsOf } from "../support/compact";

const step = (key: string, value: string): SysctlStep => ({ tool: "sysctl", phase: "sysctl", netns: "", key, value });

describe("the parameters that the kernel changes with one are restored", () => {
	const root = temporaryFolder("ovs-sysctl-undo");
	const parameters = join(root, "proc/sys");
	const ran = ({ argv: [program = "", ...args] }: Call, env: Record<string, string> = {}) =>
		spawnSync(
			program,
			args.map((word) => word.replaceAll("/proc/sys", parameters)),
			{ cwd: root, encoding: "utf8", env: { ...process.env, ...env } },
		);
	const values = () =>
		Object.fromEntries(
			readdirSync(parameters, { recursive: true, encoding: "utf8" })
				.filter((key) => statSync(join(parameters, key)).isFile())
				.map((key) => [key, readFileSync(join(parameters, key), "utf8").trim()]),
		);
	const write = (key: string, value: string) => {
		mkdirSync(dirname(join(parameters, key)), { recursive: true });
		writeFileSync(join(parameters, key), `${value}\n`);
	};

	const devices = ["all", "default", "eth0", "eth0.5", "lo"];
	const names = ["forwarding", "rp_filter", "accept_redirects", "disable_ipv6", "addr_gen_mode", "mcast_solicit"];
	const more = ["force_forwarding", "ignore_routes_with_linkdown"];
	const ofIpv6 = (name: string): [string, RegExp] => [`net/ipv6/conf/all/${name}`, new RegExp(`^net/ipv6/conf/[^/]+/${name}$`)];
	const forwarding = /^net\/ipv4\/conf\/([^/]+\/forwarding|all\/accept_redirects)$/;

	/** What the kernel changes with each, seen in a namespace of Linux 6.18; neighbors: by net/core/neighbour.c. */
	const effects: [key: string, changed: RegExp][] = [
		// The kernel has one value for both.
		["net/ipv4/ip_forward", forwarding],
		["net/ipv4/conf/all/forwarding", forwarding],
		["net/ipv4/conf/default/rp_filter", /^net\/ipv4\/conf\/(?!all)[^/]+\/rp_filter$/],
		["net/ipv4/neigh/default/mcast_solicit", /^net\/ipv4\/neigh\/[^/]+\/mcast_solicit$/],
		["net/ipv6/neigh/default/mcast_solicit", /^net\/ipv6\/neigh\/[^/]+\/mcast_solicit$/],
		...["forwarding", "force_forwarding", "disable_ipv6", "ignore_routes_with_linkdown", "addr_gen_mode"].map(ofIpv6),
	];

	test.each(effects)("%s", (key, changed) => {
		write("net/ipv4/ip_forward", "0");
		for (const tree of ["net/ipv4/conf", "net/ipv6/conf", "net/ipv4/neigh", "net/ipv6/neigh"])
			for (const [i, device] of devices.entries())
				for (const name of [...names, ...more]) write(`${tree}/${device}/${name}`, String(i % 2));
		const before = values();
		const known = factsOf([{ read: "sysctl", netns: "", key }], { sysctl: { "": { [key]: before[key] ?? "" } } });
		const undo = sysctl.undo([step(key, "9")], known);
		for (const { name, call } of undo.saves ?? []) writeFileSync(join(root, name), ran(call).stdout);
		for (const one of Object.keys(before)) if (changed.test(one)) write(one, "9");
		expect(values()).not.toEqual(before);
		for (const { call } of undo.calls ?? []) expect(ran(call)).toMatchObject({ status: 0, stdout: "", stderr: "" });
		expect(values()).toEqual(before);
	});

	test("a save that can't read a parameter fails, and a device that is gone is left out", () => {
		write("net/ipv6/conf/gone/disable_ipv6", "0");
		mkdirSync(join(parameters, "net/ipv6/conf/eth9/disable_ipv6"), { recursive: true });
		const undo = sysctl.undo([step("net/ipv6/conf/all/disable_ipv6", "1")], factsOf([], {}));
		const [save] = undo.saves ?? [];
		expect(ran(save?.call as Call).status).not.toBe(0);
		writeFileSync(join(root, "sysctl0"), "net/ipv6/conf/away/disable_ipv6 1\n");
		for (const { call } of undo.calls ?? []) expect(ran(call)).toMatchObject({ status: 0, stderr: "" });
	});

	test("a device that is deleted while its parameter is read is left out of the save", () => {
		for (const device of ["eth0", "gone", "zone0"]) write(`net/ipv6/conf/${device}/ignore_routes_with_linkdown`, "1");
		const bin = join(root, "bin");
		mkdirSync(bin, { recursive: true });
		writeFileSync(join(bin, "cat"), '#!/bin/sh\ncase $1 in */gone/*) rm "$1" ;; esac\nexec /bin/cat "$@"\n');
		chmodSync(join(bin, "cat"), 0o755);
		const undo = sysctl.undo([step("net/ipv6/conf/all/ignore_routes_with_linkdown", "0")], factsOf([], {}));
		const [save] = undo.saves ?? [];
		const { status, stdout } = ran(save?.call as Call, { PATH: `${bin}:${process.env.PATH}` });
		expect([status, stdout.match(/(?<=conf\/)(?:eth0|gone|zone0)(?=\/)/g)]).toEqual([0, ["eth0", "zone0"]]);
	});

	test("others change no further parameters", () => {
		for (const key of [
			"net/ipv4/conf/all/rp_filter",
			"net/ipv6/conf/default/disable_ipv6",
			"net/ipv6/conf/eth0/forwarding",
			"net/core/somaxconn",
		])
			expect(changedWith(key)).toEqual([]);
	});
});

describe("what of IPv6 the kernel removes with a parameter is added again", () => {
	const facts: CompactFacts = {
		links: {
			"": {
				eth0: {
					addresses: ["192.0.2.1/24", "2001:db8:1::1/64", "2001:db8:5::7/64 dynamic valid_life_time=90", "fe80::1/64 link"],
				},
				eth1: { addresses: ["2001:db8:2::1/64", "2001:db8:5::9/64 dynamic temporary=true"] },
			},
		},
		routes: {
			"": [
				{ dst: "default", dev: "eth0", gateway: "192.0.2.254" },
				{ family: 6, dst: "default", dev: "eth0", gateway: "fe80::9", protocol: "9", metric: 1024, expires: 1700, pref: "high" },
				{ family: 6, dst: "2001:db8:1::/64", dev: "eth0", protocol: "2", metric: 256 },
				{ family: 6, dst: "2001:db8:9::/64", dev: "eth0", gateway: "2001:db8:1::9", prefsrc: "2001:db8:1::1", metric: 1024 },
				{ family: 6, dst: "2001:db8:8::/64", dev: "eth1", table: "77", metric: 1024 },
				{ family: 6, dst: "default", dev: "eth1", gateway: "fe80::8", protocol: "9", metric: 1024, expires: 600 },
			],
		},
		neighbors: {
			"": [
				{ dst: "192.0.2.254", dev: "eth0", lladdr: "02:00:00:00:00:01", state: ["PERMANENT"] },
				{ dst: "2001:db8:1::9", dev: "eth0", lladdr: "02:00:00:00:00:02", state: ["PERMANENT"] },
			],
		},
	};
	const back = (key: string, value: string): Call[] => {
		const read = [
			{ read: "links", netns: "" },
			{ read: "routes", netns: "" },
			{ read: "neighbors", netns: "" },
		] as const;
		const known = factsOf([...read, { read: "sysctl", netns: "", key }], { ...facts, sysctl: { "": { [key]: "0" } } });
		return planUndo([{ operation: {} as never, steps: [step(key, value)], factsBefore: known }], known).calls;
	};
	const lines = (calls: Call[]) =>
		calls.filter(({ argv }) => argv[0] === "ip").flatMap(({ stdin = "" }) => stdin.trimEnd().split("\n"));
	const ofEth0 = [
		"addr add 2001:db8:1::1/64 dev eth0",
		"addr add 2001:db8:5::7/64 dev eth0 valid_lft 90 preferred_lft forever",
		"addr add fe80::1/64 dev eth0",
		"neigh replace 2001:db8:1::9 dev eth0 lladdr 02:00:00:00:00:02 nud permanent",
		"route add 2001:db8:9::/64 table 254 metric 1024 proto 3 via 2001:db8:1::9 dev eth0 src 2001:db8:1::1",
		"route add ::/0 table 254 metric 1024 proto 9 via fe80::9 dev eth0 pref high expires 1700",
	];
	const router1 = "route add ::/0 table 254 metric 1024 proto 9 via fe80::8 dev eth1 expires 600";
	const ofEth1 = [
		"addr add 2001:db8:2::1/64 dev eth1",
		"route add 2001:db8:8::/64 table 77 metric 1024 proto 3 dev eth1",
		router1,
	];

	const removals: [key: string, again: string[]][] = [
		["net/ipv6/conf/all/disable_ipv6", [...ofEth0, ...ofEth1]],
		["net/ipv6/conf/eth0/disable_ipv6", ofEth0],
		["net/ipv6/conf/eth1/disable_ipv6", ofEth1],
		["net/ipv6/conf/all/forwarding", [ofEth0.at(-1) ?? "", router1]],
		["net/ipv6/conf/eth1/forwarding", [ofEth0.at(-1) ?? "", router1]],
		["net/ipv6/conf/default/disable_ipv6", []],
		["net/ipv6/conf/default/forwarding", []],
		["net/ipv4/ip_forward", []],
		["net/ipv6/conf/eth0/accept_ra", []],
	];

	test.each(removals)("%s", (key, again) => {
		const calls = back(key, "1");
		expect(lines(calls).sort()).toEqual([...again].sort());
		expect(removedWith(key) === undefined).toBe(again.length === 0);
		// The parameter is back before the kernel takes addresses and routes of IPv6.
		const [restored, added] = ["sysctl0", "-batch"].map((word) => calls.findIndex(({ argv }) => argv.includes(word)));
		if (again.length > 0) expect(restored).toBeLessThan(added ?? 0);
	});

	test("a route waits until its source is usable", () => {
		const calls = back("net/ipv6/conf/eth0/disable_ipv6", "1");
		const waits = calls.findIndex(({ argv }) => argv.includes("usable-address") && argv.at(-1) === "2001:db8:1::1");
		const route = calls.findIndex(({ stdin }) => stdin?.includes("src 2001:db8:1::1"));
		expect(waits).toBeGreaterThan(calls.findIndex(({ stdin }) => stdin?.includes("addr add")));
		expect(waits).toBeLessThan(route);
	});
});
