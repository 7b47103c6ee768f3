import { redact } from "../../../provider/base/redact";

test("secrets are taken out of a text, one that holds another first", () => {
	expect(redact("key 77123, comment s3cret-and-more", ["s3cret", "77123", undefined, "s3cret-and-more"])).toBe(
		"key ***, comment ***",
	);
});
