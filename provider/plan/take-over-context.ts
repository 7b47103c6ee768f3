import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import type { ProgramView } from "../model/program-view";
import { type ParsedName, type ProvidedName, parseName } from "../model/provided-name";
import type { JournalEntry } from "../tools/journal";
import type { Operation } from "./operation";

/** The program and the batch around an operation that takes something over. */
export interface TakeOverContext {
	program: ProgramView;
	/** True where another operation of the batch creates or changes this. */
	createdHere(name: ProvidedName): boolean;
}

/** The provided names of neither objects nor memberships: those of a VLAN of a device, the endpoints of a tunnel. */
export const otherNames = ({ kind, want }: Operation): ProvidedName[] =>
	kind.provides(want).filter((name) => parseName(name) === undefined);

/** The journal's entry of an object that the program has adopted. Undefined where there is none, or the journal was not read. */
export const adoptedEntry = (facts: Facts, netns: string, name: string, owner: string): JournalEntry | undefined =>
	facts.has({ read: "journal" }) ? facts.journal.adopted(netns, name, owner) : undefined;

/** Throws for an adopted object, which is to be given back with its original values. */
export function refuseAdopted(
	op: Operation,
	what: ProvidedName,
	{ netns, name }: Pick<ParsedName, "netns" | "name">,
	facts: Facts,
): void {
	const entry = adoptedEntry(facts, netns, name, op.owner);
	if (entry)
		throw new Refused(
			`${what} was adopted as ${entry.id} by this program, and is to be given back: first run \`pulumi up\` with neither that resource nor this one. If the resource was only renamed in the program, set the option aliases of Pulumi`,
		);
}
