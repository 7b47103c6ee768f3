import { readOnly, writable } from "../support/disks";
import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { persist } from "../support/persisted-network";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// A host on which the journal or the boot files can't be written. A change that needs them is refused before its first step.
const host = "h2";

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterEach(async () => {
	await newRun();
	await tryOnHost(
		host,
		`${writable("/run")}; ${writable("/etc")}; umount /run/pulumi-ovs; umount /etc/pulumi-ovs
rm -rf /etc/pulumi-ovs; mkdir -p /run/pulumi-ovs`,
	);
	await cleanHost(host);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

/** The error of each piece of work, or undefined where it succeeds. */
const errorsOf = (works: Promise<unknown>[]): Promise<(string | undefined)[]> =>
	Promise.all(
		works.map((work) =>
			work.then(
				() => undefined,
				(error: Error) => error.message,
			),
		),
	);

const journaled: [string, object][] = [
	["Sysctl", { host, key: "net.ipv4.conf.eth0.log_martians", value: 1 }],
	["Rule", { host, priority: 911, from: "10.9.0.0/24", table: 911 }],
	["Route", { host, destination: "10.99.0.0/24", dev: "eth0", metric: 911 }],
	["Link", { host, name: "eth0", type: "device", mtu: 1400 }],
	["Namespace", { host, name: "kept" }],
];
const free: [string, object][] = [["Link", { host, name: "dfree", type: "dummy" }]];

test("while /run is read-only, nothing is deleted whose entry in the journal would stay", async () => {
	const before = await snapshot(host);
	const all = await createAll([...journaled, ...free]);
	const noted = all.slice(0, journaled.length);
	const created = await snapshot(host);
	await onHost(host, readOnly("/run"));
	await newRun();
	const errors = await errorsOf(all.map((made) => made.delete()));
	expect(errors.at(-1)).toBeUndefined();
	for (const error of errors.slice(0, -1))
		expect(error).toMatch(
			/^\w+ \(h2\/.*: the host's journal in \/run\/pulumi-ovs\/owned can't be changed \(.*Read-only file system\): make \/run writable.*; nothing was changed/,
		);
	await onHost(host, writable("/run"));
	const left = changed(created, await snapshot(host)).filter((line) => !line.includes("dfree"));
	expect(left.filter((line) => /eth0|911|10[.]99|kept|owned/.test(line))).toEqual([]);
	await deleteAll(noted);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("while /run is read-only, nothing is created or changed that needs a new entry", async () => {
	const before = await snapshot(host);
	// This value is there already, so that only the entry is missing.
	await onHost(host, `sysctl -w net.ipv4.conf.eth0.log_martians=1; ${readOnly("/run")}`);
	const errors = await errorsOf(journaled.map(([kind, args]) => create(kind, args)));
	for (const error of errors) expect(error).toMatch(/the host's journal in .*Read-only file system\): make \/run writable/);
	await onHost(host, writable("/run"));
	await onHost(host, "sysctl -w net.ipv4.conf.eth0.log_martians=0");
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("while /run is full, nothing is created that needs an entry, and a deletion works", async () => {
	const before = await snapshot(host);
	const gone = await createAll(journaled.slice(0, 2));
	await onHost(
		host,
		`mkdir /run/kept; cp -a /run/pulumi-ovs/. /run/kept; mount -t tmpfs -o size=64k tmpfs /run/pulumi-ovs
cp -a /run/kept/. /run/pulumi-ovs; rm -r /run/kept; head -c 1M /dev/zero >/run/pulumi-ovs/filler 2>/dev/null || true`,
	);
	await newRun();
	const errors = await errorsOf(journaled.slice(2).map(([kind, args]) => create(kind, args)));
	for (const error of errors)
		expect(error).toMatch(/the host's journal in .*No space left on device\): free some space in \/run/);
	await deleteAll(gone);
	await onHost(host, "umount /run/pulumi-ovs; rm -r /run/pulumi-ovs");
	expect(changed(before, await snapshot(host))).toEqual([]);
});

describe.each([
	["read-only", readOnly("/etc"), /Read-only file system/],
	[
		"full",
		`mkdir -p /etc/pulumi-ovs; mount -t tmpfs -o size=4k tmpfs /etc/pulumi-ovs; head -c 1M /dev/zero >/etc/pulumi-ovs/filler 2>/dev/null || true`,
		/No space left on device/,
	],
])("while the place of the boot files is %s", (_how, spoil, reason) => {
	test("no object is made without its boot file", async () => {
		const before = await snapshot(host);
		await onHost(host, spoil);
		await newRun(persist);
		const errors = await errorsOf([...journaled.slice(0, 2), ...free].map(([kind, args]) => create(kind, args)));
		for (const error of errors) expect(error).toMatch(/its boot file can't be changed in \/etc\/pulumi-ovs\/boot/);
		for (const error of errors) expect(error).toMatch(reason);
		for (const error of errors) expect(error).toMatch(/nothing was changed/);
		expect(changed(before, await snapshot(host))).toEqual([]);
	});
});

test("while /etc is read-only, nothing is deleted whose boot file would stay", async () => {
	const before = await snapshot(host);
	await newRun(persist);
	const all = await createAll([...journaled.slice(0, 2), ...free]);
	const created = await snapshot(host);
	await onHost(host, readOnly("/etc"));
	await newRun(persist);
	const errors = await errorsOf(all.map((made: Made) => made.delete()));
	for (const error of errors)
		expect(error).toMatch(/its boot file can't be changed in .*Read-only file system.*nothing was changed/);
	expect(changed(created, await snapshot(host))).toEqual([]);
	await onHost(host, writable("/etc"));
	await expectConverged(all, persist);
	await deleteAll(all, persist);
	expect(changed(before, await snapshot(host))).toEqual([]);
	expect(await onHost(host, "ls -A /etc | grep pulumi-ovs || :")).toBe("");
});
