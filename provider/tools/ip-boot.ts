import { quote } from "../base/shell-quote";
import { type BootCreation, type BootObject, type BootPart, bootDevice, bootOrder, inNamespace } from "./boot-part";
import { type Call, netnsOption, renderLine } from "./call";
import type { IpStep } from "./ip-step";

/** The words before a device's name, by the object of the line. */
const before: Record<string, string[]> = {
	link: ["dev", "master", "link"],
	tuntap: ["dev"],
	addr: ["dev"],
	route: ["dev", "vrf"],
	neigh: ["dev"],
};

interface Named {
	needs: BootObject[];
	makes: BootObject[];
}

/** The devices and namespaces that a line of `ip -batch` needs, and those that it creates. */
function namedIn({ netns, args }: IpStep): Named {
	const [object = "", command] = args;
	if (object === "netns") return { needs: [], makes: [{ sort: "namespace", name: args[2] ?? "" }] };
	const needs = inNamespace(netns);
	const makes: BootObject[] = [];
	const isNew = command === "add" && (object === "link" || object === "tuntap");
	for (let i = 2; i < args.length; i++) {
		const [word = "", name = ""] = [args[i], args[i + 1]];
		if (word === "alias") i++;
		else if (word === "peer" && isNew) {
			const at = args.indexOf("netns");
			const peerNetns = at < 0 ? netns : (args[at + 1] ?? "");
			needs.push(...inNamespace(peerNetns));
			makes.push(bootDevice(args[i + 2] ?? "", peerNetns));
			return { needs, makes };
		} else if (before[object]?.includes(word)) {
			i++;
			if (isNew && makes.length === 0) makes.push(bootDevice(name, netns));
			else if (name !== "lo") needs.push(bootDevice(name, netns));
		}
	}
	return { needs, makes };
}

/** A device that another program has created moves into a namespace. At a second run it is there already. */
function moved({ args }: IpStep): BootPart {
	const [name = "", to = ""] = [args[3], args[5]];
	return {
		lines: [`ip -n ${quote(to)} link show dev ${quote(name)} >/dev/null 2>&1 || ip ${args.map(quote).join(" ")}`],
		needs: [...inNamespace(to), bootDevice(name, "", to)],
		makes: [bootDevice(name, to)],
	};
}

/** Lines of one kind in a row. `bond`: they take this device into this bond. */
interface Lines {
	steps: IpStep[];
	member?: string;
	bond?: string;
}

const setting = ({ args: [object, verb, , name = "", word, value = ""] }: IpStep) =>
	object === "link" && verb === "set" ? { name, word, value } : undefined;

/** The lines by which devices join bonds are apart from the others. Only a device that joins a bond is set down right before. */
function withJoinsApart(steps: IpStep[]): Lines[] {
	const all: Lines[] = [];
	for (let i = 0; i < steps.length; i++) {
		const [down, join, up] = steps.slice(i, i + 3).map(setting);
		if (down?.word === "down" && join?.word === "master" && up?.word === "up" && down.name === join.name) {
			all.push({ steps: steps.slice(i, i + 3), member: join.name, bond: join.value });
			i += 2;
			continue;
		}
		const last = all.at(-1);
		if (last && last.bond === undefined) last.steps.push(steps[i] as IpStep);
		else all.push({ steps: [steps[i] as IpStep] });
	}
	return all;
}

/** At a second run, a device that is in its bond already stays up. */
function linesOf({ steps, member = "", bond }: Lines, forced: (steps: IpStep[]) => Call): string {
	const all = renderLine(forced(steps));
	if (bond === undefined) return all;
	const inNetns = netnsOption(steps[0]?.netns ?? "");
	const shown = ["ip", ...inNetns, "-o", "link", "show", "dev", member].map(quote).join(" ");
	return `${shown} 2>/dev/null | grep -qF ${quote(` master ${bond} `)} || ${all}`;
}

const created = (object: BootObject): BootCreation[] => {
	if (object.sort === "device") return object.namespaces.map((netns) => ({ sort: "device", name: object.name, netns }));
	return object.sort === "namespace" ? [{ sort: "namespace", name: object.name, netns: "" }] : [];
};

const orderOf: Partial<Record<IpStep["phase"], BootPart["order"]>> = {
	namespaces: bootOrder.namespaces,
	links: bootOrder.devices,
	routes: bootOrder.routes,
	rules: bootOrder.rules,
};

/** The lines with `-force`: what is there already keeps no line after it from being carried out. */
export function bootPart(steps: IpStep[], forced: (steps: IpStep[]) => Call): BootPart {
	const moves = steps.filter(({ phase }) => phase === "moves").map(moved);
	const others = steps.filter(({ phase }) => phase !== "moves");
	const named = others.map(namedIn);
	const [first] = steps;
	return {
		order: first && orderOf[first.phase],
		lines: [...moves.flatMap(({ lines }) => lines), ...withJoinsApart(others).map((some) => linesOf(some, forced))],
		needs: [...moves, ...named].flatMap(({ needs }) => needs),
		makes: [...moves, ...named].flatMap(({ makes = [] }) => makes),
		creates: named.flatMap(({ makes }) => makes.flatMap(created)),
	};
}
