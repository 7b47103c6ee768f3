import type { Fact } from "../model/facts";
import { Facts } from "../model/facts";
import { deviceText } from "../model/requirements";
import type { Call } from "../tools/call";
import { type Link, stackOn } from "../tools/ip";
import { forgetOwedCall, owedCall } from "../tools/owed";
import type { WayInReading } from "../tools/way-in";
import type { HostContext } from "./context";
import { factsFor } from "./entries-of-others";
import { flowsToNote, type OwedFlows, takeOverFlows } from "./flows-of-others";
import { goingAlong, owedToOthers } from "./others";
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

/** The call that notes what the changes of this run may take from others. None where there is nothing that the host does not have already. */
export function notingCalls({ memory }: HostContext, owner: string): Call[] {
	const all = [memory, ...(memory.earlier ? [memory.earlier] : [])];
	const note = [...goingAlong.flatMap((sort) => all.flatMap((one) => owedIn(one, sort.read))), ...all.flatMap(flowsToNote)];
	const text = JSON.stringify(note);
	if (note.length === 0 || text === memory.noted) return [];
	memory.noted = text;
	return [owedCall({ owner, note })];
}

function owedIn({ others }: SideEffectMemory, read: ReadOfOthers): OwedObjects[] {
	const { before, atStake } = others[read];
	const sort = goingAlong.find((one) => one.read === read);
	return [...atStake].flatMap(([netns, names]): OwedObjects[] => {
		const links = before.knownLinks(netns);
		const devices = [...new Set([...names].flatMap((name) => [name, ...stackOn(links, name).map((link) => link.name)]))];
		const isAtStake = (name: string) => devices.includes(name);
		const objects = (sort?.ofOthers(before, netns) ?? []).filter((one) => one.devices.some(isAtStake));
		if (objects.length === 0) return [];
		const used = new Set(objects.flatMap((one) => one.devices));
		return [{ read, netns, devices, links: withThoseBelow(used, links), objects: objects.map(({ object }) => object) }];
	});
}

/** The devices with their masters and what is below them: by these it is seen whether an object still has its place. */
function withThoseBelow(names: Set<string>, links: Map<string, Link>): Link[] {
	const more = [...names].flatMap((name) => [links.get(name)?.master, links.get(name)?.parent]);
	const found = more.filter((name): name is string => name !== undefined && links.has(name) && !names.has(name));
	if (found.length > 0) return withThoseBelow(new Set([...names, ...found]), links);
	return [...names].flatMap((name) => links.get(name) ?? []);
}

/** Takes over what an earlier run of the program has not given back to others, and reads what it is now. */
export async function takeOverNote({ session, memory }: HostContext, owner: string): Promise<void> {
	const wayIn: Fact = { read: "way-in" };
	if (memory.earlier !== undefined || !session.facts.has(wayIn)) return;
	const { owed } = session.facts.value(wayIn) as WayInReading;
	const note = owed.flatMap((one) => (one.owner === owner ? (one.note as (OwedObjects | OwedFlows)[]) : []));
	if (note.length === 0) {
		memory.earlier = null;
		return;
	}
	memory.earlier = new SideEffectMemory();
	const known = { session, memory: memory.earlier };
	for (const one of note) await (one.read === "kept-flows" ? takeOverFlows(known, one) : takeOverObjects(known, one));
	memory.noted = JSON.stringify(note);
}

async function takeOverObjects(
	{ session, memory }: Pick<HostContext, "session" | "memory">,
	{ read, netns, devices, links, objects }: OwedObjects,
): Promise<void> {
	const before = Facts.from([
		[{ read: "links", netns }, new Map(links.map((link) => [link.name, link]))],
		[{ read, netns }, objects],
	]);
	const one = memory.others[read];
	one.note(before);
	one.noteAtStake(new Map([[netns, new Set(devices)]]));
	// Whether the change came about is not known.
	one.noteDrops(new Map([[netns, new Set(devices)]]));
	await session.readUnknown(factsFor({ read }, netns));
}

/** Takes the note away as soon as nothing of it can still be given back: a device that is gone for good has taken its objects along. */
export async function forgetNote(context: HostContext, owner: string): Promise<void> {
	const { session, memory, registry } = context;
	if (memory.noted === undefined) return;
	const mayReturn = (name: string, netns: string) =>
		session.facts.knownLinks(netns).has(name) || registry.declares(deviceText(name, netns));
	if (owedToOthers(context).some(({ netns, devices }) => devices.every((name) => mayReturn(name, netns)))) return;
	await session.run([forgetOwedCall(owner)], []);
	memory.noted = undefined;
	memory.earlier = null;
}
