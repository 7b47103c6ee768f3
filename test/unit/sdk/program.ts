import * as pulumi from "@pulumi/pulumi";

/** What a program registered: a resource's type, name and inputs. */
export interface Registered {
	type: string;
	name: string;
	inputs: Record<string, unknown>;
	id?: string;
}

/** Lets programs run without an engine, as a user's own unit tests do. Returns what they register. */
export function mocked(config: Record<string, string> = {}, secretKeys: string[] = []): Registered[] {
	const registered: Registered[] = [];
	pulumi.runtime.setAllConfig(config, secretKeys);
	pulumi.runtime.setMocks(
		{
			newResource({ type, name, inputs, id }) {
				registered.push({ type, name, inputs, id });
				return { id: id || `${name}-id`, state: { ...inputs, uuid: `uuid of ${name}`, ofport: 7 } };
			},
			call: () => ({}),
		},
		"project",
		"stack",
	);
	return registered;
}

/** The value of an output, and whether it's secret. */
export async function resolved<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
	const secret = await pulumi.isSecret(output);
	return new Promise((done) => pulumi.unsecret(output).apply((value) => done({ value: value as T, secret })));
}

/** Without what travels beside the inputs of every resource. */
export const own = (inputs: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(inputs).filter(([key, value]) => !key.startsWith("__") && value !== undefined));
