import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Call } from "../../../provider/tools/call";
import { calls } from "../../../provider/tools/script";
import { type SystemctlStep, systemctl } from "../../../provider/tools/systemctl";
import { temporaryFolder } from "../../support/temporary";

const of = (stdout: string) =>
	Facts.of([
		[
			{ read: "service", name: "s" },
			{ stdout, stderr: "", code: 0 },
		],
	]).service("s");

/** What `systemctl show -p ActiveState -p UnitFileState` prints, by systemctl(1) of systemd 252. */
test.each([
	["active", "enabled", true],
	["active", "static", true],
	["reloading", "enabled", true],
	["active", "generated", true],
	["active", "disabled", false],
	["active", "enabled-runtime", false],
	["active", "masked", false],
	["inactive", "enabled", false],
	["failed", "enabled", false],
	["activating", "enabled", false],
	["inactive", "", false],
])("a service that is %s and %j", (active, file, isOn) => {
	expect(of(`UnitFileState=${file}\nActiveState=${active}\n`)).toEqual({
		hasSystemd: true,
		isOn,
		isRunning: ["active", "reloading"].includes(active),
	});
});

test("a host without systemd has no service on", () => {
	expect(of("none\n")).toEqual({ hasSystemd: false, isOn: false, isRunning: false });
});

test("services are enabled and started by one call, which restarts none that runs", () => {
	const steps = ["a", "b"].map((name): SystemctlStep => ({ tool: "systemctl", phase: "services", names: [name] }));
	expect(calls(steps).map(({ argv }) => argv)).toEqual([["systemctl", "enable", "--now", "--", "a.service", "b.service"]]);
	const failed = { stdout: "", stderr: "Failed to enable unit: Unit file a.service does not exist.", code: 1 };
	expect(systemctl.refusal?.(failed, { argv: [] }).text).toBe(
		"services: Failed to enable unit: Unit file a.service does not exist.",
	);
	expect(systemctl.executedCount?.(steps, failed)).toBe(0);
	expect(systemctl.executedCount?.(steps, { ...failed, stderr: "Job for a.service failed." })).toBe(2);
});

describe("on a host", () => {
	const root = temporaryFolder("ovs-systemctl");
	/** A systemctl that keeps the state of each unit in a file, and says nothing of a unit that it does not know. */
	const replacement = `#!/bin/sh
cd ${root}/units
case $1 in
show) shift 5; [ "$1" = -- ] && shift; read -r active file 2>/dev/null <"$1" || active=inactive; printf 'UnitFileState=%s\\nActiveState=%s\\n' "$file" "$active" ;;
enable) shift 3; for u; do [ -e "$u" ] || { echo "Failed to enable unit: Unit file $u does not exist." >&2; exit 1; }; echo active enabled >"$u"; done ;;
esac
`;
	const run = ({ argv: [program = "", ...args] }: Call) => {
		const env = { PATH: `${root}/bin:${process.env.PATH}` };
		const own = args.map((word) => word.replaceAll("/run/systemd", `${root}/run/systemd`));
		const { status, stdout, stderr } = spawnSync(program, own, { encoding: "utf8", env });
		return { code: status ?? -1, stdout, stderr };
	};
	const state = (name: string) => {
		const fact = { read: "service", name } as const;
		return Facts.of([[fact, run(readCall(fact))]]).service(name);
	};
	const enable = (names: string[]) => run(systemctl.call([{ tool: "systemctl", phase: "services", names }]));

	beforeAll(() => {
		for (const folder of ["bin", "units"]) mkdirSync(join(root, folder), { recursive: true });
		writeFileSync(join(root, "bin/systemctl"), replacement, { mode: 0o755 });
		writeFileSync(join(root, "units/a.service"), "inactive disabled\n");
	});

	test("without systemd, no service is on", () => {
		expect(state("a")).toEqual({ hasSystemd: false, isOn: false, isRunning: false });
	});

	test("a service is on after its step, and one that does not exist is refused", () => {
		mkdirSync(join(root, "run/systemd/system"), { recursive: true });
		expect([state("a").isOn, state("none").isOn]).toEqual([false, false]);
		expect(enable(["a"])).toEqual({ code: 0, stdout: "", stderr: "" });
		expect(state("a")).toEqual({ hasSystemd: true, isOn: true, isRunning: true });
		expect(systemctl.refusal?.(enable(["none"]), { argv: [] }).text).toBe(
			"services: Failed to enable unit: Unit file none.service does not exist.",
		);
	});
});
