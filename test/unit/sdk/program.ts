import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered: its type, name and inputs. */
export interface Registered {
	type: string;
	name: string;
	inputs: Record<string, unknown>;
	id?: string;
}

/** Lets programs run without an engine, as unit tests of users do. Returns the resources that they register. */
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

/** The inputs without the envelope that every resource has. */
export const own = (inputs: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(inputs).filter(([key, value]) => !key.startsWith("__") && value !== undefined));
