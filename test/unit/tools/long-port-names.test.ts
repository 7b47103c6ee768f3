import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../../provider/base/shell-quote";
import { portWord, withPortNumbers } from "../../../provider/tools/long-port-names";
import { temporaryFolder } from "../../support/temporary";

const folder = temporaryFolder("long-names");
const long = ["patch-br-int-to-provnet-1", "patch-br-int-to-provnet-1.x"] as const;
/** Names of which one is the other with any character in place of the dot. */
const dotted = ["patch-br-int-to.ext", "patch-br-int-to-ext"] as const;
const many = Array.from({ length: 6000 }, (_, i) => `patch-br-int-to-provider-network-${i}`);

beforeAll(() => {
	const numbers: [string, string | number][] = [
		...([
			[dotted[0], 7],
			[dotted[1], 8],
			[long[0], 3],
			[long[1], 41],
		] as [string, number][]),
		...([
			["no-number-port-of-all", -1],
			["no-number-port-yet", ""],
			['"""a, b"""', 9],
			["p1", 1],
		] as [string, string][]),
		...many.map((name, i): [string, number] => [name, 1000 + i]),
	];
	writeFileSync(join(folder, "interfaces"), numbers.map((cells) => `${cells.join(",")}\n`).join(""));
	const programs = {
		"ovs-vsctl": `echo >>${folder}/calls; [ "$*" = "--timeout=10 --format=csv --no-headings --data=bare --columns=name,ofport list Interface" ] && cat ${folder}/interfaces`,
		"ovs-ofctl": `printf '<%s>' "$@"; echo; cat`,
	};
	for (const [name, text] of Object.entries(programs)) {
		writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
		chmodSync(join(folder, name), 0o755);
	}
});

function run(words: string[], stdin?: string) {
	const { argv, stdin: input } = withPortNumbers({ argv: ["ovs-ofctl", ...words], stdin });
	const { status, stdout, stderr } = spawnSync("sh", ["-c", argv.map(quote).join(" ")], {
		...{ encoding: "utf8", input, env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } },
	});
	return { status, said: `${stdout}${stderr}` };
}

test("a name of up to 15 characters stays, and a call without longer ones is as it was", () => {
	const call = { argv: ["ovs-ofctl", "add-flows", "br0", "-"], stdin: "in_port=p23456789012345,actions=p1\n" };
	expect(portWord("p23456789012345")).toBe("p23456789012345");
	expect(withPortNumbers(call)).toBe(call);
});

test("the numbers of ports take the place of their long names, in arguments and lines, and all else stays", () => {
	const [first, second] = long.map((name) => portWord(name));
	const odd = `a "b" 'c' $d \\e & %{ } %{a b} %{}x`;
	expect(
		run(
			["add-group", "br0", `watch_port:${first},actions=${second},${first}`, odd],
			`in_port=${second},actions=${first},p1\n${odd}\n`,
		),
	).toEqual({
		status: 0,
		said: `<--timeout=30><add-group><br0><watch_port:3,actions=41,3><${odd}>\nin_port=41,actions=3,p1\n${odd}\n`,
	});
});

test("a port without a number, and one that is not there, are errors, and ovs-ofctl does not run", () => {
	expect(run(["add-group", "br0", portWord("no-number-port-of-all")])).toEqual({
		status: 1,
		said: "port no-number-port-of-all has no OpenFlow port number\n",
	});
	expect(run(["add-group", "br0", portWord("not-there-at-all-1")])).toEqual({
		status: 1,
		said: "port not-there-at-all-1 has no OpenFlow port number\n",
	});
});

test("a name is found as it is, also where it has a dot", () => {
	const [dot, dash] = dotted.map((name) => portWord(name));
	expect(run(["add-flows", "br0", "-"], `in_port=${dash},actions=${dot}\nin_port=${dot},actions=${dash}\n`)).toEqual({
		status: 0,
		said: "<--timeout=30><add-flows><br0><->\nin_port=8,actions=7\nin_port=7,actions=8\n",
	});
});

test("thousands of long names cost one call of ovs-vsctl, also where one flow names them all", () => {
	rmSync(join(folder, "calls"), { force: true });
	const words = many.map((name) => portWord(name));
	const { status, said } = run(
		["add-flows", "br0", "-"],
		`actions=${words.join(",")}\n${words.map((word) => `in_port=${word}\n`).join("")}`,
	);
	const numbers = many.map((_, i) => 1000 + i);
	const lines = ["<--timeout=30><add-flows><br0><->", `actions=${numbers.join(",")}`, ...numbers.map((n) => `in_port=${n}`), ""];
	expect([status, said === lines.join("\n")]).toEqual([0, true]);
	expect(readFileSync(join(folder, "calls"), "utf8")).toBe("\n");
});
