import { quote } from "../base/shell-quote";
import { removeArmedMark, setArmedMark } from "./armed-mark";
import { type Call, hasVsctl, renderCall, withOvsCommand } from "./call";
import { undoneLine, undoneTest } from "./host-lock";
import { armedFolder, parentFolder } from "./host-paths";
import { type CallResult, results, script } from "./script";
import type { Undo } from "./tool";

/** A change that the host itself undoes unless a new connection confirms it in time. */
export interface ArmedChange {
	/** A random word that no other change has. */
	token: string;
	/** Seconds from the end of the change within which it must be confirmed. */
	seconds: number;
	/** The change in words, for the next connection after the host has undone it. */
	about: string;
	changes: Call[];
	undo: Undo;
	/** The words that run a tool of Open vSwitch on this host. */
	ovsCommand?: string[];
}

/**
 * The watchdog counts the seconds from the end of the change, so that it never undoes a change that still runs. The rename
 * decides between it and the confirmation: only one of the two finds the file. A file ends the seconds early. While the confirmation ends,
 * the watchdog stays, by which others see that the change is not over. The undo needs no room for its output, and no /tmp, where bash
 * writes the input of commands.
 */
const watchdog = (seconds: number, token: string): string => `
trap '' HUP INT PIPE
echo $$ >watcher
while read -r p 2>/dev/null <busy && kill -0 "$p" 2>/dev/null; do sleep 1; done
IFS=' .' read -r up _ </proc/uptime; echo "$up" >ended
n=0; while [ $n -lt ${seconds} ] && [ -e undo ] && [ ! -e now ]; do sleep 1; n=$((n+1)); done
if ! mv undo taken 2>/dev/null; then
n=0; while [ -e confirmed ] && [ $n -lt 20 ]; do sleep 1; n=$((n+1)); done
exit 0
fi
(: >log) 2>/dev/null && log=log || log=/dev/null
TMPDIR=$PWD sh taken >$log 2>&1 </dev/null
${undoneLine(token)}
[ $log = log ] && mv log undone || { : >taken; mv taken undone; }`;

/**
 * The watchdog and the undo have the environment of this script: a host may have its tools in other folders than most.
 * Under systemd, the watchdog is a unit of its own, because the end of a session may end all of its processes (KillUserProcesses).
 */
const start = (token: string): string => `
for p in sh sleep mv; do command -v $p >/dev/null || { echo "$p: not found" >&2; fail; }; done
if ! { [ -d /run/systemd/system ] && systemd-run --quiet --collect --unit=pulumi-ovs-${token} -p WorkingDirectory="$PWD" --setenv=PATH="$PATH" --setenv=LC_ALL=C sh ./watch; } >/dev/null 2>&1 </dev/null; then
setsid sh ./watch >/dev/null 2>&1 </dev/null &
fi
n=0; until [ -s watcher ] || [ $n -ge 100 ]; do sleep 0.1; n=$((n+1)); done
[ -s watcher ] || { echo "no process could be started that waits: is setsid there (util-linux)?" >&2; fail; }`;

const file = (name: string, text: string): string =>
	`${renderCall({ argv: ["cat"], stdin: text }, name, ` >${quote(name)}`)}\n[ $? = 0 ] || fail`;

/** Removes the mark, if this change may have set it. */
const unmark = `[ ! -e marked ] || ${removeArmedMark}`;

/** `needed`: without the mark, the change is not made. A change of other things than rows may be the one that repairs the database. */
const mark = (needed: boolean): string => `
if ${hasVsctl}; then
: >marked
${setArmedMark} >said 2>&1 || ${needed ? "{ cat said >&2; fail; }" : ":"}
fi`;

/** Without its save, the undo would take a thing for one that the change has created. */
const saved = `
saved() {
[ "$1" = 0 ] && return
[ -n "$3" ] && grep -Eq -- "$3" said && : >"$2" && return
echo "what the host has now can't be saved:" >&2; cat said >&2; fail
}`.trim();

/** The status of the arming call where nothing was changed. After any other, the change may have begun. */
export const notArmedStatus = 9;

