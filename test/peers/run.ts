import { isDeepStrictEqual } from "node:util";
import { kinds } from "../../provider/kinds";
import { objectId } from "../../provider/model/identity";
import type { Kind } from "../../provider/model/kind";
import { onHost, until } from "../support/hosts";
import { Made, newRun } from "../support/kind";
import { driftsOf, lastingChanges, listFiles, listOvs, messagesOf, settledLines, tryCreate } from "../support/life";
import { cleanHost } from "../support/snapshot";
import { type Configuration, type Input, isOfHost, placed } from "./configuration";

/** A configuration in its place, what is made of it, and what went wrong. */
interface Run {
	host: string;
	prefix: string;
	configuration: Configuration;
	made: Made[];
	faults: string[];
}

/** The faults of each configuration, by its name. */
export type Faults = Map<string, string[]>;

/** The name under which Faults has what no configuration names. */
export const elsewhere = "all else on the hosts is as before";

/** A prefix that no hexadecimal number and no name of a host of the lab begins with. */
const prefixOf = (index: number): string => `${"jkmnpqrsvwxyz"[Math.floor(index / 36)]}${(index % 36).toString(36)}`;

/** Spreads the configurations over the hosts. A host has one root row of OVSDB, so that each configuration with it is on another one. */
function hostsOf(configurations: Configuration[], hosts: string[]): string[] {
	let roots = 0;
	return configurations.map(({ resources }, i) => {
		const host = hosts[resources?.some(([kind]) => kind === "OpenVSwitch") ? roots++ : i % hosts.length];
		if (host === undefined) throw new Error("There are more configurations with an OpenVSwitch than hosts");
		return host;
	});
}

const isInNetns = ({ configuration }: Run): boolean => !isOfHost(configuration);

/**
 * The script that makes what a configuration finds on its host: the NICs, the namespaces with their first VRF (after which a rule
 * stays), and what the configuration itself adds.
 */
function scriptOf({ prefix, configuration }: Run): string {
	const { nics = [], before = "" } = configuration;
	const netns = isOfHost(configuration) ? "" : `-n ${prefix}`;
	const links = nics.map((nic) => `link add ${nic} type dummy\nlink set ${nic.split(" ")[0]} up\n`).join("");
	const first = netns ? "link set lo up\nlink add first type vrf table 999\nlink del first\n" : "";
	const script = `ip ${netns} -batch - <<'END'\n${first}${links}END\n`;
	return netns
		? `ip netns add ${prefix}\n${script}ip netns exec ${prefix} sh -e <<'END'\n${before}\nEND\n`
		: `${script}${before}\n`;
}

const lookScript = (netns: string[]): string => `${listOvs}
look() { ip -d $1 -batch - <<'END'
addr
route show table all
rule
END
ip -6 $1 -batch - <<'END'
route show table all
rule
END
}
look ''
for n in ${netns.join(" ")}; do look "-n $n" | sed "s/^/$n: /"; done
${listFiles}`;

const stillTentative = (netns: string[]): string =>
	["", ...netns].map((name) => `ip ${name && `-n ${name}`} -6 addr show tentative`).join("\n");

const inputsId = ([kind, args]: Input): string => objectId(kinds[kind] as Kind, args);

/** Changes what is made into the next step as `up` does: it creates and changes first, and deletes last. */
async function step(run: Run): Promise<() => Promise<void>> {
	const { made, configuration } = run;
	const same = (input: Input) => made.find((one) => isDeepStrictEqual([one.kind, one.args], input));
	const wanted = configuration.next ?? made.map((one): Input => [one.kind, one.args]);
	const unchanged = new Set(wanted.map(same));
	const withIdOf = (input: Input) =>
		made.find((one) => !unchanged.has(one) && inputsId([one.kind, one.args]) === inputsId(input));
	const kept = wanted.map((input) => ({ input, one: same(input) ?? withIdOf(input) }));
	const gone = made.filter((one) => !kept.some((other) => other.one === one));
	run.made = [];
	const messages = await messagesOf(kept, async ({ input: [kind, args], one }) => {
		if (one === undefined) run.made.push(await Made.create(kind, args));
		else {
			run.made.push(one);
			const replaces = await one.diff(args);
			if (replaces) await (replaces.length > 0 ? one.replace(args) : one.update(args));
		}
	});
	note(
		run,
		"next step",
		messages.map((message) => unexpected(run, message)),
	);
	return async () => note(run, "next step", await messagesOf(gone, (one) => one.delete()));
}

