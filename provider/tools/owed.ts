import { sha256 } from "../base/sha256";
import type { Call } from "./call";
import { parentFolder } from "./journal";

/**
 * The folder in which a program notes what its changes may take from others, before they do. The next run of the program finds the note
 * where this one has ended before it could give everything back.
 */
export const owedFolder = `${parentFolder}/owed`;

/** What a program's changes may have taken from others. */
export interface OwedNote {
	owner: string;
	note: unknown;
}

/** A change that can't be noted is made all the same: /run may be full. */
const write = `umask 022; { mkdir -p ${parentFolder} && umask 077 && mkdir -p ${owedFolder} && cd ${owedFolder} && cat >.new && mv .new "$1"; } 2>/dev/null || rm -f ${owedFolder}/.new; :`;
const forget = `rm -f "${owedFolder}/$1"; rmdir ${owedFolder} ${parentFolder} 2>/dev/null; :`;

/** Each program has one file on a host. Its name never begins with a point, as that of a hidden file, and is no longer than NAME_MAX. */
function fileOf(owner: string): string {
	const name = `of-${encodeURIComponent(owner)}`;
	return name.length <= 200 ? name : `of~${sha256(owner)}`;
}

export const owedCall = (note: OwedNote): Call => ({
	argv: ["sh", "-c", write, "owed", fileOf(note.owner)],
	stdin: `${JSON.stringify(note)}\n`,
});
export const forgetOwedCall = (owner: string): Call => ({ argv: ["sh", "-c", forget, "not-owed", fileOf(owner)] });

/** The time in minutes after which nobody can be expected to want back what a note lists: it is removed. */
const longestOwed = 24 * 60;

/** The lines of a shell script that print the notes of all programs, one a line after the word "owed". */
export const owedLines = `if [ -d ${owedFolder} ]; then
find ${owedFolder} -type f -mmin +${longestOwed} -exec rm -f {} + 2>/dev/null
for o in ${owedFolder}/*; do [ -f "$o" ] && { printf 'owed '; cat "$o"; }; done; fi`;

/** A program's note, or undefined for a line that is incomplete. */
export function parseOwed(text: string): OwedNote | undefined {
	try {
		return JSON.parse(text) as OwedNote;
	} catch {
		return undefined;
	}
}
