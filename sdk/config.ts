import * as pulumi from "@pulumi/pulumi";

export const hostsKey = "ovs:hosts";

let last: { text: string; hosts: Record<string, unknown> } = { text: "", hosts: {} };

/** The stack configuration `ovs:hosts`. It is read without pulumi.Config, which would warn about the secrets in it. */
export function configuredHosts(): Record<string, unknown> {
	const text = pulumi.runtime.getConfig(hostsKey) ?? "";
	// The same text gives the same object, because every resource reads the inventory, which may be large.
	if (text !== last.text) last = { text, hosts: parsed(text) };
	return last.hosts;
}

function parsed(text: string): Record<string, unknown> {
	try {
		return Object(JSON.parse(text)) as Record<string, unknown>;
	} catch {
		// The provider reports the error.
		return {};
	}
}
