import type { ProvidedName } from "./provided-name";

/** The resources of the program around one of them. */
export interface ProgramView {
	/** True where the program declares a resource that provides this: another one, or this one once more. */
	declares(name: ProvidedName): boolean;
	/**
	 * Another resource that the program declares for this, or that uses it, in words. For a deletion, a resource that could not be created
	 * does not count: it has taken nothing over, and nobody else would delete the object.
	 */
	holder(name: ProvidedName): string | undefined;
	/** Another resource of the program that requires this, in words. */
	requirer(name: ProvidedName): string | undefined;
}

/** True where another resource of the program declares this. Nothing is known of a program that is not given. */
export const isDeclaredElsewhere = (program: ProgramView | undefined, name: ProvidedName): boolean =>
	program?.holder(name) !== undefined;
