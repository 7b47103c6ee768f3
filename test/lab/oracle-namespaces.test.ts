import { readFileSync } from "node:fs";
import { onNamespaceHost, whyNoNamespaces } from "../oracle/namespaces";
import { tryInNamespaces } from "../oracle/places";

/** `npm run soak` tries thousands, with other seeds. */
const inputs = 940;

jest.setTimeout(2_400_000);

test(`${inputs} generated inputs of all kinds are applied, read back as they were given, and leave nothing`, async () => {
	expect(await tryInNamespaces({ inputs, firstSeed: 1, batchSize: 120 })).toEqual([]);
});

const reason = whyNoNamespaces();
if (reason !== undefined) process.stderr.write(`SKIPPED: there is no host in namespaces here: ${reason}\n`);

(reason === undefined ? test : test.skip)("a host in namespaces changes nothing of this machine", () => {
	const look = () =>
		["/proc/net/dev", "/proc/sys/net/ipv4/ip_forward", "/proc/sys/vm/swappiness"].map((file) =>
			readFileSync(file, "utf8").replace(/(?<=:).*/g, ""),
		);
	const before = look();
	const script = `ip link add p0 type veth peer name p1
echo 1 >/proc/sys/net/ipv4/ip_forward && cat /proc/sys/net/ipv4/ip_forward
for file in /proc/sys/vm/swappiness /etc/pulumi-ovs-test /dev/shm/pulumi-ovs-test "$PWD/pulumi-ovs-test"; do (echo 1 >"$file") 2>/dev/null && echo "$file"; done
echo 1 >/run/pulumi-ovs-test && ls /run/pulumi-ovs-test
cut -d " " -f 5 /proc/self/mountinfo | grep -Ev "^/(run|tmp)(/|$)" | while read -r point; do [ -d "$point" ] && [ -w "$point" ] && echo "$point"; done`;
	expect(onNamespaceHost(["sh", "-c", script]).stdout).toBe("1\n/run/pulumi-ovs-test\n");
	expect(look()).toEqual(before);
	expect(() => readFileSync("/run/pulumi-ovs-test")).toThrow("ENOENT");
});
