import fc from "fast-check";
import type { z } from "zod";
import type { Values } from "../../provider/base/values";
import { decidersOf } from "../../provider/base/variants";
import { kinds } from "../../provider/kinds";
import { identityChanges, replacedFields } from "../../provider/model/identity";
import type { Kind } from "../../provider/model/kind";
import type { SharedUse } from "../../provider/model/requirements";
import { checkInputs } from "../../provider/model/validate";
import { onHost, until } from "../support/hosts";
import { type Made, newRun } from "../support/kind";
import { driftsOf, lastingChanges, listFiles, listOvs, messagesOf, settledLines, tryCreate } from "../support/life";
import { changed, cleanHost } from "../support/snapshot";
import { isMadeAnew, isPossible, keysOfSysctl, otherKeysOfSysctl, stayingFields, type Unit, type Where } from "./inputs";
import { bridges, makeWorld, spaces } from "./world";

/** Something that a real host did otherwise than it must. */
export interface Find {
	/** The step of the trial at which the fault showed. */
	step:
		| "create"
		| "refresh"
		| "same again"
		| "fields changed"
		| "fields dropped"
		| "made anew"
		| "delete"
		| "host after"
		| "adopt"
		| "release";
	/** The unit whose resource it concerns. Undefined: only the whole host shows it. */
	unit?: Unit;
	kind?: string;
	what: string;
}

export interface Tried {
	unit: Unit;
	made: Made;
	changed?: Values;
}

/** The host with the objects that inputs name and nothing else. */
export async function makeHost({ host, features }: Where): Promise<string[]> {
	await newRun();
	await cleanHost(host);
	await onHost(host, makeWorld(features));
	// The kernel adds the routes of an IPv6 address when it has found no duplicate.
	await until("usable addresses", async () => (await onHost(host, tentative)) === "");
	return look(host);
}

const tentative = ["", ...Object.values(spaces)].map((n) => `ip ${n && `-n ${n}`} -6 addr show tentative`).join("\n");

/**
 * One script reads what the resources can change: whole snapshots of the host with all its kernel parameters take too long. The kernel adds
 * the route in the table `local` of an IPv6 address when it has found no duplicate.
 */
const script = `
${listOvs}
for b in ${bridges.join(" ")}; do
  ovs-ofctl -O OpenFlow15 --no-stats dump-flows $b
  for w in dump-groups dump-meters dump-tlv-map; do ovs-ofctl -O OpenFlow15 $w $b | sed 's/(xid=[^)]*)//'; done
done
look='ip -d addr; ip -N neigh show nud permanent; ip -N neigh show proxy; bridge -compressvlans vlan show
bridge fdb show | grep -E " (static|permanent)" | grep -Ev "^(33:33|01:00:5e|01:80:c2)"
tc qdisc show | grep -E "^qdisc (ingress|clsact|htb|hfsc) "
if command -v wg >/dev/null; then wg show all allowed-ips; fi
ip -4 route show table all; ip -6 route show table all | sed "/^local .*:.* table local proto kernel/d"; ip rule; ip -6 rule; nft -s list ruleset'
sh -c "$look"
for n in $(ip netns list | sed 's/ .*//' | sort); do echo "== $n"; ip netns exec $n sh -c "$look"; done
ip netns exec ${spaces.devices} sysctl ${[...new Set(keysOfSysctl.map(([key]) => key))].join(" ")}
ip netns exec ${spaces.nft} sysctl ${otherKeysOfSysctl.map(([key]) => key).join(" ")}
${listFiles}
`;

/** A flow that a flow with learn() has added. It stays until it expires. */
const isLearned = (line: string): boolean => /^ +table=253, hard_timeout=60, dl_dst=/.test(line);

export const look = async (host: string): Promise<string[]> =>
	settledLines(await onHost(host, script)).filter((line) => !isLearned(line));

