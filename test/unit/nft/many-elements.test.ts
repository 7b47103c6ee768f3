import type { Values } from "../../../provider/base/values";
import { kindNamed, outcome } from "../support/cases";

/** Methods of lists that look at each member, so that one call per element is quadratic. */
const scans = ["includes", "indexOf", "some", "every", "find", "findIndex"] as const;

/** The members that the scans of lists may have looked at while `work` ran, and the characters that were searched. */
function counted(work: () => void): number {
	let looks = 0;
	const list = Array.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
	const text = String.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
	const originals = [
		...scans.map((name) => [list, name, list[name]] as const),
		...["replace", "match", "split"].map((name) => [text, name, text[name]] as const),
	];
	for (const [on, name, original] of originals)
		on[name] = function (this: { length: number }, ...args: unknown[]) {
			looks += this.length;
			return (original as (...args: unknown[]) => unknown).apply(this, args);
		};
	try {
		work();
	} finally {
		for (const [on, name, original] of originals) on[name] = original as never;
	}
	return looks;
}

const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

/** As nft lists them: two to a line. */
function elementsText(all: string[]): string[] {
	const lines: string[] = [];
	for (let i = 0; i < all.length; i += 2) lines.push(`${i === 0 ? "elements = { " : "       "}${all.slice(i, i + 2).join(", ")}`);
	return lines.map((line, i) => `    ${line}${i === lines.length - 1 ? " }" : ","}`);
}

const listing = (all: string[], live: string, mark: boolean): string[] => [
	"table inet gw { # handle 6",
	...(mark ? ["  chain pulumi_ovs { # handle 90", '    return comment "pulumi-ovs:demo/dev" # handle 91', "  }"] : []),
	...["  set s { # handle 7", "    type ipv4_addr", ...elementsText(all), "  }"],
	...["  set live { # handle 8", "    type ipv4_addr", "    flags dynamic,timeout", live, ...elementsText(all), "  }"],
	...["  map m { # handle 9", "    type ipv4_addr : mark", ...elementsText(all.map((e) => `${e} : 0x00000005`)), "  }"],
	"}",
];

const wantOf = (all: string[]): Values => ({
	...{ family: "inet", name: "gw" },
	sets: { s: { type: "ipv4_addr", elements: all }, live: { type: "ipv4_addr", flags: ["dynamic", "timeout"], elements: all } },
	maps: { m: { type: "ipv4_addr", value: "mark", elements: Object.fromEntries(all.map((e) => [e, "5"])) } },
});

/** The work for a table with so many elements of which one is changed: checks, listing, plan and drift. */
function work(many: number): number {
	const there = Array.from({ length: many }, (_, i) => address(i));
	const wanted = there.map((e, i) => (i === 7 ? "10.255.0.1" : e));
	return counted(() => {
		const { plan, look } = outcome(kindNamed("NftTable"), {
			want: wantOf(wanted),
			was: { ...wantOf(there), handle: 6 },
			facts: {
				nft: { "": { "inet gw": listing(there, "    size 65535", true) } },
				rendered: { "inet gw": listing(wanted, "    size 65535", false) },
			},
		});
		expect(plan().commands.filter((line) => /10\.0\.0\.7|10\.255/.test(String(line)))).toHaveLength(6);
		expect(look().drift.length).toBeGreaterThan(0);
	});
}

test("the work for a table grows with the number of its elements, and not with its square", () => {
	const [few, many] = [work(500), work(4000)];
	expect(many / few).toBeLessThan(16);
});
