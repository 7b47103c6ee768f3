import { onHost, restartHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, type Made, newRun } from "../support/kind";
import { expectNetwork, networkOf, persist, pings } from "../support/persisted-network";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h3";
const folder = "/etc/pulumi-ovs/boot";

const removed = `rm -rf /etc/pulumi-ovs /etc/systemd/system/pulumi-ovs.service /etc/systemd/system/multi-user.target.wants/pulumi-ovs.service`;

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, removed);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
	// A reboot removes what a failed test has left of the kernel's objects.
	await onHost(host, removed);
	await restartHost(host);
});

const fileOf = async (id: string): Promise<string> =>
	`${folder}/${await onHost(host, `cd ${folder} && ls | grep -- '-${id}[.]'`)}`;

const network = networkOf(host);

/** The host's state without what a reboot changes, and without the kernel's own rule for VRFs. */
const lasting = async (): Promise<string[]> =>
	(await snapshot(host)).filter((line) => !/^\d+: (?:mgmt0|eth0)@|lookup \[l3mdev-table\]/.test(line));

describe("a network with ovs:persist", () => {
	let all: Made[];
	let before: string[];

	beforeAll(async () => {
		before = await lasting();
		await newRun(persist);
		const [first, ...others] = network;
		all = [...(await createAll([first as (typeof network)[0]])), ...(await createAll(others))];
	});

	const comesBack = () => expectNetwork(host, all);

	test("is the same after a refresh, and each file is only root's", async () => {
		await comesBack();
		expect(await onHost(host, `stat -c %a ${folder} ${folder}/[0-9]* | sort -u`)).toBe("600\n700");
	});

	test("is back after a reboot, with packets, before Pulumi runs again", async () => {
		await newRun(persist);
		await restartHost(host);
		expect(await onHost(host, "cat /var/log/pulumi-ovs-boot.log")).toBe("");
		await comesBack();
	});

	test("is the same if its files run again", async () => {
		expect(await tryOnHost(host, `sh ${folder}/run`)).toEqual({ code: 0, stdout: "", stderr: "" });
		await comesBack();
	});

	test("lacks only what a missing device keeps away, and the log names it", async () => {
		const gone = "ovs-vsctl --timeout=20 del-port p1";
		await onHost(host, `${gone}; cp ${await fileOf("Link_eth0.60")} /root/kept`);
		await onHost(host, `f=${await fileOf("Link_eth0.60")}; sed 's/eth0 /eth7 /g' /root/kept >$f`);
		await onHost(host, `sed -i 's/BOOT_WAIT:-60/BOOT_WAIT:-2/' ${folder}/run`);
		await newRun(persist);
		await restartHost(host);
		const said = (await onHost(host, "cat /var/log/pulumi-ovs-boot.log")).split("\n");
		expect(said).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^\d\d-Link_eth0[.]60[.]\w+: device eth7 is not there: skipped$/),
				expect.stringMatching(/^\d\d-Port_p1[.]\w+: device p1 is not there: skipped$/),
			]),
		);
		await onHost(host, `${pings("10.61.0.2", "blue")}; ping -n -c 1 -W 5 -I red 10.61.0.2 >/dev/null; ip rule | grep -q '^171:'`);
		await onHost(host, `cp /root/kept ${await fileOf("Link_eth0.60")}; rm /root/kept`);
		await newRun(persist);
		expect((await Promise.all(all.map((made) => made.refresh()))).filter((isThere) => isThere === false)).toEqual([]);
		const lost = all.filter((made) => made.state.error === "the object is gone, but its boot file is still there");
		expect(lost.length).toBeGreaterThan(0);
		await newRun(persist);
		await Promise.all(all.map((made) => made.update()));
		await comesBack();
	});

	test("leaves nothing after destroy", async () => {
		await deleteAll(all);
		expect(changed(before, await lasting())).toEqual([]);
		expect(await onHost(host, "ls /etc/pulumi-ovs /etc/systemd/system/pulumi-ovs.service 2>/dev/null || :")).toBe("");
		await newRun(persist);
		await restartHost(host);
		expect(await onHost(host, "ip rule | grep -c 17[12]: || :")).toBe("0");
	});
});

test("drift of a boot file is reported and repaired, and switching off removes the files", async () => {
	await newRun(persist);
	const made = await create("Link", { host, name: "d9", type: "dummy" });
	const file = await fileOf("Link_d9");
	for (const damage of [`rm ${file}`, `echo '# more' >>${file}`, `rm ${folder}/run`]) {
		await onHost(host, damage);
		await newRun(persist);
		await made.refresh();
		expect(made.state.error).toContain(file);
		await repairsWith(made);
	}
	await newRun();
	expect(await made.diff()).toEqual([]);
	await made.update();
	expect(await onHost(host, "ls /etc/pulumi-ovs 2>/dev/null || :")).toBe("");
	expect(await made.diff()).toBeUndefined();
	await newRun(persist);
	expect(await made.diff()).toEqual([]);
	await made.update();
	expect(await onHost(host, `cat ${await fileOf("Link_d9")}`)).toContain("link add dev d9 type dummy");
	await deleteAll([made]);
	expect(await onHost(host, "ls /etc/pulumi-ovs 2>/dev/null || :")).toBe("");
});

async function repairsWith(made: Made): Promise<void> {
	expect(await made.diff()).toEqual([]);
	await made.update();
	await newRun(persist);
	await made.refresh();
	expect([made.state.error, await made.diff()]).toEqual([undefined, undefined]);
}
