import type { Values } from "../../provider/base/values";
import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, Made, newRun } from "../support/kind";
import { changed, cleanHost, firstVrf, snapshot } from "../support/snapshot";

// `ip` is killed after it has created devices, and before it has marked them. The next run knows them as the program's all the same.
const host = "h2";

/** Stands before the host's `ip`: it carries out only the lines of a batch that create something, and is then killed, as `how` says. */
const wrapper = (how: string) => `
mkdir -p /usr/local/sbin; cat >/usr/local/sbin/ip <<'END'
#!/bin/sh
real=/usr/sbin/ip; [ -x $real ] || real=/sbin/ip
case " $* " in *" -batch "*) ;; *) exec $real "$@" ;; esac
batch=$(cat)
case $batch in *"link add "*|*"tuntap add "*) ;; *) printf '%s\\n' "$batch" | exec $real "$@" ;; esac
printf '%s\\n' "$batch" | grep -E '^(link|tuntap) add ' | $real "$@"
touch /run/killed
${how}
kill -9 $$
END
chmod +x /usr/local/sbin/ip`;
const unwrapped = "rm -f /usr/local/sbin/ip /run/killed";

const withScript = `p=$PPID script=$PPID
until [ "$(cat /proc/$p/comm)" = sshd ]; do script=$p; p=$(cut -d' ' -f4 /proc/$p/stat); done
kill -9 -$script`;

type Resource = [kind: string, args: Values];

const devices = (netns?: string): Resource[] => {
	const inIt = { host, ...(netns ? { netns } : {}) };
	return [
		["Link", { ...inIt, name: "kd", type: "dummy", addresses: ["10.9.0.1/24"] }],
		["Link", { ...inIt, name: "kv", type: "veth", peer: { name: "kw" } }],
		["Link", { ...inIt, name: "kt", type: "tap" }],
		["Link", { ...inIt, name: "kb", type: "bridge" }],
		["VRF", { ...inIt, name: "kr", table: 909 }],
		["Tunnel", { ...inIt, name: "kg", type: "gretap", remoteIp: "192.0.2.9", localIp: "192.0.2.2", key: 9 }],
	];
};
const more: Resource[] = [
	["Link", { host, name: "kp", type: "veth", peer: { name: "kq", netns: "theirs" } }],
	["Link", { host, name: "ku", type: "tun" }],
	["Link", { host, name: "kl", type: "vlan", parent: "eth0", vlanId: 7 }],
	["Link", { host, name: "km", type: "macvlan", parent: "eth0" }],
	["Link", { host, name: "ko", type: "bond", mode: "active-backup" }],
	["Tunnel", { host, name: "kx", type: "vxlan", remoteIp: "192.0.2.9", localIp: "192.0.2.2", key: 9 }],
	["WireGuard", { host, name: "ky", privateKey: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=" }],
];

let before: string[];

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, `ip netns add theirs; ip netns exec theirs sh -c '${firstVrf}'; ${firstVrf}`);
	before = await snapshot(host);
});
afterEach(async () => {
	await tryOnHost(host, unwrapped);
	await newRun();
});
afterAll(() => cleanHost(host));

/** Carries out the next `up` after these results: it creates what is not in the state, and updates what a failed create has put there. */
const next = (resources: Resource[], results: PromiseSettledResult<Made>[]): Promise<Made[]> =>
	Promise.all(
		results.map((result, i) => {
			if (result.status === "fulfilled") return result.value;
			const [kind, args] = resources[i] as Resource;
			return result.reason.id === undefined ? create(kind, args) : Made.fromError(kind, args, result.reason).update();
		}),
	);

describe.each<[who: string, how: string]>([
	["`ip` alone", ":"],
	["the whole script", withScript],
])("after %s was killed", (_, how) => {
	test.each<[where: string, resources: Resource[]]>([
		["on the host", [...devices(), ...more]],
		["in a namespace", devices("theirs")],
	])("devices %s are gone on with, and deleted at the end", async (_, resources) => {
		await onHost(host, wrapper(how));
		await newRun();
		const results = await Promise.allSettled(resources.map(([kind, args]) => create(kind, args)));
		expect(await onHost(host, "ls /run/killed")).toBe("/run/killed");
		await onHost(host, unwrapped);
		await newRun();
		const made = await next(resources, results);
		await expectConverged(made);
		expect(await onHost(host, "ls -d /run/pulumi-ovs/intents 2>/dev/null || :")).toBe("");
		await deleteAll(made);
		expect(changed(before, await snapshot(host))).toEqual([]);
	});
});

test("a namespace of which only the file is there is created again", async () => {
	const [made] = (await createAll([["Namespace", { host, name: "kns" }]])) as [Made];
	await onHost(host, "ip netns del kns; touch /run/netns/kns");
	await newRun();
	await made.refresh();
	expect(made.differences()).toEqual([
		expect.stringMatching(/^error: \/run\/netns\/kns is there, but it is not a network namespace/),
	]);
	await made.update();
	const device = await create("Link", { host, name: "kd", type: "dummy", netns: "kns" });
	await expectConverged([made, device]);
	await deleteAll([made, device]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a device of the same name and kind that somebody else makes after the notes have gone is not touched", async () => {
	const args = { host, name: "kd", type: "dummy" };
	await onHost(host, wrapper(withScript));
	await newRun();
	const [result] = (await Promise.allSettled([create("Link", args)])) as [PromiseSettledResult<Made>];
	await onHost(host, unwrapped);
	await newRun();
	const made = await next([["Link", args]], [result]);
	await deleteAll(made);
	await onHost(host, "ip link add dev kd type dummy");
	await newRun();
	await expect(create("Link", args)).rejects.toThrow(/it exists already and does not belong to this program/);
	await onHost(host, "ip link del dev kd");
	expect(changed(before, await snapshot(host))).toEqual([]);
});
