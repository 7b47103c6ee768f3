import { redact } from "../base/redact";
import { isUnknown } from "../base/unknown";
import type { Values } from "../base/values";

/** The length of the shortest value that is hidden: a shorter one would blank out parts of other words. */
const shortest = 4;
const known = new Set<string>();

/**
 * Remembers the secret inputs of a resource, so that no message of this run shows them. Pulumi hands a dynamic provider all
 * inputs in plain text: the program's side says which of them are secret, by their paths.
 */
export function noteSecrets(inputs: Values, paths: readonly string[][]): void {
	for (const path of paths) {
		const value = path.reduce<unknown>((within, key) => (within as Values | undefined)?.[key], inputs);
		for (const text of textsIn(value)) if (text.length >= shortest && !isUnknown(text)) known.add(text);
	}
}

/** A new run knows no secrets. */
export const forgetSecrets = (): void => known.clear();

/** A message without the values of secret inputs. */
export const hideSecrets = (message: string): string => redact(message, [...known]);

function textsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
