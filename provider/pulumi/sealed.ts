import { previousKey } from "../base/state-fields";
import { changedAt } from "../base/value-at";
import type { Values } from "../base/values";
import { kinds } from "../kinds";
import { secretFieldsOf } from "../model/secrets";
import { secretKey } from "./stack-export";

/** The form in which the engine takes a secret (specialSecretSig in @pulumi/pulumi, runtime/rpc). */
const sealed = (value: unknown): Values => ({
	[secretKey]: "1b47061264138c4ac30d75fd1eb44270",
	value,
});

/**
 * A resource's state with the values of its kind's secret fields as secrets. Pulumi itself makes a secret only of a value that was one
 * in the inputs, which is not so for a key that was found on the host, or that a failed update has left there.
 */
export function withSealedSecrets(state: Values): Values {
	const schema = kinds[state.__kind]?.schema;
	const paths = schema ? secretFieldsOf(schema).map(({ path }) => path) : [];
	return paths
		.flatMap((path) => [path, [previousKey, ...path]])
		.reduce<Values>((all, path) => changedAt(all, path, sealed) as Values, state);
}
