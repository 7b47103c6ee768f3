import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../../provider/base/shell-quote";
import { portWord, withPortNumbers } from "../../../provider/tools/long-port-names";
import { temporaryFolder } from "../../support/temporary";

const folder = temporaryFolder("long-names");
const long = ["patch-br-int-to-provnet-1", "patch-br-int-to-provnet-1.x"] as const;

beforeAll(() => {
	const programs = {
		"ovs-vsctl": `case $4 in ${long[0]}) echo 3 ;; ${long[1]}) echo 41 ;; no-number-port-of-all) echo -1 ;; *) echo "ovs-vsctl: no row \\"$4\\"" >&2; exit 1 ;; esac`,
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
	const [first, second] = long.map(portWord);
	const odd = `a "b" 'c' $d \\e`;
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
		said: 'ovs-vsctl: no row "not-there-at-all-1"\n',
	});
});