/** The error of a change, unless the configuration says that the hosts refuse it. */
const unexpected = ({ configuration: { refused } }: Run, error: string | undefined): string | undefined =>
	refused !== undefined && error !== undefined && new RegExp(refused).test(error) ? undefined : error;

const note = ({ faults }: Run, at: string, messages: (string | undefined)[]): void => {
	for (const message of messages) if (message !== undefined) faults.push(`${at}: ${message}`);
};

async function noteDrifts(runs: Run[], at: string): Promise<void> {
	const drifts = await driftsOf(runs.flatMap(({ made }) => made));
	for (const run of runs) note(run, at, drifts.splice(0, run.made.length));
}

const mark = "== next command";

/** Compares what a host shows with what the peers' configurations make it show. */
async function noteShown(host: string, runs: Run[]): Promise<void> {
	const all = runs.flatMap((run) => (run.configuration.shows ?? []).map(([command, pattern]) => ({ run, command, pattern })));
	const scriptFor = (run: Run, command: string) =>
		`${isInNetns(run) ? `ip netns exec ${run.prefix} ` : ""}sh 2>&1 <<'END' || true\n${command}\nEND\necho '${mark}'\n`;
	const missing = async () => {
		const outputs = (await onHost(host, all.map(({ run, command }) => scriptFor(run, command)).join(""))).split(mark);
		return all.flatMap((one, i) => {
			const output = (outputs[i] as string).trim();
			return new RegExp(one.pattern).test(output) ? [] : [{ ...one, output }];
		});
	};
	let left = await missing();
	const isShown = async () => {
		left = await missing();
		return left.length === 0;
	};
	// Open vSwitch and the kernel need some time until a bond, a queue or an address works.
	if (left.length > 0) await until("what the host must show", isShown, 10_000).catch(() => {});
	for (const { run, command, pattern, output } of left) run.faults.push(`${command} does not show ${pattern}:\n${output}`);
}

/** Makes what is there before, and returns what tells later whether the host is as it was. */
async function prepare(host: string, runs: Run[]): Promise<() => Promise<string[]>> {
	const netns = runs.filter(isInNetns).map(({ prefix }) => prefix);
	const look = async () => settledLines(await onHost(host, lookScript(netns)));
	await cleanHost(host);
	await onHost(host, runs.map(scriptOf).join("\n"));
	await until("usable addresses", async () => (await onHost(host, stillTentative(netns))) === "");
	const before = await look();
	return () => lastingChanges(before, look);
}

/**
 * The life of all configurations of a peer: created, read, brought to its next step, read, and deleted; the hosts are then as before.
 * Returns the faults.
 */
export async function liveAll(hosts: string[], configurations: Configuration[]): Promise<Faults> {
	const places = hostsOf(configurations, hosts);
	const runs = configurations.map((configuration, i): Run => {
		const [host, prefix] = [places[i] as string, prefixOf(i)];
		return { host, prefix, configuration: placed(configuration, host, prefix), made: [], faults: [] };
	});
	const used = [...new Set(places)].map((host) => ({ host, all: runs.filter((run) => run.host === host) }));
	await newRun();
	const changes = await Promise.all(used.map(({ host, all }) => prepare(host, all)));

	const half: { run: Run; made: Made }[] = [];
	await Promise.all(
		runs.flatMap((run) =>
			(run.configuration.resources ?? []).map(async ([kind, args]) => {
				const created = await tryCreate(kind, args);
				if (created.made) run.made.push(created.made);
				if (created.half) half.push({ run, made: created.half });
				note(run, "create", [unexpected(run, created.error)]);
			}),
		),
	);
	await noteDrifts(runs, "refresh");
	await Promise.all(used.map(({ host, all }) => noteShown(host, all)));

	await newRun();
	const deletions = await Promise.all(runs.map(step));
	await Promise.all(deletions.map((deletion) => deletion()));
	await noteDrifts(runs, "refresh after the next step");

	await newRun();
	for (const { run, made } of half) run.made.push(made);
	await Promise.all(runs.map(async (run) => note(run, "delete", await messagesOf(run.made, (one) => one.delete()))));
	const faults: Faults = new Map(runs.map(({ configuration, faults: some }) => [configuration.name, some]));
	const others: string[] = [];
	await Promise.all(
		used.map(async ({ host, all }, i) => {
			for (const line of await (changes[i] as () => Promise<string[]>)()) {
				const run = all.find(({ prefix }) => new RegExp(`\\b${prefix}`).test(line));
				(run?.faults ?? others).push(`${host} after: ${line}`);
			}
		}),
	);
	return faults.set(elsewhere, others);
}
