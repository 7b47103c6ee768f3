import { deviceOf } from "../base/sysctl-key";
import { type Call, inNetns, isMissingNetns, renderLine } from "./call";
import { moduleOfParameter } from "./kernel-modules";
import {
	type BootThing,
	bootDevice,
	inNamespace,
	type Reading,
	type Subject,
	saidOnOneLine,
	type Tool,
	unreadable,
} from "./tool";

/** A change of one kernel parameter. Slashes separate the parts of its key, because a device's name may hold a dot. */
export interface SysctlStep {
	tool: "sysctl";
	phase: "sysctl";
	/** The network namespace. "": the host's own. */
	netns: string;
	key: string;
	value: string;
}

export type SysctlFact = { read: "sysctl"; netns: string; key: string };

const isEmpty = ({ value }: SysctlStep): boolean => value === "";

/**
 * True for a parameter of all devices whose change the kernel copies to each device (inet_forward_change in net/ipv4/devinet.c,
 * addrconf_forward_change and addrconf_disable_change in net/ipv6/addrconf.c).
 */
export const isOfAllDevices = (key: string): boolean =>
	key === "net/ipv4/ip_forward" ||
	/^net\/ipv4\/conf\/all\/forwarding$/.test(key) ||
	/^net\/ipv6\/conf\/all\/(forwarding|disable_ipv6|ignore_routes_with_linkdown|addr_gen_mode)$/.test(key);

/** Parameters of all devices come first: they would overwrite those of single devices. */
const inOrder = (steps: SysctlStep[]): SysctlStep[] => [
	...steps.filter(({ key }) => isOfAllDevices(key)),
	...steps.filter(({ key }) => !isOfAllDevices(key)),
];

/**
 * The values are passed on standard input, because every user of the host can read command lines. Empty values are arguments:
 * procps 3 skips a line without a value, and reports success.
 */
function sysctlCall(steps: SysctlStep[]): Call {
	const settings = inOrder(steps).map((step) => `${step.key}=${step.value}`);
	const program = [...inNetns(steps[0]?.netns ?? ""), "sysctl", "-q"];
	return steps.some(isEmpty)
		? { argv: [...program, "-w", ...settings] }
		: { argv: [...program, "-p", "-"], stdin: `${settings.join("\n")}\n` };
}

/** The kernel separates the words of a value by tabs; a program separates them by spaces. */
export const parseSysctl = (text: string): string => text.trim().replace(/\s+/g, " ");

/** True for the error about a key that does not exist, of procps or of BusyBox. */
const isUnknownKey = (stderr: string) =>
	/^sysctl: (?:cannot stat \/proc\/sys\/.*: No such file or directory|error: '.*' is an unknown key)$/m.test(stderr);

function read({ stdout, stderr, code }: Reading, { key }: SysctlFact) {
	if (code === 0) return parseSysctl(stdout);
	if (isUnknownKey(stderr) || isMissingNetns(stderr)) return undefined;
	return unreadable(`${key} can't be read`, stderr, "try sysctl there");
}

/** A device's parameters are created and deleted with the device, and a namespace's with the namespace. */
function dependsOn({ netns, key }: SysctlFact): Subject[] {
	const ofDevice = /^net\/[^/]+\/(?:conf|neigh)\/(?!(?:all|default)\/)/.test(key);
	return ["parameters", ...(ofDevice ? (["devices"] as const) : []), ...(netns === "" ? [] : (["namespaces"] as const))];
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
	drops: (steps) => (steps.some(({ key }) => isOfAllDevices(key)) ? ["dependants"] : []),
	undo: (steps, known) => ({
		steps: steps.flatMap((step): SysctlStep[] => {
			const fact: SysctlFact = { read: "sysctl", netns: step.netns, key: step.key };
			const value = known.value(fact);
			return typeof value === "string" ? [{ ...step, value }] : [];
		}),
	}),
	boot: (steps) => ({
		lines: [renderLine(sysctlCall(steps))],
		needs: steps.flatMap(({ key, netns }): BootThing[] => {
			const device = deviceOf(key);
			return [...inNamespace(netns), ...(device === undefined ? [] : [bootDevice(device, netns)])];
		}),
		modules: steps.flatMap(({ key }) => moduleOfParameter(key) ?? []),
	}),
	refusal: (result) => {
		const text = saidOnOneLine(result, "sysctl");
		return { text: /Invalid argument/.test(text) ? `the kernel does not accept this value: ${text}` : text };
	},
	asFarAsItGoes: (steps) => inOrder(steps).map((step) => sysctlCall([step])),
	reads: {
		sysctl: {
			call: ({ netns, key }) => ({ argv: [...inNetns(netns), "sysctl", "-n", key] }),
			parse: read,
			dependsOn,
			lasting: true,
		},
	},
};
