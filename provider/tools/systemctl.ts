import { isOfNetwork, isOfOvs } from "./network-services";
import { saidOnOneLine } from "./output";
import type { PackageFact } from "./packages";
import type { AnyFact, KnownFacts, Reading, Refusal, StepsUndo, Tool } from "./tool";

/** Services to start now and at each boot. A service that runs already is not restarted. */
export interface SystemctlStep {
	tool: "systemctl";
	phase: "services";
	names: string[];
}

export interface ServiceFact extends AnyFact<Service> {
	read: "service";
	name: string;
}

export interface Service {
	/** True where systemd runs the host. */
	hasSystemd: boolean;
	/** True where the service runs, and systemd starts it at each boot. */
	isOn: boolean;
	isRunning: boolean;
}

const missing = "none";

/** The folder is there only where systemd is the first process: sd_booted(3). */
const read = `
[ -d /run/systemd/system ] || { echo ${missing}; exit 0; }
systemctl show -p ActiveState -p UnitFileState -- "$1.service"`.trim();

/** Unit files that are started at boot, or that other units start and that can't be enabled (systemctl(1), is-enabled). */
const startedAtBoot = ["enabled", "static", "alias", "indirect", "generated"];

function parse({ stdout }: Reading): Service {
	if (stdout.trim() === missing) return { hasSystemd: false, isOn: false, isRunning: false };
	const states = new Map(stdout.split("\n").map((line) => line.split("=") as [string, string]));
	const isRunning = ["active", "reloading"].includes(states.get("ActiveState") ?? "");
	return { hasSystemd: true, isOn: isRunning && startedAtBoot.includes(states.get("UnitFileState") ?? ""), isRunning };
}

/**
 * True for a service whose start may change how the host is reached. One that runs already is only enabled. Open vSwitch that the same
 * change installs has no bridges yet.
 */
export function startsNetwork(name: string, known: KnownFacts): boolean {
	const [service, ovs]: [ServiceFact, PackageFact] = [
		{ read: "service", name },
		{ read: "package", name: "openvswitch-switch" },
	];
	if (!isOfNetwork(name) || known.value(service)?.isRunning) return false;
	const installed = isOfOvs(name) ? known.value(ovs) : undefined;
	return installed === undefined || installed.version !== undefined;
}

/** What others use meanwhile stays. */
function undo(steps: SystemctlStep[], known: KnownFacts): StepsUndo {
	const name = steps.flatMap(({ names }) => names).find((one) => startsNetwork(one, known));
	if (name !== undefined)
		throw new Error(`it starts service ${name}, and stopping the service does not undo what the service has changed`);
	return {};
}

const refusal = (result: Reading): Refusal => ({ text: `services: ${saidOnOneLine(result, "systemctl")}` });

export const systemctl: Tool<SystemctlStep, ServiceFact> = {
	name: "systemctl",
	program: "systemctl",
	packages: { systemctl: "systemd" },
	call: (steps) => ({
		argv: [
			"systemctl",
			"enable",
			"--now",
			"--",
			...new Set(steps.flatMap(({ names }) => names.map((name) => `${name}.service`))),
		],
	}),
	// Services are enabled together, before the first is started.
	executedCount: (steps, { stderr }) => (/^Failed to enable/m.test(stderr) ? 0 : steps.length),
	refusal,
	invalidates: () => ["host setup"],
	isIrreversible: true,
	undo,
	reads: {
		service: {
			call: ({ name }) => ({ argv: ["sh", "-c", read, "service", name] }),
			program: () => "sh",
			parse,
			dependsOn: () => [],
			isOfSetup: true,
		},
	},
};
