import { createHash } from "node:crypto";
import type { Call } from "./call";
import { type Tool, unreadable } from "./tool";

/**
 * The journal: a host's record of the objects that this provider holds there and that can't carry a mark themselves, with
 * their former values. It is under /run, so that it is gone after a reboot, like the kernel objects that it describes.
 */
const parentFolder = "/run/pulumi-ovs";
export const journalFolder = `${parentFolder}/owned`;

export interface JournalEntry {
	/** The resource's id without the host. */
	id: string;
	owner: string;
	/** The values before the first change, of an object that was there already. */
	previous?: Record<string, unknown>;
}

export type JournalStep =
	| { tool: "journal"; phase: "journal"; op: "note"; entry: JournalEntry }
	| { tool: "journal"; phase: "journal-end"; op: "forget"; id: string; owner: string };

/** A note holds former values, which may be secret: only root may read it, even where an older version left it open to all. */
const note = `umask 022; mkdir -p ${parentFolder} && umask 077 && mkdir -p ${journalFolder} && chmod 700 ${journalFolder} && cd ${journalFolder} || exit 1
chmod 600 -- * 2>/dev/null
while IFS= read -r file && IFS= read -r entry; do printf '%s\\n' "$entry" >"$file" || exit 1; done`;
const forget = `cd ${journalFolder} 2>/dev/null && rm -f -- "$@"; :`;

/** Notes go to standard input: they may be longer than the kernel allows for one argument (128 KiB), and nobody else may see them. */
function journalCall(steps: JournalStep[]): Call {
	const notes = steps.flatMap((s) => (s.op === "note" ? [fileOf(s.entry), JSON.stringify(s.entry)] : []));
	if (notes.length > 0) return { argv: ["sh", "-c", note, "journal"], stdin: `${notes.join("\n")}\n` };
	return { argv: ["sh", "-c", forget, "journal", ...steps.flatMap((s) => (s.op === "forget" ? [fileOf(s)] : []))] };
}

/** The length of a file's name at most, in bytes: NAME_MAX. */
const longestName = 255;

/**
 * One file for each object and owner, because two programs may hold the same kernel parameter. A name that the file system
 * would refuse is cut, and ends in a hash of the whole.
 */
function fileOf({ id, owner }: { id: string; owner: string }): string {
	const name = encodeURIComponent(`${id} ${owner}`);
	if (name.length <= longestName) return name;
	const hash = createHash("sha256").update(name).digest("hex");
	return `${name.slice(0, longestName - hash.length - 1).replace(/(?:%\w{0,2})+$/, "")}~${hash}`;
}

/** A journal that may not be read is not an empty one. */
const read = `[ -d ${journalFolder} ] || exit 0; cd ${journalFolder} || exit 1; cat -- * 2>/dev/null; :`;

/** The notes of all programs on one host. */
export class Journal {
	constructor(private readonly entries: JournalEntry[] = []) {}

	/** Any program's entry of an object. */
	get(id: string): JournalEntry | undefined {
		return this.entries.find((e) => e.id === id);
	}

	own(id: string, owner: string): JournalEntry | undefined {
		return this.entries.find((e) => e.id === id && e.owner === owner);
	}

	without(id: string, owner: string): Journal {
		return new Journal(this.entries.filter((e) => e.id !== id || e.owner !== owner));
	}

	others(id: string, owner: string): JournalEntry[] {
		return this.entries.filter((e) => e.id === id && e.owner !== owner);
	}
}

export function parseJournal(text: string): Journal {
	return new Journal(
		text
			.split("\n")
			.filter((line) => line.startsWith("{"))
			.flatMap((line) => whole(line) ?? []),
	);
}

/** Undefined for a line that was cut off: the disk was full. */
function whole(line: string): JournalEntry | undefined {
	try {
		return JSON.parse(line) as JournalEntry;
	} catch {
		return undefined;
	}
}

/** The id of an object in the journal: a resource's id without the host. */
export const journalId = (type: string, ...key: string[]): string => [type, ...key].join("/");

export type JournalFact = { read: "journal" };

export const journal: Tool<JournalStep, JournalFact> = {
	name: "journal",
	program: "sh",
	packages: {},
	call: journalCall,
	invalidates: () => ["journal"],
	reads: {
		journal: {
			call: () => ({ argv: ["sh", "-c", read] }),
			parse: ({ stdout, stderr, code }) =>
				code === 0 ? parseJournal(stdout) : unreadable("the journal can't be read", stderr, "it takes root to read it"),
			dependsOn: () => ["journal"],
		},
	},
};
