import { deviceOf, isSetForEver } from "../base/sysctl-key";
import { type BootObject, type BootPart, bootDevice, bootOrder, inNamespace } from "./boot-part";
import { type Call, inNetns, isMissingNetns, missingNetns, renderLine, udevSettles } from "./call";
import { readsInNetns } from "./ip-known";
import { restoreIpv6, routersAgain } from "./ipv6-undo";
import { moduleOfParameter } from "./kernel-modules";
import { saidOnOneLine, unreadable } from "./output";
import { changedWith, changesOthers, isOfAllDevices, removedWith } from "./sysctl-effects";
import type { AnyFact, AnyStep, KnownFacts, Reading, StepsUndo, Subject, Tool } from "./tool";

/** A change of one kernel parameter. Slashes separate the parts of its key, because a device's name may hold a dot. */
export interface SysctlStep {
	tool: "sysctl";
	phase: "sysctl";
	/** The network namespace. "": the host's own. */
	netns: string;
	key: string;
	value: string;
	/** True for a parameter that the kernel changes with one of all devices, and that keeps its own value. */
	isKept?: true;
	/** True where what is listed may already be this value in whole ticks, so that the next listing does not show whether it was written. */
	passing?: true;
}

/** The value of a parameter. Undefined where the kernel has no such parameter. */
export interface ParameterFact extends AnyFact<string | undefined> {
	read: "sysctl";
	netns: string;
	key: string;
}

/** The parameters that the kernel changes with one, by their keys. */
export interface CopiesFact extends AnyFact<Map<string, string> | undefined> {
	read: "sysctl-copies";
	netns: string;
	key: string;
}

type SysctlFact = ParameterFact | CopiesFact;

const isEmpty = ({ value }: SysctlStep): boolean => value === "";

/**
 * Parameters of all devices come first: they would overwrite those of single devices. Those that keep their values follow, because the
 * program may declare another value of one.
 */
const inOrder = (steps: SysctlStep[]): SysctlStep[] => {
	const place = ({ key, isKept }: SysctlStep) => (isOfAllDevices(key) ? 0 : isKept ? 1 : 2);
	return [...steps].sort((a, b) => place(a) - place(b));
};

/** True for a parameter of one device that udev may still set by sysctl.d, where the device is new. */
const isSetByUdev = ({ netns, key }: SysctlStep): boolean => netns === "" && deviceOf(key) !== undefined;

/**
 * The values are passed on standard input, because every user of the host can read command lines. Empty values are arguments:
 * procps 3 skips a line without a value, and reports success. The device may be new: also Open vSwitch creates some, and an earlier script.
 */
function sysctlCall(steps: SysctlStep[]): Call {
	const settings = inOrder(steps).map((step) => `${step.key}=${step.value}`);
	const program = [...inNetns(steps[0]?.netns ?? ""), "sysctl", "-q"];
	return {
		...(steps.some(isEmpty)
			? { argv: [...program, "-w", ...settings] }
			: { argv: [...program, "-p", "-"], stdin: `${settings.join("\n")}\n` }),
		...(steps.some(isSetByUdev) ? { beforehand: udevSettles } : {}),
	};
}

/** The kernel separates the words of a value by tabs; a program separates them by spaces. */
export const parseSysctl = (text: string): string => text.trim().replace(/\s+/g, " ");

/** True for the error about a key that does not exist, of procps or of BusyBox. */
const isUnknownKey = (stderr: string) =>
	/^sysctl: (?:cannot stat \/proc\/sys\/.*: No such file or directory|error: '.*' is an unknown key)$/m.test(stderr);

function parse({ stdout, stderr, code }: Reading, { key }: SysctlFact) {
	if (code === 0) return parseSysctl(stdout);
	// Until it is set, the kernel refuses to read it (EIO), and sysctl says nothing.
	if (isSetForEver(key) && stderr.trim() === "") return "";
	if (isUnknownKey(stderr) || isMissingNetns(stderr)) return undefined;
	return unreadable(`${key} can't be read`, stderr, "try sysctl there");
}

/** Prints the parameters of these patterns with their values. Devices may be deleted meanwhile, and their parameters with them. */
const listCopies = 'cd /proc/sys || exit; grep -Hs "" $@; :';

/** The values by the names of files. No device has a colon in its name. */
function parseCopies({ stdout, stderr, code }: Reading, { key }: SysctlFact) {
	if (code !== 0) return isMissingNetns(stderr) ? undefined : unreadable(`what changes with ${key} can't be read`, stderr, "");
	const lines = stdout.split("\n").filter((line) => line !== "");
	return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), parseSysctl(line.slice(line.indexOf(":") + 1))]));
}

/** A device's parameters are created and deleted with the device, and a namespace's with the namespace. */
function dependsOn({ read, netns, key }: SysctlFact): Subject[] {
	const ofDevice = read === "sysctl-copies" || /^net\/[^/]+\/(?:conf|neigh)\/(?!(?:all|default)\/)/.test(key);
	return ["parameters", ...(ofDevice ? (["devices"] as const) : []), ...(netns === "" ? [] : (["namespaces"] as const))];
}

