import { quote } from "../base/shell-quote";
import { removeArmedMark } from "./armed-mark";
import { hasVsctl } from "./call";
import { armedFolder, lockFile } from "./host-paths";

/** The number of tries, a tenth of a second apart, after which a script gives up waiting for another one. */
const tries = 10;

/** The lock of a script with changes. */
export interface HostLock {
	/** The person and the program, in words for those who wait. */
	holder: string;
	/** The version of the host that the plan was made from. Not set: it is not known. */
	version?: string;
	/** True where Open vSwitch's database may say that a change waits for its confirmation. */
	isMarkedArmed?: boolean;
}

/**
 * Shell functions that use the line of the lock file: its state, a random word of the script, the host's uptime in seconds, the
 * process, and the holder. The version of a host is the state and the random word.
 */
const line = "look() { state= word= up= pid= by=; read -r state word up pid by 2>/dev/null <$L; }";

/** The lines of a script that only reads: they tell the version of the host. */
export const versionLines = (): string[] => [`L=${lockFile}`, line, "look", 'm start "at $state.$word"'];

/**
 * The lines before the changes of a script. Without a writable /run there is no lock. The shell and the one that waits for a tool
 * hold the lock of flock, also where the first is killed. The tool does not: a service that it starts would keep the lock. Where flock is
 * missing, a file names the shell: another script removes the file of a shell that is gone.
 */
export function lockLines({ holder, version = "", isMarkedArmed = false }: HostLock, word: string): string[] {
	const by = holder.replaceAll(/[^\x20-\x7e]/g, "?");
	return [
		`L=${lockFile}`,
		line,
		"clock() { IFS=' .' read -r now _ </proc/uptime; }",
		`note() { clock; echo "$1 ${word} $now $$ "${quote(by)} 2>/dev/null >$L; }`,
		'tell() { clock; since=-; [ -z "$up" ] || since=$((now-up)); m start "$1 $since $pid $by"; [ $lock = none ] || free; exit 0; }',
		"lock=none",
		"if (umask 077; : >>$L) 2>/dev/null; then",
		"if command -v flock >/dev/null; then",
		"exec 9<>$L",
		"take() { flock -n 9; }",
		"free() { exec 9>&-; }",
		"else",
		"read -r boot </proc/sys/kernel/random/boot_id",
		'free() { rm -f "$L.pid"; }',
		"take() {",
		'echo "$$ $boot" >"$L.$$"; ln "$L.$$" "$L.pid" 2>/dev/null; taken=$?; rm -f "$L.$$"; [ $taken = 0 ] && return',
		'{ read -r pid at <"$L.pid"; } 2>/dev/null || return 1',
		'[ "$at" = "$boot" ] && kill -0 "$pid" 2>/dev/null && return 1',
		// Of two scripts that find the dead one's file, the slower may move the file of the faster, and gives it back.
		'mv "$L.pid" "$L.$$" 2>/dev/null || return 1; read -r other _ <"$L.$$"; [ "$other" = "$pid" ] || ln "$L.$$" "$L.pid" 2>/dev/null',
		'rm -f "$L.$$"; return 1; }',
		"fi",
		`n=1; until take; do [ $n -lt ${tries} ] || { look; tell busy; }; n=$((n+1)); sleep 0.1; done`,
		"lock=taken; look",
		// A change that is not confirmed yet may still be undone.
		`for w in ${armedFolder}/*/watcher; do`,
		`[ -e "\${w%watcher}undo" ] || [ -e "\${w%watcher}taken" ] || [ -e "\${w%watcher}confirmed" ] || continue`,
		`[ ! -e "\${w%watcher}undone" ] && read -r watcher 2>/dev/null <"$w" && kill -0 "$watcher" 2>/dev/null || continue`,
		// Nobody is told to end the watchdog, which carries out the undo.
		`up=; pid=-; read -r by <"\${w%watcher}about"; by="$by, which waits for its confirmation"; tell busy`,
		"done",
		// No change waits: a reboot or a killed script has left the mark.
		...(isMarkedArmed ? [`! ${hasVsctl} || ${removeArmedMark} ${withoutLock}`] : []),
		`known=${quote(version)}`,
		'[ "$state" = busy ] && [ -n "$known" ] && { note done; tell left; }',
		'[ -n "$known" ] && [ "$state.$word" != "$known" ] && tell other',
		"note busy",
		"fi",
		'm start "$lock"',
	];
}

/** A redirection by which a program does not get the lock. */
export const withoutLock = "9>&-";

/** The lines after the changes. */
export const unlockLines = (): string[] => ["[ $lock = none ] || { note done; free; }"];

/** The line by which the host itself notes that it has undone a change, for scripts that were planned before. */
export const undoneLine = (word: string): string => `[ ! -e ${lockFile} ] || echo done ${word} 0 0 the host itself >${lockFile}`;

/** The condition of a shell script that the host has undone this change by itself, and that nobody has changed the host since. */
export const undoneTest = (word: string): string =>
	`{ read -r done at _ <${lockFile}; } 2>/dev/null && [ "$done $at" = "done ${word}" ]`;

/** The version of the host after a script with changes. */
export const versionAfter = (word: string): string => `done.${word}`;

/** Another script that holds the lock, or held it last. */
export interface OtherScript {
	/** Seconds since it took the lock. NaN: not known. */
	seconds: number;
	/** The number of its process on the host. "-": it waits for its confirmation, and must not be ended. */
	pid: string;
	holder: string;
}

/** The first line of a script's output, in parts. */
export type LockAnswer =
	/** The version of the host before the reads. */
	| { state: "at"; version: string }
	/** The changes were run, without a lock where the host has no place for one. */
	| { state: "taken" | "none" }
	/**
	 * Nothing was changed. busy: another script holds the lock. other: another script has changed the host. left: another script
	 * has ended in the middle of its changes.
	 */
	| ({ state: "busy" | "left" | "other" } & OtherScript);

export function lockAnswer(stdout: string, mark: string): LockAnswer {
	const begin = `\n${mark} start `;
	const at = stdout.indexOf(begin);
	const [said = ""] = at < 0 ? [] : stdout.slice(at + begin.length).split("\n", 1);
	const [state = "", ...words] = said.split(" ");
	if (state === "at") return { state, version: words[0] ?? "" };
	if (state !== "busy" && state !== "left" && state !== "other") return { state: state === "taken" ? "taken" : "none" };
	const [seconds, pid = "", ...holder] = words;
	return { state, seconds: Number(seconds), pid, holder: holder.join(" ") };
}
