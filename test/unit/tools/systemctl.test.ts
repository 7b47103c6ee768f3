import { Facts } from "../../../provider/model/facts";
import { calls } from "../../../provider/tools/script";
import { type SystemctlStep, systemctl } from "../../../provider/tools/systemctl";

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
	expect(of(`UnitFileState=${file}\nActiveState=${active}\n`)).toEqual({ hasSystemd: true, isOn });
});

test("a host without systemd", () => {
	expect(of("none\n")).toEqual({ hasSystemd: false, isOn: false });
});

test("services are enabled and started by one call, which restarts none that runs", () => {
	const steps = ["a", "b"].map((name): SystemctlStep => ({ tool: "systemctl", phase: "services", names: [name] }));
	expect(calls(steps).map(({ argv }) => argv)).toEqual([["systemctl", "enable", "--now", "--", "a.service", "b.service"]]);
	const failed = { stdout: "", stderr: "Failed to enable unit: Unit file a.service does not exist.", code: 1 };
	expect(systemctl.refusal?.(failed, { argv: [] }).text).toBe(
		"services: Failed to enable unit: Unit file a.service does not exist.",
	);
});
