import { type Call, inNetns } from "./call";

/** One kernel parameter; keys use slashes, because a device's name may hold a dot. */
export interface SysctlStep {
	tool: "sysctl";
	phase: "sysctl";
	netns: string;
	key: string;
	value: string;
}

export function sysctlCall(steps: SysctlStep[]): Call {
	return { argv: [...inNetns(steps[0]?.netns ?? ""), "sysctl", "-q", "-w", ...steps.map((s) => `${s.key}=${s.value}`)] };
}

export function sysctlRead(netns: string, key: string): Call {
	return { argv: [...inNetns(netns), "sysctl", "-n", key] };
}

/** The kernel prints lists with tabs; a person writes them with spaces. */
export const parseSysctl = (text: string): string => text.trim().replace(/\s+/g, " ");
