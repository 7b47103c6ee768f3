import type { ProgramView } from "../../../provider/model/program-view";

/** A program in which other resources declare some names. `more`: what else is known of it. */
export const programWith = (declares: (name: string) => boolean = () => false, more: Partial<ProgramView> = {}): ProgramView => ({
	declares,
	holder: (name) => (declares(name) ? "another resource" : undefined),
	requirer: () => undefined,
	...more,
});
