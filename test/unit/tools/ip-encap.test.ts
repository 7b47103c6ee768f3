import { parseRoutes } from "../../../provider/tools/ip-route";

/** What iproute2 6.1 prints of routes to segments of the host: the fields of the encapsulation are among the route's own. */
const listed = `family 4
[]
family 6
[{"type":"1","dst":"2001:db8:5e9::/64","encap":"seg6local","action":"End.T","table":"4000000000","dev":"d0","table":"9","protocol":"3","scope":"0","metric":1024,"flags":["linkdown"],"metrics":[{"cwnd":4272}],"pref":"medium"},{"type":"1","dst":"2001:db8:5ea::/64","encap":"seg6local","action":"End.DX6","nh6":"2001:db8::7","dev":"d0","table":"254","protocol":"3","scope":"0","metric":1024,"flags":["linkdown"],"pref":"medium"}]
locked 6 1 2001:db8:5e9::/64  encap seg6local action End.T table 4000000000 dev d0 table 9 proto 3 scope 0 metric 1024 linkdown cwnd lock 4272 pref medium
`;

test("the table of a segment's action is told from the route's, also where a metric is locked", () => {
	const [first, second] = parseRoutes(listed);
	expect(first).toMatchObject({
		table: 9,
		dev: "d0",
		cwnd: 4272,
		encap: { type: "seg6local", action: "End.T", table: 4000000000 },
	});
	expect(second).toMatchObject({ table: 254, encap: { type: "seg6local", action: "End.DX6", nh6: "2001:db8::7" } });
	expect([first?.unsupported, second?.unsupported]).toEqual([undefined, undefined]);
});

test("an encapsulation that is an object has the same fields (iproute2 from 6.4)", () => {
	const nested = listed.replace(
		/"encap":"seg6local",("action":"End.T","table":"4000000000")/,
		'"encap":{"encap_type":"seg6local",$1}',
	);
	expect(parseRoutes(nested)[0]).toEqual(parseRoutes(listed)[0]);
});
