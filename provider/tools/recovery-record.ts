import { sha256 } from "../base/sha256";
import type { Call } from "./call";
import { parentFolder, recordFolder } from "./host-paths";

/** The foreign objects that a program's changes may have removed. Its fields are the form of the file, which later versions read. */
export interface RecoveryRecord {
	owner: string;
	note: unknown;
}

/** A change is made even if its record can't be written: /run may be full. */
const write = `umask 022; { mkdir -p ${parentFolder} && umask 077 && mkdir -p ${recordFolder} && cd ${recordFolder} && cat >.new && mv .new "$1"; } 2>/dev/null || rm -f ${recordFolder}/.new; :`;
const drop = `rm -f "${recordFolder}/$1"; rmdir ${recordFolder} ${parentFolder} 2>/dev/null; :`;

/** Each program has one file on a host. Its name never begins with a point, as that of a hidden file, and is no longer than NAME_MAX. */
function fileOf(owner: string): string {
	const name = `of-${encodeURIComponent(owner)}`;
	return name.length <= 200 ? name : `of~${sha256(owner)}`;
}

export const recordCall = (record: RecoveryRecord): Call => ({
	argv: ["sh", "-c", write, "owed", fileOf(record.owner)],
	stdin: `${JSON.stringify(record)}\n`,
});
export const dropRecordCall = (owner: string): Call => ({ argv: ["sh", "-c", drop, "not-owed", fileOf(owner)] });

/** The age in minutes at which a record is removed: nobody can be expected to want its objects any more. */
const longestKept = 24 * 60;

/** The lines of a shell script that print the records of all programs, one a line after the word "owed". */
export const recordLines = `if [ -d ${recordFolder} ]; then
find ${recordFolder} -type f -mmin +${longestKept} -exec rm -f {} + 2>/dev/null
for o in ${recordFolder}/*; do [ -f "$o" ] && { printf 'owed '; cat "$o"; }; done; fi`;

/** A program's record, or undefined for a line that is incomplete. */
export function parseRecord(text: string): RecoveryRecord | undefined {
	try {
		return JSON.parse(text) as RecoveryRecord;
	} catch {
		return undefined;
	}
}
