import * as pulumi from "@pulumi/pulumi";
import { changedAt } from "../provider/base/value-at";
import { configuredHosts, hostsKey } from "./config";

/** The fields of a connection object, and of its proxy, that must be stored as secrets. */
export const secretFields = ["password", "privateKey", "privateKeyPassword", "becomePassword"];

/** The path of the first secret in a connection object, such as "proxy.password"; undefined where there is none. */
export function secretIn(connection: unknown): string | undefined {
	if (typeof connection !== "object" || connection === null) return undefined;
	const fields = connection as Record<string, unknown>;
	const own = secretFields.find((field) => fields[field] !== undefined);
	if (own) return own;
	if (pulumi.Output.isInstance(fields.proxy) || fields.proxy instanceof Promise) return "proxy";
	const inProxy = secretIn(fields.proxy);
	return inProxy && `proxy.${inProxy}`;
}

/** A resource's host. A connection object with a secret becomes a secret as a whole, so that no part of it is shown. */
export function withSecrets(host: unknown): unknown {
	if (pulumi.Output.isInstance(host) || host instanceof Promise)
		return pulumi.output(host).apply((known) => (secretIn(known) ? pulumi.secret(known) : pulumi.output(known)));
	return secretIn(host) ? pulumi.secret(host) : host;
}

const isLater = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/** The value with the part at this path as a secret. "*" is each item of a list and each value of a map. */
export const asSecret = (value: unknown, path: string[]): unknown =>
	changedAt(
		value,
		path,
		(part, rest) =>
			rest.length === 0
				? pulumi.secret(part)
				: pulumi.output(part as pulumi.Output<object>).apply((known) => asSecret(known, rest) as pulumi.Input<unknown>),
		isLater,
	);

/** True where arguments contain an output, which may be a secret. */
export function holdsOutput(value: unknown): boolean {
	if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return false;
	return pulumi.Output.isInstance(value) || Object.values(value).some(holdsOutput);
}

/** The paths of all secrets in arguments. The provider gets every input in plain text, and hides these in its messages. */
export async function secretPaths(value: unknown, path: string[] = []): Promise<string[][]> {
	if (!holdsOutput(value)) return [];
	if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [path] : [];
	const parts = Object.entries(value as object).map(([key, part]) => secretPaths(part, [...path, key]));
	return (await Promise.all(parts)).flat();
}

// Pulumi exports this function, but its types do not have it.
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };

let checked: object | undefined;

/** Throws where a password in the stack configuration is not encrypted, because the configuration is a file in the project. */
export function refusePlainSecrets(): void {
	const hosts = configuredHosts();
	if (hosts === checked) return;
	if (isConfigSecret?.(hostsKey) === false) {
		for (const [host, connection] of Object.entries(hosts)) {
			const field = secretIn(connection);
			if (!field) continue;
			const command = `pulumi config set --secret --path '${hostsKey}.${host}.${field}'`;
			throw new pulumi.RunError(
				`${hostsKey}: the ${field} of ${host} is in plain text in the stack's config. Encrypt it: ${command}`,
			);
		}
	}
	checked = hosts;
}