/** The lines without what differs between two objects of the same inputs, such as numbers that are allocated. Lines of rows begin with the row's name. */
export function comparable(lines: string[]): string[] {
	const rows = lines
		.join("\n")
		.split(/\n\n/)
		.map((row) => ({ row, name: /^name +: "?([^"\n]+)/m.exec(row)?.[1] }));
	return rows.flatMap(({ row, name }) =>
		row.split("\n").flatMap((line) => {
			const plain = line
				// The forwarding database has the addresses of the devices themselves.
				.replace(/^([0-9a-f]{2}:){5}[0-9a-f]{2} dev/, "MAC dev")
				.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UUID")
				.replace(/^(\d{1,4}|2\d{4}):/, "")
				.replace(/@if\d+/, "@if")
				// A path cost, and that a device is up, stay when the program drops them.
				.replace(/ <[A-Z0-9,_-]+>/, "")
				// Without an mtu_request, an internal port keeps its MTU until the lowest MTU of the bridge's other ports changes.
				.replace(/^( (?:br|pt|ob|mp)[\w.-]+:) mtu \d+/i, "$1")
				.replace(/ (state|cost|link-netnsid|promiscuity|allmulti|port_no|port_id|designated_\w+|bridge_id|root_id) \S+/g, "")
				// A device takes these limits from the device below it, when it is created.
				.replace(/ (gso|tso|gro)(_ipv4)?_max_\w+ \d+/g, "")
				// A route that came while the other end of its device was down keeps the flag.
				.replace(/ linkdown\b/, "")
				.replace(/(link\/ether|link\/loopback|permaddr) [0-9a-f:]+/g, "$1");
			// The routes of local, anycast and multicast addresses come when duplicate address detection has ended.
			return /^$|^datapath_id|fe80::|^ +valid_lft|^(local|anycast|multicast) .* proto kernel |pulumi-ovs-vlan-|^\/run\/pulumi-ovs/.test(
				plain,
			)
				? []
				: [name === undefined ? plain : `${name} ${plain}`];
		}),
	);
}

export const linesText = (lines: string[]): string =>
	lines
		.slice(0, 20)
		.map((line) => line.slice(0, 600))
		.join("\n");

type Held = Pick<Tried, "unit"> & { made: Pick<Made, "kind" | "args" | "state"> };

export const usesOf = (kind: string, args: Values): SharedUse[] =>
	kinds[kind]?.shares(checkInputs(kinds[kind], args).values) ?? [];

/** Shorter inputs of each resource, which can be on one host together. */
export function droppedOfEach(all: Held[], seed: number, where: Where): (Values | undefined)[] {
	const uses = all.map(({ made }) => usesOf(made.kind, made.args));
	return all.map((one, i) => {
		const less = dropped(one, seed, where, uses.filter((_, j) => j !== i).flat());
		if (less) uses[i] = [...(uses[i] ?? []), ...usesOf(one.made.kind, less)];
		return less;
	});
}

/** A part of the optional fields is left out, where the rest is still valid, fits the uses of others, and nothing has to be replaced. */
function dropped({ unit, made }: Held, seed: number, { features }: Where, others: SharedUse[]): Values | undefined {
	const kind = kinds[made.kind] as Kind;
	// The default of these fields is another object, or another sort of object, that may not be on the host.
	const deciders = [
		"host",
		"netns",
		"integrationBridge",
		...(made.args.uplink ? ["datapathType"] : []),
		// Its gateway may be in no network of the device.
		"onlink",
		// An object that is made anew does not have what stays.
		...(isMadeAnew(seed) ? stayingFields(kind) : []),
		...decidersOf(kind.schema),
	];
	const optional = Object.keys(made.args).filter(
		(field) =>
			!deciders.includes(field) &&
			!kind.identity.fields.includes(field) &&
			(kind.schema.shape[field] as z.ZodType).safeParse(undefined).success,
	);
	for (let i = 0; i < 4; i++) {
		const [less = []] = fc.sample(fc.subarray(optional, { minLength: Math.min(1, optional.length) }), {
			numRuns: 1,
			seed: seed + unit.seed + i,
		});
		const args = Object.fromEntries(Object.entries(made.args).filter(([field]) => !less.includes(field)));
		if (less.length === 0 || checkInputs(kind, args).problems.length > 0) continue;
		if (!isPossible(features, [[made.kind, args]])) continue;
		const values = checkInputs(kind, args).values;
		// Another resource may have what the shorter inputs would name.
		const before = kind.provides(checkInputs(kind, made.args).values);
		if (kind.provides(values).some((name) => !before.includes(name))) continue;
		if (kind.shares(values).some((own) => others.some(({ name, use }) => name === own.name && use !== own.use))) continue;
		if ([...identityChanges(kind, values, made.state), ...replacedFields(kind, values, made.state)].length === 0) return args;
	}
	return undefined;
}

/** Refreshes all resources in a new run, and says which of them would change. */
export const drifts = async (all: Tried[], step: Find["step"]): Promise<Find[]> =>
	found(step, all, await driftsOf(all.map(({ made }) => made)));