/** The call that arms the undo, runs the changes and keeps their results for the confirmation. */
export function armCall({ token, seconds, about, changes, undo, ovsCommand }: ArmedChange): Call {
	const own = withOvsCommand(ovsCommand);
	const adapted = (call: Call): Call => ({ ...call, argv: own.argv(call.argv) });
	const folder = `${armedFolder}/${token}`;
	const lines = [
		`umask 022; mkdir -p ${parentFolder} && umask 077 && mkdir -p ${armedFolder} && mkdir ${folder} && cd ${folder} || exit ${notArmedStatus}`,
		`fail() { ${unmark}; rm -rf ${folder}; exit ${notArmedStatus}; }`,
		saved,
		"echo $$ >busy",
		// The saves include earlier transactions of others: after the mark, these change nothing.
		mark(changes.some(({ tool }) => tool === "ovs")),
		...undo.saves.flatMap(({ name, call, absent = "" }) => [
			renderCall(adapted(call), name, ` >${quote(name)} 2>said`),
			`saved $? ${quote(name)} ${quote(absent)}`,
		]),
		file("about", `${about}\n`),
		file("watch", watchdog(seconds, token)),
		file("undo", undoText(own.line, undo.calls.map(adapted))),
		start(token),
		// If only the arming shell is killed, this one goes on.
		renderCall(
			{ argv: ["sh", "-s"], stdin: `echo $$ >own && mv own busy\n${script(changes, [], token, ovsCommand)}` },
			"changes",
			" >out 2>err",
		),
		"rm -f busy",
		"exit 0",
	];
	return { argv: ["sh", "-s"], stdin: `${lines.join("\n")}\n` };
}

/** Each call runs even if an earlier one has failed: the change may have been carried out in part. */
const undoText = (first: string[], calls: Call[]): string =>
	`${[...first, ...calls.map((call, i) => renderCall(call, `undo${i}`)), unmark].join("\n")}\n`;

/** The state of an armed change. */
export type Confirmation =
	/** The change still runs, or the host is undoing it. */
	| { state: "busy" }
	/**
	 * The change has ended, and waits for its confirmation: for so many seconds up to now, without fractions. Only the answer to a question
	 * that does not confirm.
	 */
	| { state: "armed"; waited: number }
	| { state: "confirmed"; results: CallResult[] }
	| { state: "undone" }
	/** The host knows nothing of the change. */
	| { state: "gone" };

const confirm = `
cd ${armedFolder}/"$1" 2>/dev/null || { ${undoneTest("$1")} && echo undone || echo gone; exit; }
[ -e busy ] && kill -0 "$(cat busy)" 2>/dev/null && { echo busy; exit; }
end() { cd /; rm -rf "${armedFolder}/$1"; rmdir ${armedFolder} ${parentFolder} 2>/dev/null; exit 0; }
[ "$2" = undo ] && [ -e undo ] && : >now
if [ -n "$2" ] && [ -e undo ]; then
{ IFS=' .' read -r up _ <ended && IFS=' .' read -r now _ </proc/uptime; } 2>/dev/null || { up=0; now=0; }
echo "armed $((now-up))"; exit
fi
if mv undo confirmed 2>/dev/null; then
${unmark}
{ read -r w <watcher && kill -- "-$w"; } 2>/dev/null
echo confirmed; cat out; cat err >&2; end "$1"
fi
[ -e undone ] || { echo busy; exit; }
echo undone; end "$1"`;

/**
 * The call by which a new connection confirms a change, and removes the undo. "ask": it only asks for the state. "undo": the host
 * undoes the change at once.
 */
export const confirmCall = (token: string, word?: "ask" | "undo"): Call => ({
	argv: ["sh", "-c", confirm, "confirm", token, ...(word === undefined ? [] : [word])],
});

export function confirmationOf({ stdout, stderr }: CallResult, { token, changes }: ArmedChange): Confirmation {
	const [state, ...rest] = stdout.trimStart().split("\n");
	if (state === "confirmed") return { state, results: results(`\n${rest.join("\n")}\n`, `\n${stderr}\n`, changes.length, token) };
	if (state === "undone" || state === "gone" || state === "busy") return { state };
	const [, waited] = /^armed(?: (\d+))?$/.exec(state ?? "") ?? [];
	if (state?.startsWith("armed")) return { state: "armed", waited: Number(waited ?? 0) };
	throw new Error(`the state of an unconfirmed change can't be read: ${stderr || stdout}`);
}
