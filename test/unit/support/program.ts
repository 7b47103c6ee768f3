import type { ProgramView } from "../../../provider/model/program-view";

/** A program in which other resources declare some things. `more`: what else is known of it. */
export const programWith = (
	declares: (thing: string) => boolean = () => false,
	more: Partial<ProgramView> = {},
): ProgramView => ({
	declares,
	holder: (thing) => (declares(thing) ? "another resource" : undefined),
	requirer: () => undefined,
	...more,
});