/** A find for each resource that has a message. */
export const found = (step: Find["step"], all: Tried[], messages: (string | undefined)[]): Find[] =>
	messages.flatMap((what, i) => (what === undefined ? [] : [{ step, unit: all[i]?.unit, kind: all[i]?.made.kind, what }]));

interface Created {
	all: Tried[];
	/** What failed creates have left. */
	half: Tried[];
	finds: Find[];
}

/** Creates these resources in a new run. */
export async function createEach(
	step: Find["step"],
	wanted: { unit: Unit; kind: string; args: Values; changed?: Values }[],
): Promise<Created> {
	const [all, half]: [Tried[], Tried[]] = [[], []];
	const finds: Find[] = [];
	await newRun();
	await Promise.all(
		wanted.map(async ({ unit, kind, args, changed }) => {
			const { made, error, half: left } = await tryCreate(kind, args);
			if (made) all.push({ unit, made, changed });
			if (error !== undefined) finds.push({ step, unit, kind, what: error });
			if (left) half.push({ unit, made: left });
		}),
	);
	return { all, half, finds };
}

/** The life of a batch: created, read, updated with the same inputs, with others and with less of them, and deleted. */
export async function tryBatch(where: Where, units: Unit[], before: string[], seed: number): Promise<Find[]> {
	const { host } = where;
	/** `pulumi destroy` is a run of its own, in which nothing is declared. */
	const destroy = async ({ all, half }: Created) => {
		await newRun();
		const last = [...all, ...half];
		finds.push(...found("delete", last, await messagesOf(last, ({ made }) => made.delete())));
		const left = await lastingChanges(before, () => look(host));
		if (left.length > 0) finds.push({ step: "host after", what: linesText(left) });
	};

	const made = await createEach(
		"create",
		units.flatMap((unit) =>
			unit.inputs.map(([kind, args], i) => ({ unit, kind, args, ...(i === 0 ? { changed: unit.changed } : {}) })),
		),
	);
	const { all, finds } = made;
	finds.push(...(await drifts(all, "refresh")));

	const once = await look(host);
	const again = async () => found("same again", all, await messagesOf(all, ({ made }) => made.update()));
	finds.push(...(await again()));
	const twice = await look(host);
	if (changed(once, twice).length > 0) {
		// Open vSwitch and the kernel may settle something by themselves. A resource that moves on each update moves again.
		await again();
		const lines = changed(twice, await look(host));
		if (lines.length > 0) finds.push({ step: "same again", what: linesText(lines) });
	}

	// The engine compares all resources of a program, also those that stay as they are.
	const changeTo = (made: Made, args: Values | undefined): Promise<unknown> => (args ? made.update(args) : made.diff());
	finds.push(...found("fields changed", all, await messagesOf(all, ({ made, changed }) => changeTo(made, changed))));
	finds.push(...(await drifts(all, "fields changed")));

	const less = new Map(droppedOfEach(all, seed, where).map((args, i) => [all[i], args]));
	finds.push(...found("fields dropped", all, await messagesOf(all, (one) => changeTo(one.made, less.get(one)))));
	finds.push(...(await drifts(all, "fields dropped")));

	const updated = await look(host);
	await destroy(made);
	if (!isMadeAnew(seed) || finds.length > 0) return finds;

	// An object that was changed to its last inputs is like one that is created with them.
	const anew = await createEach(
		"made anew",
		all.map(({ unit, made: { kind, args } }) => ({ unit, kind, args })),
	);
	finds.push(...anew.finds);
	const lines = await lastingChanges(comparable(updated), async () => comparable(await look(host)));
	if (lines.length > 0) finds.push({ step: "made anew", what: linesText(lines) });
	await destroy(anew);
	return finds;
}

/** The same fault in other words: names, addresses and numbers do not count. */
export const signature = ({ step, kind, what }: Find): string =>
	`${step} ${kind} ${what.replace(/"[^"]*"/g, '""').replace(/[\w.:/-]*\d[\w.:/-]*/g, "#")}`.slice(0, 300);

/** The smallest part of a list that still fails, by halves. */
export async function smallest<T>(all: T[], fails: (part: T[]) => Promise<boolean>): Promise<T[]> {
	if (all.length <= 1) return all;
	const middle = Math.ceil(all.length / 2);
	for (const part of [all.slice(0, middle), all.slice(middle)]) if (await fails(part)) return smallest(part, fails);
	return all;
}
