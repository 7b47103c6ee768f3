import { elementKey, withoutExpiry } from "../../../provider/nft/elements";

test.each([
	["10.0.0.1", "10.0.0.1"],
	["10.0.0.1 counter", "10.0.0.1"],
	["10.0.0.1 last", "10.0.0.1"],
	["10.0.0.1 ct count over 5", "10.0.0.1"],
	["10.0.0.1 limit rate 10/second", "10.0.0.1"],
	["10.0.0.1 counter packets 3 bytes 252", "10.0.0.1"],
	["10.0.0.1 counter timeout 1h expires 59m", "10.0.0.1"],
	["10.0.0.1 . 22 counter : accept", "10.0.0.1 . 22"],
	["2001:db8::1 : jump one", "2001:db8::1"],
	['10.0.0.1 comment "a : b" : accept', "10.0.0.1"],
	['"eth0" . 10.0.0.0/8 quota 25 mbytes', '"eth0" . 10.0.0.0/8'],
	['"a counter" . 22 counter', '"a counter" . 22'],
])("the key of %s is %s", (element, key) => {
	expect(elementKey(element)).toBe(key);
});

test("a comment about a lifetime is no lifetime", () => {
	expect(withoutExpiry('10.0.0.1 timeout 1h expires 59m comment "expires soon"')).toBe(
		'10.0.0.1 timeout 1h comment "expires soon"',
	);
	expect(withoutExpiry('10.0.0.1 comment "it expires soon"')).toBe('10.0.0.1 comment "it expires soon"');
});