/** Prints the parameters of these patterns, each with its value. A device may be deleted meanwhile, and its parameters with it. */
const save = `
cd /proc/sys || exit
for pattern do for f in $pattern; do
[ -e "$f" ] || continue
v=$(cat "$f") || { [ -e "$f" ] && exit 1; continue; }
printf '%s %s\\n' "$f" "$v"
done; done`.trim();

/** Writes the parameters of such a text that have another value now. */
const restore = `
while read -r f v; do
[ -e "/proc/sys/$f" ] || continue
[ "$(cat "/proc/sys/$f")" = "$v" ] || printf '%s\\n' "$v" >"/proc/sys/$f"
done <"$1"`.trim();

/**
 * Besides the parameters, the undo restores those that the kernel changes with them, and what of IPv6 it removes. IPv6 is on again
 * before devices get their addresses.
 */
function undo(steps: SysctlStep[], known: KnownFacts): StepsUndo {
	const former = steps.flatMap((step): SysctlStep[] => {
		const fact: ParameterFact = { read: "sysctl", netns: step.netns, key: step.key };
		const value = known.value(fact);
		const isUnset = value === "" && isSetForEver(step.key);
		return value !== undefined && !isUnset ? [{ ...step, value }] : [];
	});
	const namespaces = [...new Set(steps.map(({ netns }) => netns))];
	const kept = namespaces.flatMap((netns) => {
		const keys = steps.filter((step) => step.netns === netns).map(({ key }) => key);
		const own = keys.filter((key) => changesOthers(key) || removedWith(key));
		return own.length === 0 ? [] : [{ netns, patterns: own.flatMap((key) => [key, ...changedWith(key)]) }];
	});
	const named = kept.map((one, i) => ({ ...one, file: `sysctl${i}` }));
	return {
		steps: [...former, ...steps.flatMap(({ netns, key }) => removedAgain(known, netns, key))],
		saves: named.map(({ netns, patterns, file }) => ({
			name: file,
			call: { argv: [...inNetns(netns), "sh", "-c", save, "sysctl", ...patterns] },
			absent: missingNetns,
		})),
		calls: named.flatMap(({ netns, file }) =>
			(["links", "sysctl"] as const).map((phase) => ({
				phase,
				call: { argv: [...inNetns(netns), "sh", "-c", restore, "sysctl", file] },
			})),
		),
	};
}

function removedAgain(known: KnownFacts, netns: string, key: string): AnyStep[] {
	const removed = removedWith(key);
	if (removed === undefined) return [];
	return removed.what === "IPv6" ? restoreIpv6(known, netns, removed.device) : routersAgain(known, netns);
}

function boot(steps: SysctlStep[]): BootPart {
	const ofDevices = steps.some(({ key }) => deviceOf(key) !== undefined);
	const ofAllDevices = isOfAllDevices(steps[0]?.key ?? "");
	return {
		order: ofDevices
			? bootOrder.parametersOfDevice
			: ofAllDevices
				? bootOrder.parametersOfAllDevices
				: bootOrder.parametersOfHost,
		lines: [renderLine(sysctlCall(steps))],
		needs: steps.flatMap(({ key, netns }): BootObject[] => {
			const device = deviceOf(key);
			return [...inNamespace(netns), ...(device === undefined ? [] : [bootDevice(device, netns)])];
		}),
		modules: steps.flatMap(({ key }) => moduleOfParameter(key) ?? []),
	};
}

export const sysctl: Tool<SysctlStep, SysctlFact> = {
	name: "sysctl",
	program: "sysctl",
	packages: { sysctl: { debian: "procps", redhat: "procps-ng" } },
	call: sysctlCall,
	group: (step) => `${step.netns} ${isEmpty(step)}`,
	// Setting a parameter such as net/ipv4/ip_forward changes other parameters too, and one such as disable_ipv6 addresses and routes.
	invalidates: (steps) => [
		"parameters",
		...(steps.some(({ key }) => key.startsWith("net/ipv6/conf/")) ? (["devices"] as const) : []),
	],
	removesImplicitly: (steps) => (steps.some(({ key }) => changesOthers(key)) ? ["dependants"] : []),
	undoReads: (steps) => steps.flatMap(({ netns, key }) => (removedWith(key) === undefined ? [] : readsInNetns(netns))),
	undo,
	boot,
	refusal: (result) => {
		const text = saidOnOneLine(result, "sysctl");
		return { text: /Invalid argument/.test(text) ? `the kernel does not accept this value: ${text}` : text };
	},
	asFarAsItGoes: (steps) => inOrder(steps).map((step) => sysctlCall([step])),
	reads: {
		sysctl: {
			call: ({ netns, key }) => ({ argv: [...inNetns(netns), "sysctl", "-n", key] }),
			parse,
			dependsOn,
			lasting: true,
		},
		"sysctl-copies": {
			call: ({ netns, key }) => ({
				argv: [...inNetns(netns), "sh", "-c", listCopies, "sysctl", ...changedWith(key)],
			}),
			parse: parseCopies,
			program: () => "sh",
			dependsOn,
			lasting: true,
		},
	},
};
