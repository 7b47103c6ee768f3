import { z } from "zod";
import * as f from "../../base/fields";
import { isMap, ownValue, type Values } from "../../base/values";
import type { Facts } from "../../model/facts";
import type { Link } from "../../tools/ip-link";
import type { bondPortWords } from "../../tools/ip-link-options";
import type { IpStep } from "../../tools/ip-step";
import { withActive } from "./bond-options";

interface PortOption {
	/** The word of `ip link set type bond_slave`, which is also the name in the output of `ip`. The kernel's default is 0. */
	word: (typeof bondPortWords)[number];
	/** The modes in which the kernel takes the option. Default: all. */
	modes?: string[];
}

const options: Record<string, PortOption> = {
	queueId: { word: "queue_id" },
	prio: { word: "prio", modes: withActive },
};

export const bondPortsField = f
	.unmanaged(
		z.record(
			f.deviceName,
			z.strictObject({
				queueId: f.unmanaged(
					f.integer(0, 65535, "a queue id"),
					"Transmit queue of the bond whose packets are sent over this device, where a filter of `tc` has put them into the queue (skbedit). Two devices can't have the same queue. The highest number is the bond's number of queues, 16 by default. 0: none, which is the kernel's default.",
				),
				prio: f.unmanaged(
					f.integer(-(2 ** 31), 2 ** 31 - 1, "a priority"),
					"Priority of the device when a bond of mode `active-backup`, `balance-tlb` or `balance-alb` selects another one. A higher number is preferred, and `primary` comes before all. Needs Linux 6.0. The kernel's default is 0.",
				),
			}),
		),
		"Options of a bond's devices, by the names in `interfaces`. Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.",
	)
	.meta({ keys: true });

type Issue = (path: string, message: string) => void;

/** `interfaces`: undefined while they are not known. */
export function checkBondPorts({ bondPorts }: Values, interfaces: string[] | undefined, mode: string, issue: Issue): void {
	if (!isMap(bondPorts)) return;
	const deviceOf = new Map<number, string>();
	for (const [name, port] of Object.entries(bondPorts)) {
		if (interfaces && !interfaces.includes(name)) issue(`bondPorts.${name}`, "must be one of interfaces");
		if (!isMap(port)) continue;
		for (const [field, { modes }] of Object.entries(options))
			if (port[field] !== undefined && modes?.includes(mode) === false)
				issue(`bondPorts.${name}.${field}`, `is only for mode ${modes.map((one) => `"${one}"`).join(", ")}`);
		if (typeof port.queueId !== "number" || port.queueId === 0) continue;
		const other = deviceOf.get(port.queueId);
		if (other !== undefined) issue(`bondPorts.${name}.queueId`, `is that of ${other}: a queue belongs to one device`);
		deviceOf.set(port.queueId, name);
	}
}

/** The value of an option. A kernel that does not have the option does what its default says. */
const valueIn = (link: Link | undefined, { word }: PortOption): number => Number(link?.bondPort?.[word] ?? 0);

const portsIn = ({ bondPorts }: Values): Record<string, Values> => (isMap(bondPorts) ? bondPorts : {});

/** The options of the devices that the program names or did name. */
export function observeBondPorts(links: Map<string, Link> | undefined, bond: string, want: Values, was: Values = {}): Values {
	const names = Object.keys({ ...portsIn(was), ...portsIn(want) });
	if (names.length === 0) return want.bondPorts === undefined ? {} : { bondPorts: {} };
	const ports = names.flatMap((name) => {
		const link = links?.get(name);
		const values = () => Object.entries(options).map(([field, option]) => [field, valueIn(link, option)]);
		return link?.master === bond ? [[name, Object.fromEntries(values())]] : [];
	});
	return { bondPorts: Object.fromEntries(ports) };
}

interface Members {
	/** The devices that are in the bond after the change. */
	all: string[];
	/** The devices that join the bond by the change, and begin with the kernel's defaults. */
	joining: string[];
}

/** The lines that set the options, after the bond has its mode and its devices. `before`: the facts by which a device keeps its options. */
export function planBondPorts(
	{ want, was = {} }: { want: Values; was?: Values },
	{ all, joining }: Members,
	{ facts, before }: Record<"facts" | "before", Facts>,
	set: (name: string, ...words: string[]) => IpStep,
): IpStep[] {
	const { name: bond, netns = "", mode = "" } = want;
	const changes = all.flatMap((name) =>
		Object.entries(options).flatMap(([field, option]) => {
			if (option.modes?.includes(mode) === false) return [];
			const now = joining.includes(name) ? 0 : valueIn(facts.knownLinks(netns).get(name), option);
			const then = before.knownLinks(netns).get(name);
			const kept = then?.master === bond && ownValue(portsIn(was), name)?.[field] === undefined ? valueIn(then, option) : 0;
			const value: number = ownValue(portsIn(want), name)?.[field] ?? kept;
			return value === now ? [] : [{ name, word: option.word, now, value }];
		}),
	);
	// The kernel refuses a queue that another device still has.
	const isFreed = ({ name, word, now }: (typeof changes)[number]) =>
		word === "queue_id" &&
		now !== 0 &&
		changes.some((other) => other.word === word && other.value === now && other.name !== name);
	const line = (name: string, word: string, value: number) => set(name, "type", "bond_slave", word, String(value));
	return [
		...changes.filter(isFreed).map(({ name, word }) => line(name, word, 0)),
		...changes.filter((one) => one.value !== 0 || !isFreed(one)).map(({ name, word, value }) => line(name, word, value)),
	];
}
