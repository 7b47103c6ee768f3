import { kinds } from "../../../provider/kinds";
import type { Facts } from "../../../provider/model/facts";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";

const flowTable = kinds.FlowTable as Kind;

/** The error of a table that nft refuses at these lines of its input. */
function refusal(lines: number[]): string {
	const { values } = checkInputs(flowTable, { host: "h1", name: "fast", priority: "filter", expression: "udp dport 53" });
	const refused = lines.map((line) => `/dev/stdin:${line}:1-9: Error: conflicting protocols specified`).join("\n");
	const facts = { nftRendered: () => ({ refused }) } as unknown as Facts;
	const accepted = flowTable.requires(values).find(({ name }) => name.startsWith("what nft accepts"));
	try {
		accepted?.there(facts);
	} catch (error) {
		return (error as Error).message;
	}
	return "";
}

test("a refusal of nft names the fields of a FlowTable", () => {
	const all = [1, 2, 3, 4, 5, 6].map((line) => refusal([line]));
	expect(all.join("\n")).not.toMatch(/chains\.forward\.rules|flowtables\.fast\./);
	expect(all).toContainEqual(
		expect.stringContaining("nft on this host refuses expression, and nothing of the table was changed"),
	);
});
