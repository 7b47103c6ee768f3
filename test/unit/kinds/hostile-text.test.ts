import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkInputs } from "../../../provider/model/validate";
import { isObserver } from "../../../provider/plan/ownership";
import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { type Call, showCall } from "../../../provider/tools/call";
import { calls, script } from "../../../provider/tools/script";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { at, leaves, readyHost, replaced, samples } from "../support/samples";

const hostile = [
	'"; reboot"',
	"$(id)",
	"`id`",
	"a\nb",
	"it's",
	"a,b",
	"a=b",
	"ünïcode ☃",
	"-rf",
	"",
	" ",
	"\\",
	"a\tb",
	"--",
	"x;y",
	"*",
];
const folder = mkdtempSync(join(tmpdir(), "hostile-"));
const tools = ["ovs-vsctl", "ovs-ofctl", "ip", "sysctl", "nft", "sh", "systemctl"];

beforeAll(() => {
	mkdirSync(join(folder, "bin"));
	const stub = `#!/bin/sh\n{ for a; do printf '%s\\0' "$a"; done; printf '\\1'; /bin/cat; printf '\\2'; } >>'${folder}/received'\n`;
	for (const tool of tools) writeFileSync(join(folder, "bin", tool), stub, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The arguments and the standard input that each call's program gets. */
function received(all: Call[]): string[] {
	const text = script(all, [], "MARK").replace("PATH=", `PATH=${folder}/bin:`);
	writeFileSync(join(folder, "received"), "");
	const { stderr } = spawnSync("/bin/sh", ["-s"], { input: text, encoding: "utf8", cwd: folder, maxBuffer: 1 << 26 });
	expect(stderr.replaceAll(/\nMARK (?:start|\d+)\n/g, "")).toBe("");
	return readFileSync(join(folder, "received"), "utf8").split("\x02").slice(0, -1);
}

const sent = (call: Call) =>
	`${call.argv
		.slice(1)
		.map((word) => `${word}\0`)
		.join("")}\x01${call.stdin ?? ""}`;

/** The kinds that accept a hostile text in one of their fields. */
const accepting: string[] = [];

test.each(Object.keys(samples))("%s: a hostile text in any field is refused, or reaches its program as one word", (type) => {
	const kind = kindNamed(type);
	const rendered: Call[] = [];
	let accepted = 0;
	for (const sample of samples[type] ?? [])
		for (const path of leaves(sample).filter((p) => typeof at(sample, p) === "string"))
			for (const word of hostile) {
				const want = replaced(sample, path, word);
				if (checkInputs(kind, { host: "h1", ...want }).problems.length > 0) continue;
				accepted++;
				const operation = operationOf(kind, { want });
				const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], readyHost);
				if (isObserver(operation)) continue;
				// The checks before a change have no text of the program.
				rendered.push(...calls(plan(operation, facts).steps).map(({ precheck: _, ...call }) => call));
			}
	expect(received(rendered)).toEqual(rendered.map(sent));
	if (accepted > 0) accepting.push(type);
});

test("maps, values of parameters and free names do accept hostile texts, so that the tests above have something to send", () => {
	const known = ["OpenVSwitch", "Bridge", "Port", "Tunnel", "Vtep", "LocalVlans", "Trunk", "Sysctl", "Mirror", "Reachability"];
	expect(accepting).toEqual(expect.arrayContaining(known));
});

test("the script in a preview can be pasted into a shell", () => {
	const call: Call = { argv: ["ip", "a b", "it's", "", "$(id)", "x=[1,2]", "~", "#"], stdin: "line $(id) `id`\n" };
	writeFileSync(join(folder, "received"), "");
	spawnSync("/bin/sh", ["-s"], { input: showCall(call), encoding: "utf8", env: { PATH: `${folder}/bin` } });
	expect(readFileSync(join(folder, "received"), "utf8")).toBe(`${sent(call)}\x02`);
});
