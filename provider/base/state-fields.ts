import type { Values } from "./values";

/*
 * The fields of a resource's state that plans go by, beside those of its kind. provider/pulumi/state.ts has all of them. Old state has
 * them too, so that they are never renamed.
 */

/**
 * The output that holds the original values of a preexisting or adopted object. Destroy restores them. The state and the host's journal
 * call them "previous"; everything else calls them originals.
 */
export const previousKey = "__previous";

/** The original values in the state of an object. Undefined for an object that the program has created. */
export const originalsIn = (state: Values | undefined): Values | undefined => state?.[previousKey];

/** The owner in a state: `project/stack`, which may have had another name then. */
export const ownerIn = (state: Values | undefined): string | undefined => state?.__owner;
