/** The key in external_ids of an OVSDB row whose value is the owner of the row, `project/stack`. */
export const markKey = "pulumi-ovs";

/** True for the key of a mark: the owner, or further marks such as that of a trunk. */
export const isMarkKey = (key: string): boolean => key === markKey || key.startsWith(`${markKey}-`);

/** An object on the host that is not this program's. */
export interface Foreign {
	/** This program, `project/stack`. */
	program: string;
	/** The program whose mark the object has. Undefined: it has no mark. */
	owner?: string;
	/** Other evidence than the mark, for an object that can't have a mark. */
	evidence?: string;
}

/** The owner of an object, as the end of a sentence about the object. */
export function whoseText({ program, owner, evidence }: Foreign): string {
	return owner === undefined
		? `does not belong to this program (${evidence ?? `no mark ${markKey}=${program}`})`
		: `belongs to the program ${owner}${evidence === undefined ? ` (mark ${markKey}=${owner})` : ""}`;
}

/** The refusal to change an object that is not this program's. `what` is a sentence that says which object exists. */
export function foreignText(
	what: string,
	foreign: Foreign,
	{ adoption = "Set adopt: true to take it over", otherwise }: { adoption?: string; otherwise: string },
): string {
	return `${what} and ${whoseText(foreign)}. ${adoption}, or ${otherwise}`;
}

/** Objects that are not this program's, each with its mark: `p1 (no mark), p2 (mark pulumi-ovs=other/dev)`. `sort`: what the object is. */
export const listForeign = (all: { name: string; owner?: string; sort?: string }[]): string =>
	all
		.map(({ name, owner, sort }) => {
			const mark = owner === undefined ? "no mark" : `mark ${markKey}=${owner}`;
			return `${name} (${sort === undefined ? mark : `${sort}, ${mark}`})`;
		})
		.join(", ");
