import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { LabError } from "../lab/errors";
import type { KnownState, OwnedHost } from "../provider/pulumi/orphans";
import type { OwnedObject } from "../provider/pulumi/owned-objects";

interface Options {
	state?: string[];
	owner?: string;
	remove?: string[];
	config?: string;
	yes?: boolean;
}

const help = `
Without --state, all objects with a mark are listed. With --state, only those that are in none of these states:
  pulumi stack export --stack prod --file prod.json
  npx pulumi-ovs orphans h1 --state prod.json

--remove shows the commands, and asks before it runs them. Objects that a program has adopted are not deleted:
they get their former values back. Objects without a mark are never changed.

The host is found as in a program: by the OpenSSH client configuration, by its address, or as "local". If it is in
the stack configuration ovs:hosts, pass that configuration:
  pulumi config --json --show-secrets | npx pulumi-ovs orphans h1 --config -

More: docs/orphans.md in the package.`;

/** The command `pulumi-ovs orphans`. */
export function orphansCommand(): Command {
	return new Command("orphans")
		.description(
			"list the objects on a host that have a program's mark; with --state, only those in no state (orphans); remove chosen ones",
		)
		.argument("<host>", "name of the host, as in the program")
		.option("--state <FILE...>", "states, as `pulumi stack export` writes them; objects in one of them are not listed")
		.option("--owner <OWNER>", "list only the objects of this owner: <project>/<stack>")
		.option("--remove <ID...>", "ids of the objects to remove, as they are listed")
		.option("--yes", "remove without a question")
		.option("--config <FILE>", "stack configuration, as `pulumi config --json --show-secrets` prints it; - is standard input")
		.addHelpText("after", help)
		.action(orphans);
}

async function orphans(name: string, options: Options): Promise<void> {
	// Loaded here, because the other commands start faster without the provider.
	const { OwnedHost, endConnections, parseState } = await import("../provider/pulumi/orphans");
	try {
		const states = (options.state ?? []).map((file) => ({ file, ...stateIn(file, parseState) }));
		const host = await OwnedHost.read(name, configIn(options.config), note);
		for (const reason of host.unread) note(`${host.name}: not everything was read: ${reason}`);
		for (const { file, hosts } of states)
			if (!hosts.includes(host.name))
				note(`${file} has no resource on ${host.name}${hosts.length > 0 ? `, but on ${hosts.join(", ")}` : ""}`);
		const listed = host.all.filter(
			(object) =>
				(options.owner === undefined || object.owner === options.owner) && !states.some((state) => state.has(host.name, object)),
		);
		if (options.remove === undefined) process.stdout.write(listText(host.name, listed, states.length > 0));
		else await removeObjects(host, chosen(host.name, listed, options.remove), options);
	} catch (error) {
		throw error instanceof LabError ? error : new LabError((error as Error).message);
	} finally {
		await endConnections();
	}
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);

function stateIn(file: string, parse: (text: string) => KnownState): KnownState {
	try {
		return parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new LabError(`${file} is not a state that \`pulumi stack export\` has written: ${(error as Error).message}`);
	}
}

/** The stack configuration of a file. Its text may hold secrets, so that an error does not show it. */
function configIn(file: string | undefined): (key: string) => string | undefined {
	if (file === undefined) return () => undefined;
	try {
		const all = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")) as Record<string, { value?: string }>;
		return (key) => all[key]?.value;
	} catch {
		throw new LabError(`${file} is not what \`pulumi config --json --show-secrets\` prints`);
	}
}

const stateWords = {
	created: "created by the program",
	adopted: "adopted: removing it gives back the former values",
	gone: "gone: only the host's journal has it",
} as const;

export function listText(host: string, objects: OwnedObject[], isCompared: boolean): string {
	const which = isCompared ? "with a mark that is in none of the states" : "with a mark";
	if (objects.length === 0) return `${host} has no object ${which}.\n`;
	const rows = objects
		.map(({ id, owner, state }) => [owner, `${host}/${id}`, stateWords[state]] as const)
		.sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
	const [owners, ids] = [0, 1].map((i) => Math.max(...rows.map((row) => (row[i] as string).length))) as [number, number];
	const lines = rows.map(([owner, id, words]) => `  ${owner.padEnd(owners)}  ${id.padEnd(ids)}  ${words}`);
	return `${host} has ${objects.length} object${objects.length === 1 ? "" : "s"} ${which}:\n${lines.join("\n")}\n`;
}

/** The objects with these ids. Throws where an id names none of the listed objects, or several. */
export function chosen(host: string, listed: OwnedObject[], ids: string[]): OwnedObject[] {
	const all = ids.map((id) => {
		const found = listed.filter((object) => id === `${host}/${object.id}` || id === object.id);
		const [one, other] = found;
		if (!one)
			throw new LabError(`${id} is not among the listed objects of ${host}: run the same command without --remove to see them`);
		if (other)
			throw new LabError(`${id} has several owners (${found.map(({ owner }) => owner).join(", ")}): say which by --owner OWNER`);
		return one;
	});
	return [...new Set(all)];
}

async function removeObjects(host: OwnedHost, objects: OwnedObject[], { yes }: Options): Promise<void> {
	const commands = await host.commands(objects);
	process.stdout.write(`Commands on ${host.name}:\n${commands.map((text) => `${text.replaceAll(/^/gm, "  ")}\n`).join("")}`);
	if (!yes && !(await isConfirmed(`Remove ${objects.length} object${objects.length === 1 ? "" : "s"} from ${host.name}?`)))
		throw new LabError("nothing was removed");
	const { errors, warnings } = await host.remove(objects);
	for (const warning of warnings) note(`warning: ${warning}`);
	if (errors.length > 0) throw new LabError(errors.join("\n"));
	process.stdout.write(`Removed from ${host.name}: ${objects.map(({ id }) => `${host.name}/${id}`).join(", ")}\n`);
}

async function isConfirmed(question: string): Promise<boolean> {
	if (!process.stdin.isTTY) throw new LabError("nothing was removed: without a terminal to ask on, this needs --yes");
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(`${question} [y/N] `);
	terminal.close();
	return /^y(es)?$/i.test(answer.trim());
}
