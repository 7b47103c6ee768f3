import { onHost } from "../support/hosts";
import { create, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
const families = {
	4: { destination: "10.8.0.0/16", vias: ["10.0.0.7", "10.0.0.8", "10.0.0.9"], lost: "10.99.0.1" },
	6: { destination: "2001:db8:8::/48", vias: ["2001:db8::7", "2001:db8::8", "2001:db8::9"], lost: "2001:db8:99::1" },
} as const;

beforeAll(() => cleanHost(host));
beforeEach(async () => {
	await newRun();
	await onHost(
		host,
		"ip link add dev d1 type dummy; ip link set d1 up; ip addr add 10.0.0.1/24 dev d1; ip addr add 2001:db8::1/64 dev d1 nodad",
	);
});
afterEach(async () => {
	await newRun();
	await cleanHost(host);
});

test.each([4, 6] as const)(
	"IPv%i: a route of somebody else stays, whatever becomes of the route of the same key",
	async (family) => {
		const { destination, vias, lost } = families[family];
		const [theirs, first, second] = vias;
		const ip = `ip -${family}`;
		// An IPv6 route to a gateway would become one with this program's. One to a device stays by itself.
		const foreign = `${destination} ${family === 4 ? `via ${theirs} ` : ""}dev d1 metric 50`;
		const list = async () =>
			(await onHost(host, `${ip} route show ${destination} | sed 's/ pref medium//; s/ *$//'`)).split("\n");
		const args = { host, destination, via: first, dev: "d1", metric: 50 };
		await onHost(host, `${ip} route add ${foreign}`);
		const before = await snapshot(host);

		await expect(create("Route", args)).rejects.toThrow("it exists already");
		expect(await list()).toEqual([foreign]);

		// The route comes about while there is no other one; then somebody puts theirs before it.
		await onHost(host, `${ip} route del ${foreign}`);
		await newRun();
		const own = await create("Route", args);
		const withOwn = (via: string, more = "") => `${destination} via ${via} dev d1 proto 250 metric 50${more}`;
		await onHost(
			host,
			`${ip} route del ${destination} metric 50; ${ip} route add ${foreign}; ${ip} route append ${withOwn(first)}`,
		);
		await newRun();
		await own.update({ ...args, via: second });
		expect((await list()).sort()).toEqual([foreign, withOwn(second)].sort());
		await own.update({ ...args, via: second, mtu: 1400 });
		expect((await list()).sort()).toEqual([foreign, withOwn(second, " mtu 1400")].sort());
		await expect(own.update({ ...args, via: lost })).rejects.toThrow("can't be reached");
		expect((await list()).sort()).toEqual([foreign, withOwn(second, " mtu 1400")].sort());
		await newRun();
		await own.delete();
		expect(changed(before, await snapshot(host))).toEqual([]);
	},
);

test.each([4, 6] as const)("IPv%i: routes of somebody else with another metric, ToS or table stay too", async (family) => {
	const { destination, vias } = families[family];
	const [theirs, first, second] = vias;
	const ip = `ip -${family}`;
	const others = [`metric 40`, `table 77 metric 50`, ...(family === 4 ? ["metric 50 tos 0x10"] : [])];
	for (const key of others) await onHost(host, `${ip} route add ${destination} via ${theirs} dev d1 ${key}`);
	const before = await snapshot(host);
	const args = { host, destination, via: first, dev: "d1", metric: 50 };
	const own = await create("Route", args);
	await own.update({ ...args, via: second });
	expect(await own.diff({ ...args, via: second })).toBeUndefined();
	await newRun();
	await own.delete();
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("an IPv6 route of somebody else with a source address comes back with the device that has the address", async () => {
	const tunnel = { host, name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["2001:db8:5::1/64"] };
	const made = await create("Tunnel", tunnel);
	const listed = () => onHost(host, "ip -6 route show 2001:db8:77::/48");
	await onHost(
		host,
		"for i in $(seq 50); do ip -6 addr show dev t1 | grep -q tentative || break; sleep 0.1; done; ip -6 route add 2001:db8:77::/48 dev t1 src 2001:db8:5::1",
	);
	const before = await listed();
	expect(before).toContain("src 2001:db8:5::1");
	await newRun();
	await made.update({ ...tunnel, key: 6 });
	expect(await listed()).toBe(before);
});

test("beside 50,000 routes of somebody else in its table and over its device, a route comes, changes and goes, and none is lost", async () => {
	const theirs = () => onHost(host, "ip route show table main proto static | md5sum");
	await onHost(
		host,
		`seq 50000 | awk '{ printf "route add 100.%d.%d.%d/32 via 10.0.0.9 proto static\\n", $1 / 65536 + 64, $1 / 256 % 256, $1 % 256 }' | ip -batch -`,
	);
	const before = await theirs();
	const route = await create("Route", { host, destination: "10.8.0.0/16", via: "10.0.0.7" });
	await newRun();
	await route.update({ ...route.args, via: "10.0.0.8", mtu: 1400 });
	expect(await onHost(host, "ip route show 10.8.0.0/16")).toMatch(/^10\.8\.0\.0\/16 via 10\.0\.0\.8 dev d1 proto 250 mtu 1400/);
	await newRun();
	await route.delete();
	expect(await theirs()).toBe(before);
}, 600_000);

test("a device that goes into a VRF takes routes of somebody else along, and a warning names them and their gateways", async () => {
	await newRun();
	await create("VRF", { host, name: "red", table: 77 });
	await onHost(host, "ip route add 10.84.0.0/16 via 10.0.0.9 proto static");
	const warnings: string[] = [];
	const told = jest.spyOn(process.stderr, "write").mockImplementation((text) => warnings.push(String(text)) > 0);
	try {
		await create("Link", { host, name: "d1", type: "dummy", adopt: true, vrf: "red" });
	} finally {
		told.mockRestore();
	}
	expect(warnings.join("")).toMatch(/route 10[.]84[.]0[.]0.16 .*via 10[.]0[.]0[.]9 dev d1.* is missing: add it again by hand/);
});
