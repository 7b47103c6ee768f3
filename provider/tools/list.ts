import { attached } from "./attached";
import { bootFiles } from "./boot-file";
import { bridge } from "./bridge";
import type { Call } from "./call";
import { failMode } from "./fail-mode";
import { flood } from "./flood";
import { ip } from "./ip";
import { journal } from "./journal";
import { keptFlows } from "./kept-flows";
import { localRule } from "./local-rule";
import { modprobe } from "./modprobe";
import { nft } from "./nft";
import { ofctl } from "./ovs-ofctl";
import { flowObject } from "./ovs-ofctl-objects";
import { ovs } from "./ovs-vsctl";
import { packages } from "./packages";
import { probe } from "./probe";
import { sessionStart } from "./session-start";
import { setupFiles } from "./setup-file";
import { sysctl } from "./sysctl";
import { systemctl } from "./systemctl";
import { tc } from "./tc";
import type { Joined, Package, Read, ReadingTool, Tool, ValueIn } from "./tool";
import { uplink } from "./uplink";
import { usableAddress } from "./usable-address";
import { wg } from "./wg";

/** All host tools. A new tool needs its own file and an entry here. */
export const tools = [
	journal,
	ip,
	bridge,
	wg,
	localRule,
	usableAddress,
	ovs,
	ofctl,
	flowObject,
	flood,
	nft,
	sysctl,
	probe,
	tc,
	attached,
	uplink,
	failMode,
	keptFlows,
	sessionStart,
	bootFiles,
	packages,
	modprobe,
	systemctl,
	setupFiles,
];

type StepOf<T> = T extends { call(steps: (infer S)[]): Call } ? S : never;
type FactOf<T> = T extends { reads: infer Reads }
	? { [R in keyof Reads]: Reads[R] extends Read<infer F> ? F : never }[keyof Reads]
	: never;

/** A change of a host, as a value of one of the tools. */
export type Step = StepOf<(typeof tools)[number]>;

/** A part of a host's state that one call reads. */
export type Fact = FactOf<(typeof tools)[number]>;

/** The type of the value of a fact, which may be given by its fields alone. */
export type ValueOf<F extends Pick<Fact, "read">> = ValueIn<Extract<Fact, { read: F["read"] }>>;

const changing = tools.filter((tool) => "name" in tool) as unknown as Tool<Step, Fact>[];
const byName = new Map(changing.map((tool) => [tool.name as string, tool]));

/** The tool that carries out a step. */
export function toolOf({ tool: name }: Step): Tool<Step, Fact> {
	const tool = byName.get(name);
	if (!tool) throw new Error(`there is no tool ${name}`);
	return tool;
}

/** The tool whose steps a call carries out. */
export const toolOfCall = ({ tool }: Call): Tool<Step, Fact> | undefined => byName.get(tool ?? "");

/** Steps by the tool that carries them out. */
export const byTool = (steps: Step[]): [Tool<Step, Fact>, Step[]][] =>
	changing.flatMap((tool): [Tool<Step, Fact>, Step[]][] => {
		const own = steps.filter((step) => step.tool === tool.name);
		return own.length === 0 ? [] : [[tool, own]];
	});

const reads = new Map<string, { tool: ReadingTool<Fact>; read: Read<Fact> }>(
	(tools as unknown as ReadingTool<Fact>[]).flatMap((tool) =>
		Object.entries(tool.reads).map(([name, read]) => [name, { tool, read: read as unknown as Read<Fact> }] as const),
	),
);

/** The read of a fact, the program that the read needs, and how the tool reads several facts at once. */
export function readOf(fact: Fact): { read: Read<Fact>; program: string; joined?: Joined<Fact> } {
	const found = reads.get(fact.read);
	if (!found) throw new Error(`no tool reads ${fact.read}`);
	const { read, tool } = found;
	return { read, program: read.program?.(fact) ?? tool.program, joined: tool.joined };
}

const packageOf: Record<string, Package> = Object.assign({}, ...tools.map((tool) => tool.packages));

/** The advice for a host on which a program is missing. */
export function missingText(program: string): string {
	const found = packageOf[program];
	const names = typeof found === "object" ? found : { debian: found ?? program, redhat: found ?? program, otherwise: undefined };
	const advice = names.otherwise === undefined ? "" : `. ${names.otherwise}`;
	return `${program} is not installed on this host: apt install ${names.debian} (on RHEL: dnf install ${names.redhat}). To let the program install it on Debian and Ubuntu, declare a HostSetup and name it in dependsOn of this resource${advice}`;
}
