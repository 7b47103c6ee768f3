import fc from "fast-check";
import { ArgumentError } from "../../../sdk/components/arguments";
import { fullMesh, type Link, type LoopPrevention, peersOf, planLinks } from "../../../sdk/components/mesh-links";

const three = ["h1", "h2", "h3"];

function refused(hosts: string[], links: unknown, prevention: LoopPrevention = "none"): string {
	try {
		planLinks(hosts, links as Link[] | undefined, prevention);
	} catch (error) {
		if (error instanceof ArgumentError) return `${error.path}: ${error.message}`;
		throw error;
	}
	throw new Error("was not refused");
}

test("without links every pair has one", () => {
	expect(planLinks(three, undefined, "split-horizon")).toEqual([["h1", "h2"], ["h1", "h3"], ["h2", "h3"]]); // biome-ignore format: a table
	expect(planLinks(["h1"], undefined, "split-horizon")).toEqual([]);
});

test("the links of a full mesh may be written out, in any direction", () => {
	const links: Link[] = [["h3", "h1"], ["h2", "h1"], ["h3", "h2"]]; // biome-ignore format: a table
	expect(planLinks(three, links, "split-horizon")).toBe(links);
});

test("hub and spoke needs no loop prevention", () => {
	const links: Link[] = [["h1", "h2"], ["h1", "h3"]]; // biome-ignore format: a table
	expect(planLinks(three, links, "none")).toBe(links);
	expect(planLinks(three, links, "rstp")).toBe(links);
});

test("hub and spoke with split horizon is refused: spokes could not reach each other", () => {
	const message = refused(three, [["h1", "h2"], ["h1", "h3"]], "split-horizon"); // biome-ignore format: a table
	expect(message).toMatch(
		/^links: with split horizon \(the default\) .*so h2 and h3, which have no link, could not reach each other\./,
	);
	expect(message).toContain('loopPrevention: "none"');
	expect(message).toContain('loopPrevention: "rstp"');
});

test("the third link of the puzzle closes a loop", () => {
	const message = refused(three, [["h1", "h2"], ["h1", "h3"], ["h2", "h3"]]); // biome-ignore format: a table
	expect(message).toMatch(/^links\[2\]: h2–h3 closes the loop h2–h3–h1–h2, /);
	expect(message).toMatch(/"split-horizon".*"rstp".*remove h2–h3/);
});

test("a full mesh of three is refused without loop prevention, and one of two is not", () => {
	expect(refused(three, undefined)).toMatch(/^loopPrevention: h2–h3 closes the loop h2–h3–h1–h2, .*set links that form a tree/);
	expect(planLinks(["h1", "h2"], undefined, "none")).toEqual([["h1", "h2"]]);
});

test("a loop is named by its shortest way", () => {
	const hosts = ["a", "b", "c", "d", "e"];
	const message = refused(hosts, [["a", "b"], ["b", "c"], ["c", "d"], ["b", "e"], ["d", "a"]]); // biome-ignore format: a table
	expect(message).toMatch(/^links\[4\]: d–a closes the loop d–a–b–c–d,/);
});

test.each([
	["an unknown host", [["h1", "h9"]], 'links[0]: "h9" is not a host of this mesh; its hosts are h1, h2, h3'],
	["a link to itself", [["h2", "h2"]], "links[0]: links h2 to itself"],
	["the same link", [["h1", "h2"], ["h1", "h2"]], "links[1]: h1–h2 is already links[0]; a link works in both directions"], // biome-ignore format: a table
	["the link backwards", [["h1", "h2"], ["h2", "h1"]], "links[1]: h2–h1 is already links[0]; a link works in both directions"], // biome-ignore format: a table
	[
		"a link of three",
		[["h1", "h2", "h3"]],
		'links[0]: must be a pair of hosts\' names such as ["h1", "h2"], not ["h1","h2","h3"]',
	],
	["a name", ["h1-h2"], 'links[0]: must be a pair of hosts\' names such as ["h1", "h2"], not "h1-h2"'],
])("%s is refused", (_, links, message) => {
	expect(refused(three, links, "rstp")).toBe(message);
});

test("an unknown loopPrevention is refused", () => {
	expect(refused(three, undefined, "stp" as LoopPrevention)).toBe(
		'loopPrevention: must be "split-horizon", "rstp" or "none", not "stp"',
	);
});

test("peers are in the order of the hosts", () => {
	const peers = peersOf(three, [["h3", "h1"], ["h2", "h1"]]); // biome-ignore format: a table
	expect(Object.fromEntries(peers)).toEqual({ h1: ["h2", "h3"], h2: ["h1"], h3: ["h1"] });
});

describe("for any number of hosts", () => {
	const hosts = fc.integer({ min: 1, max: 12 }).map((n) => Array.from({ length: n }, (_, i) => `h${i}`));
	const graph = hosts.chain((names) => fc.record({ names: fc.constant(names), links: fc.subarray(fullMesh(names)) }));

	test("a full mesh has n(n-1)/2 links, and n-1 peers per host", () => {
		fc.assert(
			fc.property(hosts, (names) => {
				const links = planLinks(names, undefined, "split-horizon");
				expect(links).toHaveLength((names.length * (names.length - 1)) / 2);
				for (const peers of peersOf(names, links).values()) expect(peers).toHaveLength(names.length - 1);
			}),
		);
	});

	test('"none" accepts exactly the forests', () => {
		fc.assert(
			fc.property(graph, ({ names, links }) => {
				const accepted = tries(() => planLinks(names, links, "none"));
				expect(accepted).toBe(links.length === names.length - components(names, links));
			}),
		);
	});

	test("split horizon accepts exactly the full meshes, and RSTP any mesh", () => {
		fc.assert(
			fc.property(graph, ({ names, links }) => {
				expect(tries(() => planLinks(names, links, "split-horizon"))).toBe(links.length === fullMesh(names).length);
				expect(planLinks(names, links, "rstp")).toBe(links);
			}),
		);
	});
});

function tries(work: () => unknown): boolean {
	try {
		work();
		return true;
	} catch {
		return false;
	}
}

/** The number of connected components of a graph. */
function components(names: string[], links: Link[]): number {
	let parts = names.map((name) => new Set([name]));
	for (const link of links) {
		const joined = parts.filter((part) => link.some((end) => part.has(end)));
		parts = [...parts.filter((part) => !joined.includes(part)), new Set(joined.flatMap((part) => [...part]))];
	}
	return parts.length;
}
