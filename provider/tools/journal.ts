import type { Call } from "../steps";

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
	| { tool: "journal"; phase: "journal-end"; op: "forget"; id: string };

const note = `mkdir -p ${journalFolder} && cd ${journalFolder} && while [ $# -gt 0 ]; do printf '%s\\n' "$2" >"$1" || exit 1; shift 2; done`;
const forget = `cd ${journalFolder} 2>/dev/null && rm -f -- "$@"; :`;

export function journalCall(steps: JournalStep[]): Call {
	const words = steps.flatMap((s) => (s.op === "note" ? [file(s.entry.id), JSON.stringify(s.entry)] : [file(s.id)]));
	return { argv: ["sh", "-c", steps[0]?.op === "note" ? note : forget, "journal", ...words] };
}

const file = (id: string) => encodeURIComponent(id);

export const journalRead: Call = {
	argv: ["sh", "-c", `cd ${journalFolder} 2>/dev/null && cat -- * 2>/dev/null; :`],
};

export function parseJournal(text: string): Map<string, JournalEntry> {
	const entries = new Map<string, JournalEntry>();
	for (const line of text.split("\n")) {
		if (!line.startsWith("{")) continue;
		const entry = whole(line);
		if (entry) entries.set(entry.id, entry);
	}
	return entries;
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
