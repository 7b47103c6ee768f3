/** The text that Pulumi puts in place of a value that is not known during preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const isUnknown = (value: unknown): boolean => typeof value === "string" && value.includes(UNKNOWN);

/** True where the value, or something inside it, is not known before the change: an output of a resource not yet created. */
export function holdsUnknown(value: unknown): boolean {
	if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
	return isUnknown(value);
}
