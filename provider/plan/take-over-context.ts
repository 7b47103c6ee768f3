import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import type { ProgramView } from "../model/program-view";
import { type NamedText, namedIn } from "../model/requirements";
import type { Operation } from "./operation";

/** The program and the batch around an operation that takes something over. */
export interface TakeOverContext {
	program: ProgramView;
	/** True where another operation of the batch creates or changes this. */
	createdHere(thing: string): boolean;
}

/** The things beside names and memberships that only one resource may provide: a VLAN of a device, the endpoints of a tunnel. */
export const claimsBesideNames = ({ kind, want }: Operation): string[] =>
	kind.provides(want).filter((thing) => namedIn(thing) === undefined);

/** Throws for an adopted object, which is to be given back with its original values. */
export function refuseAdopted(
	op: Operation,
	thing: string,
	{ netns, name }: Pick<NamedText, "netns" | "name">,
	facts: Facts,
): void {
	const entry = facts.has({ read: "journal" }) ? facts.journal.adopted(netns, name, op.owner) : undefined;
	if (entry)
		throw new Refused(
			`${thing} was adopted as ${entry.id} by this program, and is to be given back: first run \`pulumi up\` with neither that resource nor this one. If the resource was only renamed in the program, set the option aliases of Pulumi`,
		);
}
