import { Hosts } from "../../provider/host/hosts";
import { kinds } from "../../provider/kinds";
import { objectId } from "../../provider/model/identity";
import type { Kind } from "../../provider/model/kind";
import { progress } from "../../provider/transport/progress";
import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, type Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h3";
let before: string[];

beforeEach(async () => {
	await newRun();
	await cleanHost(host);
	before = await snapshot(host);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("a host's reboot is drift that an update repairs", async () => {
	// A reboot removes kernel objects and the journal, but not Open vSwitch's database.
	const all = (await createAll([
		["Namespace", { host, name: "rb" }],
		["Link", { host, name: "rl", type: "dummy", addresses: ["10.30.5.1/24"] }],
	])) as Made[];
	await onHost(host, "ip netns del rb; ip link del rl; rm -rf /run/pulumi-ovs");
	await newRun();
	expect(await Promise.all(all.map((made) => made.refresh()))).toEqual([false, false]);
	await newRun();
	const again = await createAll(all.map((made) => [made.kind, made.args]));
	await newRun();
	await Promise.all(again.map((made) => made.delete()));
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a full disk under the journal stops the change before anything is made", async () => {
	await onHost(host, "mkdir -p /run/pulumi-ovs; mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs /run/pulumi-ovs");
	try {
		await expect(create("Namespace", { host, name: "full" })).rejects.toThrow(/No space left on device/);
		expect(await onHost(host, "ip netns list")).toBe("");
	} finally {
		await onHost(host, "umount /run/pulumi-ovs; rm -rf /run/pulumi-ovs");
	}
});

test("reachability is measured each time", async () => {
	const probe = await create("Reachability", { host, name: "r", to: "192.0.2.1" });
	const tcp = await create("Reachability", { host, name: "t", to: "192.0.2.1", protocol: "tcp", port: 22 });
	await onHost(host, "ip route add unreachable 192.0.2.1/32");
	try {
		await newRun();
		await Promise.all([probe.refresh(), tcp.refresh()]);
		expect([probe.state.expect, tcp.state.expect]).toEqual(["unreachable", "unreachable"]);
		await expect(probe.update()).rejects.toThrow(/192\.0\.2\.1 is unreachable by icmp/);
	} finally {
		await onHost(host, "ip route del unreachable 192.0.2.1/32");
	}
	await newRun();
	await probe.update();
	expect(await probe.diff()).toBeUndefined();
});

describe("two runs of different owners at the same time", () => {
	// Each batch of ip notes its begin and its end. While the file `hold` exists, it does not end.
	const wrapper = `#!/bin/sh
case "$*" in *-batch*) ;; *) exec /sbin/ip "$@" ;; esac
read -r _ _ _ _ owner _ </run/pulumi-ovs.lock; echo "begin $owner" >>/run/batches
while [ -e /run/hold ]; do sleep 0.1; done
/sbin/ip "$@"; code=$?; echo "end $owner" >>/run/batches; exit $code
`;
	const warnings: string[] = [];
	const runOf = (owner: string) => {
		const one = new Hosts(() => undefined, { warn: (text) => warnings.push(text) }).get(host);
		const kind = kinds.Link as Kind;
		return {
			read: () => one.read(kind.facts({ host, name: "d-a", type: "dummy" })),
			/** The end of the creation of links, in words. */
			async links(...names: string[]): Promise<string[]> {
				const operations = names.map((name) => {
					const want = { host, name, type: "dummy", up: true };
					return { mode: "create" as const, kind, id: objectId(kind, want), want, owner };
				});
				const done = await Promise.allSettled(operations.map((operation) => one.submit(operation)));
				return done.map((end) => (end.status === "fulfilled" ? "ok" : String(end.reason.message)));
			},
		};
	};
	const until = (condition: string) => onHost(host, `until ${condition}; do sleep 0.1; done`);
	let [one, two] = [runOf("one/dev"), runOf("two/dev")];

	beforeEach(async () => {
		[one, two] = [runOf("one/dev"), runOf("two/dev")];
		warnings.length = 0;
		await onHost(
			host,
			`cat >/usr/local/sbin/ip <<'END'\n${wrapper}END\nchmod +x /usr/local/sbin/ip; rm -f /run/batches; touch /run/hold`,
		);
		await Promise.all([one.read(), two.read()]);
	});
	afterEach(async () => {
		progress.show = () => {};
		await tryOnHost(host, "rm -f /usr/local/sbin/ip /run/hold /run/batches");
	});

	test("the second waits for a slow one, says so, and plans again by what that has changed", async () => {
		const shown: string[] = [];
		const waits = new Promise<void>((seen) => {
			progress.show = (line) => shown.push(line) && /waiting for another run.*: one\/dev \(\S+@\S+\)/.test(line) && seen();
		});
		const first = one.links("d-a", "d-b");
		await until("[ -s /run/batches ]");
		const second = two.links("d-b", "d-c");
		await waits;
		await onHost(host, "rm /run/hold");
		expect(await first).toEqual(["ok", "ok"]);
		expect(await second).toEqual([expect.stringMatching(/d-b: it exists already and belongs to the program one\/dev/), "ok"]);
		const batches = (await onHost(host, "cat /run/batches")).split("\n");
		expect(batches.filter((_, i) => i % 2 === 0)).toEqual(
			batches.filter((_, i) => i % 2 === 1).map((line) => line.replace("end", "begin")),
		);
		expect([await one.links("d-d"), warnings]).toEqual([["ok"], []]);
	});

	test("two runs of one owner make each object once", async () => {
		const again = runOf("one/dev");
		await again.read();
		const first = one.links("d-a", "d-b");
		await until("[ -s /run/batches ]");
		const second = again.links("d-a", "d-b", "d-c");
		await onHost(host, "rm /run/hold");
		expect([await first, await second]).toEqual([
			["ok", "ok"],
			["ok", "ok", "ok"],
		]);
		expect([await onHost(host, "ip -o link | grep -c ': d-[abc]:'"), warnings]).toEqual(["3", []]);
	});

	test("a run whose script is killed keeps nobody out", async () => {
		const first = one.links("d-a");
		await until("[ -s /run/batches ]");
		const second = two.links("d-c");
		await onHost(
			host,
			"read -r _ _ _ pid _ </run/pulumi-ovs.lock; read -r _ _ _ _ group _ </proc/$pid/stat; kill -s KILL -- -$group; rm /run/hold",
		);
		expect(await first).toEqual([expect.stringMatching(/shell ended early/)]);
		expect(await second).toEqual(["ok"]);
		expect(warnings).toEqual([expect.stringMatching(/another run has ended in the middle of its changes \(one\/dev /)]);
		expect(await one.links("d-a")).toEqual(["ok"]);
		expect(await onHost(host, "cat /sys/class/net/d-[ac]/ifalias")).toBe("pulumi-ovs:one/dev\npulumi-ovs:two/dev");
	});
});
