/** Pulumi's stand-in for a value that isn't known at preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const isUnknown = (value: unknown): boolean => typeof value === "string" && value.includes(UNKNOWN);

/** True where something in it is not known before the change: an output of a resource that is still to come. */
export function holdsUnknown(value: unknown): boolean {
	if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
	return isUnknown(value);
}
