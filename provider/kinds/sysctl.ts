import { z } from "zod";
import * as f from "../base/fields";
import { canonicalKey, deviceOf, isSetForEver, parameterOf, withSlashes } from "../base/sysctl-key";
import { isListedAs, isSameValue, octalNumber } from "../base/sysctl-value";
import type { Values } from "../base/values";
import type { Keep } from "../model/change";
import { kind } from "../model/kind";
import { inNetnsText } from "../model/provided-name";
import { type Requirement, requiresDevice } from "../model/requirements";
import { loadText, moduleOfParameter } from "../tools/kernel-modules";
import { copiesFacts, keptSteps, withDeviating } from "./sysctl/copies";
import { lossWarning, readsOfLoss } from "./sysctl/loss";

const notBelowNet = "must be a parameter below net, such as net.ipv4.ip_forward (or net/ipv4/conf/eth0.100/rp_filter)";

function checkValue({ key, value }: Values, issue: (path: string, message: string) => void): void {
	const [, number] = /(?:^|\s)\+(\d+)(?=\s|$)/.exec(value) ?? [];
	if (number !== undefined) issue("value", `must not have a number with a plus sign: the kernel refuses it. Write ${number}`);
	const octal = octalNumber(key, value);
	if (octal === undefined) return;
	const meant = octal.replace(/^0+(?=.)/, "");
	issue(
		"value",
		`must not have a number that begins with 0: the kernel reads such a number as octal. For ${meant}, write ${meant}`,
	);
}

/** A parameter that the kernel has only with a module. The kernel does not load the module for it. */
function requiresModule({ key, netns }: Values): Requirement[] {
	const module = moduleOfParameter(withSlashes(key));
	if (module === undefined) return [];
	return [
		{
			name: `kernel parameter ${key}${inNetnsText(netns)}`,
			there: (facts) => facts.sysctl(netns ?? "", withSlashes(key)) !== undefined,
			remedy: loadText(module),
		},
	];
}

/** The parameter as `sysctl` lists it. Undefined: it is not there yet, or has no value. */
interface SysctlRead {
	listed: string | undefined;
}

/** The value to write, or undefined where the parameter has it. */
function valueToWrite(change: Keep<Values, SysctlRead>): string | undefined {
	const { want, was, have, intent } = change;
	const listed = have?.internal?.listed;
	if (listed === undefined) return have?.value.value === want.value ? undefined : want.value;
	if (intent === "rollback") {
		const former = change.factsBefore.sysctl(want.netns ?? "", withSlashes(want.key));
		if (former === listed) return undefined;
		// The parameter may have had another value than the program's, with the same listing.
		return want.value === was.value ? former : want.value;
	}
	const isWritten = intent === "release" || was?.value === want.value;
	return isSameValue(want.key, want.value, listed) || (isWritten && have?.value.value === want.value) ? undefined : want.value;
}

export const sysctl = kind({
	type: "Sysctl",
	summary:
		"A kernel parameter below `net`, as sysctl(8) sets it. At destroy, the parameter gets its former value back. A device that somebody has set for itself keeps its value where the kernel would copy one of all devices to it, as it does with net.ipv4.ip_forward.",
	schema: f.withoutFields(
		f
			.object({
				key: f.required(
					f.referring(
						z
							.string()
							.regex(/^net[./][A-Za-z0-9_][A-Za-z0-9_./-]*$/, notBelowNet)
							.refine(
								(key) =>
									withSlashes(key)
										.split("/")
										.every((part) => !/^\.*$/.test(part)),
								notBelowNet,
							),
						{ sort: "device", within: "sysctl", orderOnly: true },
					),
					"Name of the parameter, such as net.ipv4.ip_forward. If a device's name has a dot, separate the parts by slashes: net/ipv4/conf/eth0.100/rp_filter.",
				),
				value: f.required(
					z
						.union([z.string(), z.number()])
						.refine((v) => /^[\t\x20-\x7e]*[\x21-\x7e][\t\x20-\x7e]*$/.test(String(v)), "must be printable text or a number")
						.transform((v) => String(v).trim().replace(/\s+/g, " ")),
					"Value of the parameter. Several numbers are separated by spaces or tabs. The kernel rounds some times, such as `retrans_time_ms`, to ticks of its clock, and some sizes, such as `nf_conntrack_buckets`, up.",
				),
				netns: f.inNetns("the parameter"),
			})
			.superRefine(f.issues(checkValue)),
		{ adopt: "A kernel parameter always exists. Destroy gives the parameter its former value back." },
	),
	remarks: {
		warnings: ({ key }) =>
			typeof key === "string" && isSetForEver(key)
				? [
						"the kernel can't unset this parameter: where it was not set before, destroy leaves it until the device or namespace is deleted",
					]
				: [],
	},
	computed: { previous: { type: "string", help: "Value of the parameter before the first change.", original: "value" } },
	identity: { fields: ["key"], slashes: true, canonical: (want) => ({ ...want, key: canonicalKey(want.key) }) },
	replaceOn: [],
	ownership: "preexisting",
	facts: (want) => [
		{ read: "sysctl", netns: want.netns ?? "", key: withSlashes(want.key) },
		...(want.netns === undefined ? [] : [{ read: "namespaces" } as const]),
		...(deviceOf(want.key) === undefined ? [] : [{ read: "links", netns: want.netns ?? "" } as const]),
		...readsOfLoss(want),
		...copiesFacts(want),
	],
	provides: (want) => [`sysctl ${parameterOf(want.key)}${inNetnsText(want.netns)}`],
	requires(want) {
		const device = deviceOf(want.key);
		return [
			...(device === undefined ? [] : [{ ...requiresDevice(device, want.netns), property: "key" }]),
			...requiresModule(want),
		];
	},
	observe(facts, want) {
		const listed = facts.sysctl(want.netns ?? "", withSlashes(want.key));
		const isWanted = listed !== undefined && want.value !== undefined && isListedAs(want.key, want.value, listed);
		const value = isWanted ? want.value : listed;
		// The parameters of a device that the same run creates can't be read yet, and have no former value.
		if (value === undefined && deviceOf(want.key) === undefined) return undefined;
		return {
			value: { key: want.key, value, netns: want.netns },
			computed: {},
			internal: { listed },
			...(isWanted && !isSameValue(want.key, want.value, listed) ? { originals: { value: listed } } : {}),
		};
	},
	captureOriginals(change, originals) {
		const isWritten = change.intent === "apply" && valueToWrite(change) !== undefined;
		return isWritten && originals ? withDeviating(change, originals, change.have?.internal?.listed) : originals;
	},
	plan(change) {
		if (change.intent === "delete") return [];
		const { want, have } = change;
		if (want.value === undefined || (want.value === "" && isSetForEver(want.key))) return [];
		// A device that no longer exists has no parameter to restore.
		if (change.intent !== "apply" && have?.value.value === undefined) return [];
		const value = valueToWrite(change);
		if (value === undefined) return [];
		const isInTicks = have?.value.value === want.value;
		return [
			{
				...{ tool: "sysctl", phase: "sysctl", netns: want.netns ?? "", key: withSlashes(want.key), value },
				...(isInTicks ? { passing: true } : {}),
				...lossWarning(change, value),
			},
			...keptSteps(change, value, have?.internal?.listed),
		];
	},
});
