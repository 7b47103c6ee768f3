import { onHost, tryOnHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, firstVrf, snapshot } from "../support/snapshot";

// The connection breaks while the script of a creation runs.
const host = "h1";
const p = new Project("lost");
let before: string[];

/** Stands before the host's `ip`: after its first batch it ends the SSH session that it runs in, or does so in place of the batch. */
const wrapper = (last: "run" | "drop") => `
mkdir -p /usr/local/sbin; rm -f /run/cut; cat >/usr/local/sbin/ip <<'END'
#!/bin/sh
real=/usr/sbin/ip; [ -x $real ] || real=/sbin/ip
case " $* " in *" -batch "*) [ -e /run/cut ] || cut=yes ;; esac
[ "$cut" ] || exec $real "$@"
touch /run/cut
${last === "run" ? '$real "$@"; c=$?' : ":"}
p=$PPID script=$PPID
until [ "$(cat /proc/$p/comm)" = sshd ]; do script=$p; p=$(cut -d' ' -f4 /proc/$p/stat); done
kill -9 $p
${last === "run" ? "exit $c" : "kill -9 -$script"}
END
chmod +x /usr/local/sbin/ip`;
const unwrapped = "rm -f /usr/local/sbin/ip /run/cut";

const program = `
const host = "${host}";
const br = new ovs.Bridge("br-lost", { host });
new ovs.Port("pi", { host, bridge: br.name, type: "internal", addresses: ["10.9.1.1/24"] });
new ovs.Tunnel("tk", { host, type: "gretap", remoteIp: "192.0.2.9", localIp: "192.0.2.1", key: 9 });
new ovs.Link("dl", { host, type: "dummy", addresses: ["10.9.0.1/24"] });
new ovs.Link("va", { host, type: "veth", peer: { name: "vb" } });
const vrf = new ovs.VRF("red", { host, table: 909 });
new ovs.Namespace("lostns", { host, name: "lostns" });
new ovs.Link("eth0", { host, type: "device", mtu: 1400 });
new ovs.Link("theirs", { host, type: "dummy", mtu: 1300, adopt: true });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Rule("pref", { host, priority: 909, from: "10.9.0.0/24", table: 909 });
new ovs.NftTable("lost", { host, family: "inet", chains: { c: { rules: ["accept"] } } });
new ovs.OpenFlowTable("flows", { host, bridge: br.name, table: 9, flows: [{ priority: 1, actions: "drop" }] });
`;

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, "ip link add dev theirs type dummy; ip link set dev theirs alias 'somebody' up");
	await onHost(host, firstVrf);
	before = await snapshot(host);
});

afterEach(() => onHost(host, unwrapped));
afterAll(async () => {
	await tryOnHost(host, unwrapped);
	p.remove();
	await cleanHost(host);
});

/** Creates everything with a connection that breaks at the first batch of \`ip\`, and returns the resources of the state. */
async function lose(last: "run" | "drop") {
	await onHost(host, wrapper(last));
	const { code, output } = await p.program(program).tryUp();
	expect(code).not.toBe(0);
	expect(output).toMatch(/the connection to .* broke while a script ran/);
	await onHost(host, unwrapped);
	return [...p.resources().values()].filter(({ type }) => type.startsWith("pulumi-nodejs:"));
}

test("what the script had begun is carried out, is in the state, and the next up goes on from there", async () => {
	const resources = await lose("run");
	const unknown = resources.filter(({ initErrors }) => (initErrors ?? []).length > 0);
	expect(unknown.length).toBeGreaterThanOrEqual(8);
	expect(await onHost(host, "ip -o link show dl | grep -c pulumi-ovs")).toBe("1");
	const { code, output } = await p.tryUp();
	expect([code, output]).toEqual([0, output]);
	expect((await p.drift()).code).toBe(0);
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("destroy removes what such a script has made, and gives back what it took over", async () => {
	await lose("run");
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a refresh tells what came about of it", async () => {
	await lose("drop");
	await p.must(["refresh", "--yes", "--skip-preview"]);
	const left = [...p.resources().values()].filter(({ type }) => type.startsWith("pulumi-nodejs:"));
	expect(left.flatMap(({ initErrors }) => initErrors ?? [])).toEqual([]);
	await p.up();
	expect((await p.drift()).code).toBe(0);
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});
