import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { kind } from "../model/kind";
import { requiresDevice, requiresNetns } from "../network/requirements";

/** sysctl(8) takes both separators, but a dot may be part of a device's name: whole keys are compared with slashes. */
const slashed = (key: string) => (key.includes("/") ? key : key.replaceAll(".", "/"));

/** The device whose parameter it is. */
function deviceOf(key: string): string | undefined {
	const device = /^net\/[^/]+\/(?:conf|neigh)\/([^/]+)\//.exec(slashed(key))?.[1];
	return device === undefined || ["all", "default", "lo"].includes(device) ? undefined : device;
}

const notBelowNet = "must be a parameter below net, such as net.ipv4.ip_forward (or net/ipv4/conf/eth0.100/rp_filter)";

export const sysctl = kind({
	type: "Sysctl",
	summary: "A kernel parameter of the network. At destroy it goes back to the value that it had before.",
	schema: f.object({
		key: f.required(
			z
				.string()
				.regex(/^net[./][A-Za-z0-9_][A-Za-z0-9_./-]*$/, notBelowNet)
				.refine(
					(key) =>
						slashed(key)
							.split("/")
							.every((part) => !/^\.*$/.test(part)),
					notBelowNet,
				),
			"The parameter, below net. With slashes where a device's name holds a dot.",
		),
		value: f.required(
			z
				.union([z.string(), z.number()])
				.refine((v) => /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(String(v)), "must be printable text or a number")
				.transform((v) => String(v).trim().replace(/\s+/g, " ")),
			"The value.",
		),
		netns: f.netnsField,
	}),
	computed: { previous: { type: "string", help: "The value before the first change." } },
	key: ["key"],
	slashes: true,
	fixed: [],
	borrowed: () => true,
	facts: (want) => [
		{ read: "sysctl", netns: want.netns ?? "", key: slashed(want.key) },
		...(want.netns === undefined ? [] : [{ read: "namespaces" } as const]),
		...(deviceOf(want.key) === undefined ? [] : [{ read: "links", netns: want.netns ?? "" } as const]),
	],
	provides: (want) => [`sysctl ${slashed(want.key)}${want.netns === undefined ? "" : ` in netns ${want.netns}`}`],
	requires(want) {
		const device = deviceOf(want.key);
		return [...requiresNetns(want.netns), ...(device === undefined ? [] : [requiresDevice(device, want.netns)])];
	},
	observe(facts, want) {
		const value = facts.sysctl(want.netns ?? "", slashed(want.key));
		// Of a device that is made in the same run there is nothing to be read yet, and nothing to go back to.
		if (value === undefined && deviceOf(want.key) === undefined) return undefined;
		return { value: { key: want.key, value, netns: want.netns } as typeof want, computed: {} };
	},
	plan({ want, have, owner }) {
		if (!want || have?.value.value === want.value || want.value === undefined) return [];
		// Put back to what it was at destroy: not if the device is gone.
		if (owner === undefined && have?.value.value === undefined) return [];
		return [{ tool: "sysctl", phase: "sysctl", netns: want.netns ?? "", key: slashed(want.key), value: want.value }];
	},
	remember: (previous: Values) => ({ previous: previous.value }),
});
