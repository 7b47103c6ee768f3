import { z } from "zod";
import * as f from "../base/fields";
import { type Variants, withVariants } from "../base/variants";
import { kind } from "../model/kind";
import { inNetnsText, netnsText } from "../model/provided-name";
import type { Probe, ProbeResult } from "../tools/probe";

const variants: Variants = {
	by: ["protocol"],
	rules: [
		{ excluded: ["port"], when: { protocol: ["icmp"] }, message: "is for tcp and udp: ping has no port" },
		{ required: ["port"], unless: { protocol: ["icmp"] }, message: 'is required for protocol "{protocol}"' },
	],
};

export const reachability = kind({
	type: "Reachability",
	summary:
		"A check that an address can, or cannot, be reached from a host. The check runs at create, update and refresh. If the result is not the expected one, `up` fails, and a refresh shows drift. The resource changes nothing on the host. An `up` makes the check after all changes that the program has declared by then, on all hosts, and without them if they make no progress for 30 seconds: name in `dependsOn` what the address needs.",
	schema: withVariants(
		f.withoutFields(
			f.object({
				name: f.resourceName(f.text.min(1), "Name of the check."),
				to: f.required(f.address, "Address to reach."),
				protocol: f.defaulted(
					z.enum(["icmp", "tcp", "udp"]),
					"icmp",
					"Protocol of the check. `icmp` uses ping. `tcp` and `udp` use nc. A UDP port counts as reachable if no ICMP error comes back.",
				),
				port: f.enforced(f.integer(1, 65535, "a port"), "Destination port, 1 to 65535. Only for tcp and udp."),
				expect: f.defaulted(
					z.enum(["reachable", "unreachable"]),
					"reachable",
					"Expected result of the check. A check that the host can't make, such as one in a VRF that does not exist, gives neither result and is an error.",
				),
				retries: f.defaulted(
					f.integer(1, 100, "a number of tries"),
					3,
					"Number of tries before the address counts as unreachable, 1 to 100.",
				),
				timeout: f.defaulted(f.integer(1, 60, "a time in seconds"), 1, "Time limit of one try in seconds, 1 to 60."),
				triggers: f.unmanaged(z.array(z.any()), "Any values. A change of a value causes a new check.", "no further checks"),
				confirms: f.flag(
					"With the stack configuration `ovs:commitConfirm`, a change of this host that must be confirmed is confirmed only if this check gives its expected result over the new connection. If not, the host undoes the change. The tries count within the seconds of `ovs:commitConfirm`. Declare the check before the resources that it guards. In the `up` that creates or changes the check, it guards only resources that depend on it.",
				),
				vrf: f.enforced(f.nameOf("device", { orderOnly: true }), "VRF in which the address is tried.", { whenUnset: "no VRF" }),
				netns: f.inNetns("the check"),
			}),
			{ adopt: "The resource only checks, and owns nothing on the host." },
		),
		variants,
	),
	computed: {},
	identity: { fields: ["name"], slashes: true },
	replaceOn: [],
	ownership: "observer",
	facts: (want) =>
		want.to === undefined
			? []
			: [{ read: "probe", probe: probeOf(want) }, ...(want.netns === undefined ? [] : [{ read: "namespaces" } as const])],
	provides: (want) => [`Reachability ${want.name}${inNetnsText(want.netns)}`],
	remarks: {
		warnings: ({ confirms }, { undoesChanges = true }) =>
			confirms && !undoesChanges
				? [
						"confirms has no effect, because ovs:commitConfirm is not set. To let hosts undo changes that make this check fail: pulumi config set ovs:commitConfirm 30",
					]
				: [],
	},
	observe(facts, want) {
		if (want.to === undefined) return undefined;
		const { outcome, said } = facts.probe(probeOf(want));
		const { name, to, protocol, port, retries, timeout, triggers, confirms, vrf, netns } = want;
		return {
			value: {
				...{ name, to, protocol, port, retries, timeout, triggers, confirms, vrf, netns },
				expect: outcome === "untried" ? undefined : outcome,
			},
			computed: {},
			fault: outcome === want.expect ? undefined : faultOf(want, outcome, said),
		};
	},
	plan: () => [],
});

/** Protocol and origin of the check: `tcp port 22 from VRF red in netns blue`. */
function wayOf({ protocol, port, vrf, netns }: Wanted): string {
	const inVrf = vrf === undefined ? [] : [`VRF ${vrf}`];
	const inNetns = netns === undefined ? ["this host"] : [netnsText(netns)];
	const where = [...inVrf, ...inNetns].join(netns === undefined ? " of " : " in ");
	return `${protocol}${port === undefined ? "" : ` port ${port}`} from ${where}`;
}

type Wanted = Omit<Probe, "netns"> & { netns?: string };

function faultOf(want: Wanted, outcome: ProbeResult["outcome"], said: string): string {
	const [program, way] = [want.protocol === "icmp" ? "ping" : "nc", wayOf(want)];
	const words = said.replace(/^(?:ping|nc): /, "");
	if (outcome === "untried") {
		const advice = program === "nc" ? ". It needs netcat-openbsd (Debian, Ubuntu) or nmap-ncat (Red Hat), and no other nc" : "";
		return `the check of ${want.to} by ${way} can't be made: ${words || "no reason given"}${want.vrf === undefined ? advice : ""}`;
	}
	const tries = want.retries === 1 ? `1 try of ${want.timeout} s` : `${want.retries} tries of ${want.timeout} s each`;
	const answer =
		outcome === "reachable"
			? `it answered, and the program expects no answer in ${tries}`
			: `no answer in ${tries}${words === "" ? "" : `. ${program} said: ${words}`}`;
	return `${want.to} is ${outcome} by ${way}: ${answer}`;
}

function probeOf({ netns = "", vrf, to, protocol, port, retries, timeout }: Wanted): Probe {
	return { netns, vrf, to, protocol, port, retries, timeout };
}
