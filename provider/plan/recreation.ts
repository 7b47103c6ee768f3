import { originalsIn } from "../base/state-fields";
import type { Facts } from "../model/facts";
import type { NamedDevice } from "../model/observed";
import type { ProgramView } from "../model/program-view";
import { parseName } from "../model/provided-name";
import type { Fact } from "../tools/list";
import { madeDevices } from "./made-devices";
import { observe } from "./observe";
import type { Operation } from "./operation";
import { restoredInputs, withOriginals } from "./originals";

type Program = Pick<ProgramView, "declares">;

const unknownProgram: Program = { declares: () => false };

/** The reads of what is on devices that an operation deletes and creates again, by the facts before it. Most operations need none. */
export const readsOfRecreation = (op: Operation, facts: Facts, program: Program = unknownProgram): Fact[] =>
	recreatedBy(op, facts, program).flatMap(({ name, netns }): Fact[] => {
		const link = facts.knownLinks(netns).get(name);
		const hasVlans = link?.bridgePort !== undefined || link?.kind === "bridge";
		return [
			...[{ read: "links", netns } as const, { read: "attached", netns, device: name } as const],
			...(hasVlans ? [{ read: "bridge-vlans", netns } as const] : []),
		];
	});

/** True for a resource that provides a device. Other objects may be large, and to observe them once more takes its time. */
const isOfDevice = ({ kind, want }: Operation): boolean => kind.provides(want).some((name) => parseName(name) !== undefined);

/**
 * The devices that an operation deletes and creates again, also where the engine creates them in an operation of its own. Where
 * something can't be read, planning tells the reason.
 */
function recreatedBy(op: Operation, facts: Facts, program: Program): NamedDevice[] {
	const { kind, want, was, id, owner, mode } = op;
	const originals = mode === "delete" ? originalsIn(was) : undefined;
	if (mode === "delete" && !originals) return program.declares(id) ? madeDevices(op) : [];
	if (!isOfDevice(op)) return [];
	try {
		const have = observe(op, facts);
		if (!have) return [];
		const others = () => facts.journal.others(id, owner);
		const inputs = originals ? restoredInputs(kind, want, originals, have, others()) : withOriginals(kind, want, was);
		return (inputs === want ? have : observe({ ...op, want: inputs }, facts))?.recreates ?? [];
	} catch {
		return [];
	}
}
