import { redact } from "../base/redact";
import { previousKey } from "../base/state-fields";
import { isUnknown } from "../base/unknown";
import { valuesAt } from "../base/value-at";
import type { Values } from "../base/values";
import type { Kind } from "../model/kind";
import { secretFieldsOf } from "../model/secrets";
import { currentRun } from "./run";

/** The least length of a hidden value, in characters. Shorter ones would hide parts of other words. */
const shortest = 4;

/**
 * Remembers the secret inputs of a resource, so that no message of this run shows them. A dynamic provider gets all inputs in
 * plain text from Pulumi, so the SDK sends the paths of the secret ones.
 */
export function rememberSecrets(inputs: Values, paths: readonly string[][]): void {
	for (const path of paths) rememberSecret(path.reduce<unknown>((within, key) => (within as Values | undefined)?.[key], inputs));
}

/**
 * The same for the fields that are always secret, in inputs or in a state, which has the values from before an adoption too. A text of
 * this provider in their place, such as for an unknown key, is none.
 */
export function rememberSecretFields({ schema }: Kind, values: Values = {}): void {
	for (const { path, type } of secretFieldsOf(schema))
		for (const value of [values, values[previousKey]].flatMap((all) => valuesAt(all, path)))
			if (type.safeParse(value).success) rememberSecret(value);
}

/** The same for one secret value. */
export function rememberSecret(value: unknown): void {
	const { secrets } = currentRun();
	for (const text of textsIn(value))
		if (text.length >= shortest && !isUnknown(text))
			for (const form of [text, ...longWordsOf(text)].flatMap(formsOf)) secrets.add(form);
}

/** The least length of a word of a hidden text that is hidden alone, in characters. */
const shortestWord = 8;

/** The words of a text of which a tool's error may show one alone, as that of `ovs-ofctl` does of the actions of a flow. */
const longWordsOf = (text: string): string[] => text.split(/[^\w.@/+-]+/).filter((word) => word.length >= shortestWord);

/** The text as it stands in messages and in commands: by itself, in JSON, and in a word of a shell. */
function formsOf(text: string): string[] {
	const asJson = JSON.stringify(text).slice(1, -1);
	return [text, asJson].flatMap((form) => [form, form.replaceAll("'", "'\\''")]);
}

/** The message without the values of secret inputs. */
export const hideSecrets = (message: string): string => redact(message, [...currentRun().secrets]);

/** True where a message with this value would be changed by hideSecrets. */
export const holdsSecret = (value: unknown): boolean => textsIn(value).some((text) => hideSecrets(text) !== text);

function textsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
