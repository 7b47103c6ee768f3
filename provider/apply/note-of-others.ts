import { firstFew } from "../base/first-few";
import { Facts } from "../model/facts";
import { deviceText } from "../model/requirements";
import type { Operation } from "../plan/operation";
import type { Call } from "../tools/call";
import { type Link, withStacks } from "../tools/ip-step";
import type { Fact } from "../tools/list";
import { forgetOwedCall, owedCall } from "../tools/owed";
import type { WayInReading } from "../tools/way-in";
import { type HostContext, type RestoreContext, untilCurrent } from "./context";
import { factsFor, type GoesAlong } from "./entries-of-others";
import { flowsToNote, type OwedFlows, takeOverFlows } from "./flows-of-others";
import { allGoingAlong, owedToOthers, readWhoseItIs } from "./others";
import { type ReadOfOthers, SideEffectMemory } from "./side-effect-memory";

// A run may end at any moment, also between the script that deletes a device and the one that gives others their routes over it again.
// What is at stake is therefore noted on the host before, for the next run of the program.

/** Objects of others of one sort in one namespace, with the devices by which they are at stake, and those below them. */
interface OwedObjects {
	read: ReadOfOthers;
	netns: string;
	devices: string[];
	links: Link[];
	objects: unknown[];
}

type Owed = OwedObjects | OwedFlows;

/** The call that notes what the changes of this run may take from others. None where there is nothing that the host does not have already. */
export function notingCalls(context: HostContext, owner: string): Call[] {
	const { memory } = context;
	const all = [memory, ...(memory.earlier ? [memory.earlier] : [])];
	const note = [
		...allGoingAlong.flatMap((sort) => all.flatMap((one) => owedIn({ ...context, memory: one }, sort))),
		...all.flatMap(flowsToNote),
	];
	const text = JSON.stringify(note);
	if (note.length === 0 || text === memory.noted) return [];
	memory.noted = text;
	return [owedCall({ owner, note })];
}

function owedIn(context: RestoreContext, { read, ofOthers }: GoesAlong): OwedObjects[] {
	const { before, atStake } = context.memory.others[read];
	return [...atStake].flatMap(([netns, names]): OwedObjects[] => {
		const all = ofOthers(before, netns, context);
		if (all.length === 0) return [];
		const links = before.knownLinks(netns);
		const devices = withStacks(links, names);
		const objects = all.filter((one) => one.devices.some((name) => devices.has(name)));
		if (objects.length === 0) return [];
		const used = new Set(objects.flatMap((one) => one.devices));
		const found = { links: withThoseBelow(used, links), objects: objects.map(({ object }) => object) };
		return [{ read, netns, devices: [...devices].filter((name) => used.has(name)), ...found }];
	});
}

/** The devices with their masters and what is below them: by these it is seen whether an object still has its place. */
function withThoseBelow(names: Set<string>, links: Map<string, Link>): Link[] {
	const more = [...names].flatMap((name) => [links.get(name)?.master, links.get(name)?.parent]);
	const found = more.filter((name): name is string => name !== undefined && links.has(name) && !names.has(name));
	if (found.length > 0) return withThoseBelow(new Set([...names, ...found]), links);
	return [...names].flatMap((name) => links.get(name) ?? []);
}

/**
 * Takes over what an earlier run of the program has not given back to others, and reads what it is now. `about`: the resource of which a
 * warning says that.
 */
export async function takeOverNote({ session, memory, registry, warn }: HostContext, about: Operation): Promise<void> {
	const wayIn: Fact = { read: "way-in" };
	if (memory.earlier !== undefined || !session.facts.has(wayIn)) return;
	const { owed } = session.facts.value(wayIn) as WayInReading;
	const isKnown = ({ read }: Owed) => read === "kept-flows" || read in memory.others;
	const note = owed.flatMap((one) => (one.owner === about.owner ? (one.note as Owed[]).filter(isKnown) : []));
	memory.earlier = null;
	if (note.length === 0) return;
	memory.earlier = new SideEffectMemory();
	memory.noted = JSON.stringify(note);
	const known = { session, registry, memory: memory.earlier };
	for (const one of note) await (one.read === "kept-flows" ? takeOverFlows(known, one) : takeOverObjects(known, one));
	const names = new Set(note.flatMap((one) => (one.read === "kept-flows" ? [one.bridge] : one.devices)));
	warn(
		about,
		`an earlier run ended before it had put back what was over ${firstFew([...names])}: what is missing of it is added again now`,
	);
}

async function takeOverObjects(context: RestoreContext, { read, netns, devices, links, objects }: OwedObjects): Promise<void> {
	const { session, memory } = context;
	const one = memory.others[read];
	// Two interrupted runs may have noted objects of one namespace.
	const sooner = { links: one.before.knownLinks(netns), objects: one.before.value({ read, netns }) as unknown[] | undefined };
	one.before = one.before.updated(
		Facts.from([
			[{ read: "links", netns }, new Map([...links.map((link) => [link.name, link] as const), ...sooner.links])],
			[{ read, netns }, [...(sooner.objects ?? []), ...objects]],
		]),
	);
	one.noteAtStake(new Map([[netns, new Set(devices)]]));
	// Whether the change came about is not known.
	one.noteDrops(new Map([[netns, new Set(devices)]]));
	await session.readUnknown(factsFor({ read }, netns));
	await readWhoseItIs(context);
}

/**
 * Takes the note away as soon as nothing of it can still be given back: a device that is gone for good has taken its objects along. Where
 * the note can't be taken away, it stays: the changes of this run are made all the same.
 */
export async function forgetNote(context: HostContext, owner: string): Promise<void> {
	const { session, memory, registry } = context;
	if (memory.noted === undefined) return;
	const mayReturn = (name: string, netns: string) =>
		session.facts.knownLinks(netns).has(name) || registry.declares(deviceText(name, netns));
	if (owedToOthers(context).some(({ netns, devices }) => devices.every((name) => mayReturn(name, netns)))) return;
	// The note is this program's own, so that no plan has to be made again.
	await untilCurrent(() => session.run([forgetOwedCall(owner)], [])).catch(() => undefined);
	memory.noted = undefined;
	memory.earlier = null;
	for (const one of Object.values(memory.others)) one.atStake.clear();
}
