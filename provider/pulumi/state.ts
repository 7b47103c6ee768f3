import type { Values } from "../base/values";
import type { ProgramRun } from "./run";

/** The version of the shape of resources in Pulumi's state. Every change of that shape needs a migration below. */
export const shapeVersion = 1;

/** The fields of a resource's inputs and state beside those of its kind. Old state has them, so that they are never renamed. */
export interface Envelope {
	/** The type of its kind. */
	__kind: string;
	/** The version of the shape. */
	__v: number;
	/** `project/stack`. "": a refresh has found the object without the program's mark. */
	__owner: string;
	/** The resource's name in Pulumi. State of early versions has none. */
	__resource?: string;
	/** The choice of Kind.allocate. */
	__decided?: Values;
	/** True where the object comes back after a reboot. */
	persist?: true;
	/** Only in a state: the original values (previousKey). */
	__previous?: Values;
	/** Only in a state: the creation may have been made, because the connection was lost meanwhile. */
	__outcome?: "unknown";
	/** Only in a state: "found" for an object that Kind.get has read. The call of the program itself has true. */
	__get?: true | "found";
	/** Only after a refresh, or a change that failed: what is wrong with the object. The next update repairs it. */
	error?: string;
}

/** The envelope of inputs on their way from a program to check. */
export interface ProgramEnvelope extends Pick<Envelope, "__kind" | "__v" | "__owner" | "__get"> {
	/** The provider. The state has its text. */
	__provider: unknown;
	/** The number of the declaration in the program, a colon, and the resource's name in Pulumi. */
	__resource?: string;
	/** The paths of the secret inputs. */
	__secrets?: string[][];
	/** Set where the provider shows commands, or reads the hosts in a preview. */
	__run?: ProgramRun;
}

/** The envelope of inputs or a state, without what is only in a state. */
export const envelope = ({ __kind, __owner, __resource, __decided, persist }: Values): Envelope => ({
	...{ __kind, __v: shapeVersion, __owner },
	...(__resource === undefined ? {} : { __resource }),
	...(__decided === undefined ? {} : { __decided }),
	...(persist === true ? { persist } : {}),
});

const migrations: Record<number, (state: Values) => Values> = {};

/** State of any earlier version, in the present shape. */
export function migrate(state: Values): Values {
	let current = state;
	for (let v = Number(state.__v ?? shapeVersion); v < shapeVersion; v++)
		current = { ...(migrations[v]?.(current) ?? current), __v: v + 1 };
	return current;
}
