import { sha256 } from "../base/sha256";
import { valuesByKey } from "../base/values-by-key";
import type { Call } from "./call";
import { journalFolder, parentFolder } from "./host-paths";
import { needsRoot, saidOnOneLine, unreadable } from "./output";
import type { AnyFact, KnownFacts, Reading, Refusal, Tool } from "./tool";
import { probe, remedyFor, writabilityCheck } from "./writable";

/** An entry of the journal, which is a host's record of objects that can't have a mark themselves, and of original values. */
export interface JournalEntry {
	/** The resource's id without the host. */
	id: string;
	owner: string;
	/** The values before the first change, if the object existed before. */
	previous?: Record<string, unknown>;
	/** The id of the resource, where the object is one of many of a larger resource. */
	of?: string;
	/** The values that the program sets of an object that exists anyway. Entries of older versions do not have them. */
	sets?: Record<string, unknown>;
	/** What the object has taken over from others. They get it back also where somebody else has deleted the object. */
	taken?: Record<string, unknown>;
}

export type JournalStep =
	| { tool: "journal"; phase: "journal"; op: "write"; entry: JournalEntry }
	| { tool: "journal"; phase: "journal-end"; op: "remove"; id: string; owner: string };

type EntryKey = Pick<JournalEntry, "id" | "owner">;

export const writeEntryStep = (entry: JournalEntry): JournalStep => ({ tool: "journal", phase: "journal", op: "write", entry });

export const removeEntryStep = ({ id, owner }: EntryKey): JournalStep => ({
	...{ tool: "journal", phase: "journal-end", op: "remove" },
	...{ id, owner },
});

/** The step that gives an entry its former content. */
export function entryAsBefore(before: Journal | undefined, { id, owner }: EntryKey): JournalStep {
	const former = before?.own(id, owner);
	return former ? writeEntryStep(former) : removeEntryStep({ id, owner });
}

/** The name of an entry while it is written: an entry that is there already must not be lost where the disk is full. */
const unfinished = ".new";

/**
 * Entries hold former values, which may be secret. Only root may read them; permissions of older versions are corrected. Another
 * program may remove the empty folder at any time, so that it is created again for an entry that can't be written. The second try is
 * with cat, because the shell's printf does not tell the reason of a failure.
 */
const write = `enter() { cd ${journalFolder} 2>/dev/null && return; umask 022; mkdir -p ${parentFolder} && umask 077 && mkdir -p ${journalFolder} && cd ${journalFolder}; }
enter || exit 1
umask 077
find . -type d ! -perm 700 -exec chmod 700 {} + -o -type f ! -perm 600 -exec chmod 600 {} + 2>/dev/null
write() { printf '%s\\n' "$entry" >${unfinished} && mv ${unfinished} "$file"; }
again() { printf '%s\\n' "$entry" | cat >${unfinished} && mv ${unfinished} "$file"; }
while IFS= read -r file && IFS= read -r entry; do write 2>/dev/null || { enter && again; } || { rm -f ${unfinished}; exit 1; }; done`;
/** Removes the folders too, if nothing else is in them. */
const remove = `if [ -d ${journalFolder} ]; then cd ${journalFolder} && rm -f -- ${unfinished} ${probe} "$@" || exit 1; fi
cd / && rmdir ${journalFolder} ${parentFolder} 2>/dev/null; :`;

/**
 * Entries are passed on standard input: one may be longer than the kernel allows for an argument (128 KiB), and arguments are
 * visible to all users of the host.
 */
function journalCall(steps: JournalStep[]): Call {
	const lines = steps.flatMap((s) => (s.op === "write" ? [fileOf(s.entry), JSON.stringify(s.entry)] : []));
	if (lines.length > 0) return { argv: ["sh", "-c", write, "journal"], stdin: `${lines.join("\n")}\n` };
	const files = steps.flatMap((s) => (s.op === "remove" ? [fileOf(s)] : []));
	// An object must not be deleted while its entry would stay.
	return { argv: ["sh", "-c", remove, "journal", ...files], precheck: writabilityCheck(journalFolder) };
}

function refusal(result: Reading): Refusal {
	const said = saidOnOneLine(result, "sh");
	return { text: `the host's journal in ${journalFolder} can't be changed (${said}): ${remedyFor(said, "/run")}` };
}

/** The file and the text of an entry, on one line. */
export const entryLine = (entry: JournalEntry): string => `${fileOf(entry)} ${JSON.stringify(entry)}`;

/** The maximum length of a file's name, in bytes: NAME_MAX. */
const longestName = 255;

/**
 * The name of an entry's file. Each object and owner has a file, because two programs may manage the same kernel parameter.
 * A name that is too long for the file system is shortened and ends in a hash.
 */
function fileOf({ id, owner }: { id: string; owner: string }): string {
	const name = encodeURIComponent(`${id} ${owner}`);
	if (name.length <= longestName) return name;
	const hash = sha256(name);
	return `${name.slice(0, longestName - hash.length - 1).replace(/(?:%\w{0,2})+$/, "")}~${hash}`;
}

