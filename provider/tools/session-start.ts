import { valuesByKey } from "../base/values-by-key";
import { type DeviceIntent, intentLines, parseIntent } from "./device-intent";
import { armedFolder, parentFolder } from "./host-paths";
import { parseRecord, type RecoveryRecord, recordLines } from "./recovery-record";
import type { AnyFact, ReadingTool } from "./tool";
import { parseWayIn, valuesAfter, type WayIn, wayInLines } from "./way-in";

/** A change of an earlier run that the host has undone by itself, because no new connection confirmed the change. */
interface UndoneChange {
	about: string;
	/** The output of the undo. */
	said: string;
}

/** What a new session must know of the host before its first change. */
export interface SessionStart {
	wayIn?: WayIn;
	undone: UndoneChange[];
	/** The changes of earlier runs that nobody has confirmed and nobody will undo, in words: their watchdogs were killed. */
	unwatched: string[];
	/** The recovery records of earlier runs, of all programs. */
	records: RecoveryRecord[];
	/** The devices that killed calls were about to create, of all programs, by namespace. */
	intents: Map<string, DeviceIntent[]>;
}

/** The greatest time in seconds for which a change waits, from its end to the end of its undo. */
const longestWait = 300;

/**
 * A change that an interrupted run has left unconfirmed is still to be undone: the script first waits for that, so that what is
 * read is what stays. A change whose watchdog is gone stays as it is: after its time, an undo could harm what others have changed since.
 */
const script = `
n=0
for d in ${armedFolder}/*/; do
[ -d "$d" ] || continue
while [ ! -e "$d/undone" ] && [ $n -lt 280 ] && read -r w 2>/dev/null <"$d/watcher" && kill -0 "$w" 2>/dev/null; do sleep 1; n=$((n+1)); done
if [ ! -e "$d/undone" ]; then
[ -e "$d/undo" ] || [ -e "$d/taken" ] || continue
read -r w 2>/dev/null <"$d/watcher" && ! kill -0 "$w" 2>/dev/null || continue
read -r p 2>/dev/null <"$d/busy" && kill -0 "$p" 2>/dev/null && continue
up=0; { IFS=' .' read -r up _ <"$d/ended"; } 2>/dev/null; IFS=' .' read -r now _ </proc/uptime
[ $((now-up)) -lt ${longestWait} ] && continue
echo unwatched; sed 's/^/about /' "$d/about"; rm -rf "$d"; continue
fi
echo undone; sed 's/^/about /' "$d/about"; sed 's/^/said /' "$d/undone"; rm -rf "$d"
done
rmdir ${armedFolder} ${parentFolder} 2>/dev/null
${recordLines}
${intentLines}
${wayInLines}`;

export function parseSessionStart(text: string): SessionStart {
	const lines = text.split("\n").filter((line) => line !== "");
	const undone: UndoneChange[] = [];
	const unwatched: UndoneChange[] = [];
	let last: UndoneChange | undefined;
	for (const line of lines) {
		if (line === "undone" || line === "unwatched") {
			last = { about: "", said: "" };
			(line === "undone" ? undone : unwatched).push(last);
		}
		if (last && line.startsWith("about ")) last.about = line.slice(6);
		if (last && line.startsWith("said ")) last.said = [last.said, line.slice(5)].filter(Boolean).join("; ");
	}
	const records = valuesAfter("owed", lines).flatMap((record) => parseRecord(record) ?? []);
	const intents = valuesByKey(
		valuesAfter("begun", lines)
			.flatMap(parseIntent)
			.map((one) => [one.netns, one] as const),
	);
	const wayIn = parseWayIn(lines);
	return { undone, unwatched: unwatched.map(({ about }) => about), records, intents, ...(wayIn ? { wayIn } : {}) };
}

export interface SessionStartFact extends AnyFact<SessionStart> {
	read: "session-start";
}

export const sessionStart: ReadingTool<SessionStartFact> = {
	program: "sh",
	packages: {},
	reads: {
		"session-start": {
			call: () => ({ argv: ["sh", "-c", script] }),
			parse: ({ stdout }) => parseSessionStart(stdout),
			dependsOn: () => [],
			lasting: true,
		},
	},
};
