import * as pulumi from "@pulumi/pulumi";
import { configuredHosts, hostsKey } from "./config";

/** The fields of a connection object (and of its proxy) that must be secrets wherever they are kept. */
export const secretFields = ["password", "privateKey", "privateKeyPassword", "becomePassword"];

/** The path of the first secret in a connection object, such as "proxy.password"; undefined if it has none. */
export function secretIn(connection: unknown): string | undefined {
	if (typeof connection !== "object" || connection === null) return undefined;
	const fields = connection as Record<string, unknown>;
	const own = secretFields.find((field) => fields[field] !== undefined);
	if (own) return own;
	if (pulumi.Output.isInstance(fields.proxy) || fields.proxy instanceof Promise) return "proxy";
	const inProxy = secretIn(fields.proxy);
	return inProxy && `proxy.${inProxy}`;
}

/** A resource's host; as a whole a secret if there is one in it, so that no part of it is ever shown. */
export function withSecrets(host: unknown): unknown {
	if (pulumi.Output.isInstance(host) || host instanceof Promise)
		return pulumi.output(host).apply((known) => (secretIn(known) ? pulumi.secret(known) : pulumi.output(known)));
	return secretIn(host) ? pulumi.secret(host) : host;
}

/** True where arguments hold an output, so that a part of them may be secret. */
export function holdsOutput(value: unknown): boolean {
	if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return false;
	return pulumi.Output.isInstance(value) || Object.values(value).some(holdsOutput);
}

/** The paths of all secrets in arguments: the provider gets every input in plain text, and hides these in its messages. */
export async function secretPaths(value: unknown, path: string[] = []): Promise<string[][]> {
	if (!holdsOutput(value)) return [];
	if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [path] : [];
	const parts = Object.entries(value as object).map(([key, part]) => secretPaths(part, [...path, key]));
	return (await Promise.all(parts)).flat();
}

// Pulumi exports it, and leaves it out of its types.
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };

let checked: object | undefined;

/** Stack config is kept in a file: a password must be encrypted there. */
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