/** Goes to the folder of the entries. Without it, there are none. */
const inFolder = `[ -d ${journalFolder} ] || exit 0; cd ${journalFolder} || exit 1`;

/**
 * Lists all entries, which may be more than one command takes as arguments. An error is not ignored: a journal that can't be read is not
 * an empty one. An entry that is removed meanwhile is no error.
 */
const read = `${inFolder}
find . -type f ! -name '.*' -exec sh -c 'grep -hs "^{" "$@"; :' sh {} +`;

/** Lists the entries in the files of the arguments, as far as they exist. */
const readSome = `${inFolder}
grep -hs "^{" -- "$@"; :`;

/** The greatest number of entries that are read alone. */
const mostEntries = 64;

/** The entries of all programs on one host. */
export class Journal {
	private index?: Map<string, JournalEntry[]>;

	constructor(private readonly entries: JournalEntry[] = []) {}

	private byId(id: string): JournalEntry[] {
		this.index ??= valuesByKey(this.entries.map((entry) => [entry.id, entry] as const));
		return this.index.get(id) ?? [];
	}

	get all(): readonly JournalEntry[] {
		return this.entries;
	}

	/** Any program's entry of an object. */
	get(id: string): JournalEntry | undefined {
		return this.byId(id)[0];
	}

	own(id: string, owner: string): JournalEntry | undefined {
		return this.byId(id).find((e) => e.owner === owner);
	}

	/** This owner's entry with original values, for an object of any kind with this name. */
	adopted(netns: string, name: string, owner: string): JournalEntry | undefined {
		const isNamed = (id: string) => id.split("/").slice(1).join("/") === name;
		return this.entries.find(
			({ id, ...e }) => e.owner === owner && e.previous !== undefined && isNamed(netns === "" ? id : id.replace(`${netns}/`, "")),
		);
	}

	without(id: string, owner: string): Journal {
		return new Journal(this.entries.filter((e) => e.id !== id || e.owner !== owner));
	}

	/** The journal in which these files have other entries, or none. */
	withFiles(files: string[], now: Journal): Journal {
		const names = new Set(files);
		return new Journal([...this.entries.filter((entry) => !names.has(fileOf(entry))), ...now.entries]);
	}

	others(id: string, owner: string): JournalEntry[] {
		return this.byId(id).filter((e) => e.owner !== owner);
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

/** An entry. Undefined for a line that is incomplete because the disk was full. */
function whole(line: string): JournalEntry | undefined {
	try {
		return JSON.parse(line) as JournalEntry;
	} catch {
		return undefined;
	}
}

/** The id of an object in the journal: a resource's id without the host. */
export const journalId = (type: string, ...key: string[]): string => [type, ...key].join("/");

export interface AllEntriesFact extends AnyFact<Journal> {
	read: "journal";
}

/** The entries in some files, which are a part of "journal". */
export interface SomeEntriesFact extends AnyFact<Journal> {
	read: "journal-entries";
	files: string[];
}

type JournalFact = AllEntriesFact | SomeEntriesFact;

const allEntries: AllEntriesFact = { read: "journal" };

const readCall = (argv: string[]): Call => ({ argv: ["sh", "-c", ...argv] });

function parse({ stdout, stderr, code }: Reading) {
	if (code === 0) return parseJournal(stdout);
	return unreadable("the journal can't be read", stderr, needsRoot);
}

/** The read of the entries that these steps write or remove, where the others are known. */
function narrowedRead(fact: JournalFact, steps: JournalStep[], known: KnownFacts): JournalFact {
	if (fact.read !== "journal" || known.value(fact) === undefined) return fact;
	const files = new Set(steps.map((step) => fileOf(step.op === "write" ? step.entry : step)));
	return files.size <= mostEntries ? { read: "journal-entries", files: [...files] } : fact;
}

export const journal: Tool<JournalStep, JournalFact> = {
	name: "journal",
	program: "sh",
	packages: {},
	call: journalCall,
	refusal,
	// An entry that may be left has to be removed once more.
	executedCount: (steps) => (steps.some(({ op }) => op === "remove") ? 0 : steps.length),
	invalidates: () => ["journal"],
	narrowedRead,
	undoReads: () => [allEntries],
	undo(steps, known) {
		const journal = known.value(allEntries);
		return {
			steps: steps.flatMap((step): JournalStep[] => {
				const { id, owner } = step.op === "write" ? step.entry : step;
				const isKnown = step.op === "write" || journal?.own(id, owner) !== undefined;
				return isKnown ? [entryAsBefore(journal, { id, owner })] : [];
			}),
		};
	},
	reads: {
		journal: { call: () => readCall([read]), parse, dependsOn: () => ["journal"], survivesReboot: true },
		"journal-entries": {
			call: ({ files }) => readCall([readSome, "journal", ...files]),
			parse,
			dependsOn: () => ["journal"],
			partOf: {
				of: (): JournalFact => ({ read: "journal" }),
				merged: (whole, part, { files }) => whole.withFiles(files, part),
			},
		},
	},
};
