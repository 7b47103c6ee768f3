import type { Call } from "./call";

/**
 * The host's own record of what we hold there that can't carry a mark itself, and of the values that were there before us.
 * One file an object under /run, so that it is gone after a reboot, like the kernel objects that it speaks of.
 */
export const journalFolder = "/run/pulumi-ovs/owned";

export interface JournalEntry {
	/** The resource's id without the host. */
	id: string;
	owner: string;
	/** The values before our first change, of what was there already. */
	previous?: Record<string, unknown>;
}

export type JournalStep =
	| { tool: "journal"; phase: "journal"; op: "note"; entry: JournalEntry }
	| { tool: "journal"; phase: "journal-end"; op: "forget"; id: string; owner: string };

const note = `mkdir -p ${journalFolder} && cd ${journalFolder} && while IFS= read -r file && IFS= read -r entry; do printf '%s\\n' "$entry" >"$file" || exit 1; done`;
const forget = `cd ${journalFolder} 2>/dev/null && rm -f -- "$@"; :`;

/** A note may be longer than the kernel lets a word of a command be (128 KiB), as that of a table with thousands of elements. */
export function journalCall(steps: JournalStep[]): Call {
	const notes = steps.flatMap((s) => (s.op === "note" ? [file(s.entry), JSON.stringify(s.entry)] : []));
	if (notes.length > 0) return { argv: ["sh", "-c", note, "journal"], stdin: `${notes.join("\n")}\n` };
	return { argv: ["sh", "-c", forget, "journal", ...steps.flatMap((s) => (s.op === "forget" ? [file(s)] : []))] };
}

/** One file an object and owner: two programs may hold the same kernel parameter. */
const file = ({ id, owner }: { id: string; owner: string }) => encodeURIComponent(`${id} ${owner}`);

export const journalRead: Call = {
	argv: ["sh", "-c", `cd ${journalFolder} 2>/dev/null && cat -- * 2>/dev/null; :`],
};

/** What the programs that work on a host have noted there. */
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
