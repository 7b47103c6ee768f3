import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, type ReadingCall, readingCalls, readingsOf } from "../../../provider/model/fact";
import type { Fact } from "../../../provider/tools/list";

/** Speaks as nft does: the tables that the file `ruleset` has, to which `-f -` adds those of the input up to the word "bad". */
const nft = String.raw`#!/bin/sh
echo "nft $*" >>"$CALLS"
case "$*" in
"-s -a list ruleset") echo "# Warning: table ip one is managed by iptables-nft, do not touch!" >&2 ;;
"-s -a list table ip one") echo "# Warning: table ip one is managed by iptables-nft, do not touch!" >&2 ;;
esac
case "$*" in
"-f -") text=$(cat)
	case $text in *bad*) n=$(printf '%s\n' "$text" | grep -n bad | cut -d: -f1); echo "/dev/stdin:$n:1-3: Error: syntax error" >&2; exit 1 ;; esac
	printf '%s\n' "$text" | sed -n 's/^add table \(.*\)/table \1 {\n\tchain c {\n\t}\n}/p' >>"$RULESET" ;;
*"list ruleset") cat "$RULESET" ;;
*"list table"*) shift 4; sed -n "/^table $1 $2 {/,/^}/p" "$RULESET" | grep . || { echo "Error: No such file or directory" >&2; exit 1; } ;;
esac
`;
/** A new namespace has no tables. */
const unshare = `#!/bin/sh
echo unshare >>"$CALLS"
shift; : >"$RULESET"; exec "$@"
`;
const ip = `#!/bin/sh
echo "ip $*" >>"$CALLS"
case "$*" in "netns exec gone "*) echo 'Cannot open network namespace "gone": No such file or directory' >&2; exit 1 ;; "netns exec"*) shift 3; exec "$@" ;; esac
`;
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "nft-"));
	for (const [name, text] of Object.entries({ nft, unshare, ip })) writeFileSync(join(folder, name), text, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const ruleset = `table inet one {
	chain c {
		comment "table ip two {"
	}
}
table ip one {
	chain d {
	}
}
table inet onemore {
}
`;

function reading({ call }: ReadingCall, path = `${folder}:${process.env.PATH}`) {
	writeFileSync(join(folder, "ruleset"), ruleset);
	const env = { PATH: path, CALLS: join(folder, "calls"), RULESET: join(folder, "ruleset") };
	const [program = "", ...words] = call.argv;
	const { stdout, stderr, status } = spawnSync(program, words, { input: call.stdin ?? "", encoding: "utf8", env });
	return { stdout, stderr: stderr.trim(), code: status ?? 1 };
}

/** The values of facts that are read together, and those of the same facts read alone. */
function both(facts: Fact[]) {
	writeFileSync(join(folder, "calls"), "");
	const [together, ...more] = readingCalls(facts) as [ReadingCall, ...ReadingCall[]];
	expect(more).toEqual([]);
	const values = readingsOf(together, reading(together)).map(([fact, read]) => parse(fact, read));
	const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
	const alone = facts.flatMap((fact) => readingCalls([fact]).map((one) => parse(fact, reading(one))));
	return { values, alone, calls };
}

const table = (family: string, name: string, netns = ""): Fact => ({ read: "nft", netns, family, name });
const text = (name: string, ...lines: string[]): Fact => ({
	...{ read: "nft-rendered", family: "ip", name },
	text: [`add table ip ${name}`, ...lines].map((line) => `${line}\n`).join(""),
});

const four = [table("inet", "one"), table("ip", "two"), table("ip", "one"), table("inet", "onemore")];

test("many tables are one listing, and a table that is not in it does not exist", () => {
	const { values, alone, calls } = both(four);
	expect(values).toEqual(alone);
	expect(values[1]).toBeUndefined();
	expect(values.map((value) => (value as { isOfIptables: boolean } | undefined)?.isOfIptables)).toEqual([
		...[false, undefined, true, false],
	]);
	expect(calls).toEqual(["nft -s -a list ruleset"]);
});

test("few tables are a listing each, so that a long ruleset of others costs nothing", () => {
	const { values, alone, calls } = both(four.slice(0, 2));
	expect(values).toEqual(alone);
	expect(calls).toHaveLength(2);
});

test("tables of different namespaces, and texts, are different calls", () => {
	expect(readingCalls([...four, table("ip", "x", "ns"), text("a"), text("b")])).toHaveLength(3);
});

test("tables in a namespace that does not exist do not exist", () => {
	const gone = ["a", "b", "c", "d"].map((name) => table("ip", name, "gone"));
	expect(both(gone).values).toEqual(gone.map(() => undefined));
});

test("texts are one transaction and one listing", () => {
	const { values, alone, calls } = both([text("a"), text("b", "fwd to eth7"), text("c", "dup to eth8")]);
	expect(values).toEqual(alone);
	expect(values).toEqual([1, 2, 3].map(() => ({ listing: expect.anything() })));
	expect(calls).toEqual([
		"unshare",
		"ip link add eth7 type dummy",
		"ip link add eth8 type dummy",
		"nft -f -",
		"nft -s -a list ruleset",
	]);
});

test("a refusal is that of its own text, with the line in it", () => {
	const { values, alone } = both([text("a", "x"), text("b", "fwd to eth7", "bad"), text("c")]);
	expect(values).toEqual(alone);
	expect(values[1]).toEqual({ refused: "/dev/stdin:3:1-3: Error: syntax error" });
	expect(values[2]).toEqual({ listing: expect.anything() });
});

test("two texts of one table stay apart", () => {
	const { values, alone, calls } = both([text("a"), text("a", "bad")]);
	expect(values).toEqual(alone);
	expect(calls.filter((call) => call === "unshare")).toHaveLength(2);
});

test("a host without nft says so for each", () => {
	rmSync(join(folder, "nft"));
	const [together] = readingCalls([text("a"), text("b")]) as [ReadingCall];
	const bin = join(folder, "bin");
	spawnSync("sh", ["-c", `mkdir ${bin}; ln -s $(command -v sh) $(command -v cat) $(command -v sed) ${bin}`]);
	for (const [fact, read] of readingsOf(together, reading(together, `${folder}:${bin}`)))
		expect(parse(fact, read)).toMatchObject({ reason: expect.stringContaining("nft") });
});
