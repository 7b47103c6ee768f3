import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../../../provider/model/fact";
import type { Link } from "../../../provider/tools/ip-link";
import type { KernelRoute } from "../../../provider/tools/ip-route";
import type { KernelRule } from "../../../provider/tools/ip-rule";
import type { Fact } from "../../../provider/tools/list";
import type { Listing } from "../../../provider/tools/nft-listing";
import type { Ovs, OvsReading, Row } from "../../../provider/tools/ovs-listing";
import type { ListedFlow } from "../../../provider/tools/ovs-ofctl-flows";

// The same network, read with the tools of Debian 12 and of Debian 13: test/recorded/README.md.
const recordings = [12, 13].map((release) => {
	const file = join(__dirname, `../../recorded/versions/debian-${release}.json`);
	const all: { fact: Fact; stdout: string[] }[] = JSON.parse(readFileSync(file, "utf8"));
	return <T>(read: Fact["read"]): T => {
		const found = all.find(({ fact }) => fact.read === read);
		if (!found) throw new Error(`${file} has no ${read}`);
		return parse(found.fact, { stdout: found.stdout.join("\n"), stderr: "", code: 0 }) as T;
	};
});
const both = <T>(read: Fact["read"]): [T, T] => recordings.map((recorded) => recorded<T>(read)) as [T, T];

test("namespaces, routes, rules and flows read the same", () => {
	for (const read of ["namespaces", "routes", "rules", "flows"] as const) {
		const [older, newer] = both(read);
		expect(newer).toEqual(older);
	}
});

test("what was read is what the script has laid out", () => {
	const [, routes] = both<KernelRoute[]>("routes");
	expect(routes.find(({ destination }) => destination === "10.16.0.0/16")).toMatchObject({
		encap: { type: "ip", id: 1000, dst: "172.16.0.1", key: true },
	});
	const [, rules] = both<KernelRule[]>("rules");
	expect(rules.map(({ priority }) => priority)).toEqual(expect.arrayContaining([100, 101, 102, 103, 104, 110]));
	expect(both<ListedFlow[]>("flows").map((flows) => flows.length)).toEqual([6, 6]);
});

test("devices read the same, except timers and settings that only the newer iproute2 prints", () => {
	const [older, newer] = both<Map<string, Link>>("links");
	expect(newer.size).toBe(15);
	const settings = (all: Record<string, unknown> = {}) =>
		Object.fromEntries(Object.entries(all).filter(([key]) => !key.endsWith("_timer")));
	for (const [name, { data, bridgePort, ...link }] of older) {
		const { data: newData = {}, bridgePort: newPort, ...newLink } = newer.get(name) as Link;
		expect(newLink).toEqual(link);
		expect(newData).toMatchObject(settings(data));
		expect(newPort ?? {}).toMatchObject(settings(bridgePort));
	}
	expect([...newer.keys()]).toEqual([...older.keys()]);
});

test("an nft table reads the same, but each nft has its own spelling of rules", () => {
	const withoutHandles = (listing: Listing) =>
		JSON.stringify(listing, (key, value) => (key === "handle" ? undefined : value instanceof Map ? [...value] : value), "\t");
	const [older, newer] = both<Listing>("nft").map((listing) => withoutHandles(listing).split("\n"));
	const differing = older?.flatMap((line, i) => (line === newer?.[i] ? [] : [[line.trim(), newer?.[i]?.trim()]]));
	// Rules are compared in the normal form of the host's own nft.
	expect(differing).toEqual([
		[
			'"text": "tcp flags syn / syn,ack limit rate over 10/second log prefix \\"too many \\" group 3 drop"',
			'"text": "tcp flags & (syn | ack) == syn limit rate over 10/second burst 5 packets log prefix \\"too many \\" group 3 drop"',
		],
	]);
});

test("Open vSwitch's rows read the same", () => {
	const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
	const contents = ({ ovs }: OvsReading) => {
		const rows = Object.entries(ovs as Ovs).flatMap(([table, all]) =>
			all instanceof Map ? [...(all as Map<string, Row>).values()].map((row) => ({ table, ...row })) : [],
		);
		const volatile = ["datapath_id", "mac"];
		const lines = rows.map((row) => JSON.stringify(row, (key, value) => (volatile.includes(key) ? undefined : value)));
		return lines.map((line) => line.replaceAll(uuid, "<row>")).sort();
	};
	const [older, newer] = both<OvsReading>("ovs").map(contents);
	expect(newer).toEqual(older);
	expect(newer?.length).toBeGreaterThan(20);
});
