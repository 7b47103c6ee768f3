/** The resources of the program around one of them. Things are in the words of `provides`. */
export interface ProgramView {
	/** True where the program declares a resource that provides this: another one, or this one once more. */
	declares(thing: string): boolean;
	/**
	 * Another resource that the program declares for this, or that uses it, in words. For a deletion, a resource that could not be created
	 * does not count: it has taken nothing over, and nobody else would delete the thing.
	 */
	holder(thing: string): string | undefined;
	/** Another resource of the program that requires this, in words. */
	requirer(thing: string): string | undefined;
}

/** True where another resource of the program declares this. Nothing is known of a program that is not given. */
export const isDeclaredElsewhere = (program: ProgramView | undefined, thing: string): boolean =>
	program?.holder(thing) !== undefined;
