import { saidOnOneLine } from "./output";
import type { Reading } from "./tool";
import { remedyFor } from "./writable";

/** A line that a tool of Open vSwitch logs on standard error. It repeats the error of a failed transaction. */
const logLine = /^\d{4}-\d\d-\d\dT\S+Z\|/;

/** The reason why Open vSwitch refused a change: in ovs-vsctl's words, or explained where the database can't be written. */
export function refusalText(result: Reading): string {
	const lines = result.stderr.split("\n");
	const own = lines.filter((line) => !logLine.test(line));
	const stderr = own.some((line) => line.trim() !== "") ? own.join("\n") : result.stderr;
	return notWritten(stderr) ?? saidOnOneLine({ ...result, stderr }, "ovs-vsctl");
}

/** The error of a database that the host can't write to its file, such as `"details":"/etc/openvswitch/conf.db: write failed"`. */
function notWritten(said: string): string | undefined {
	const [, reason] = /"io-error":"([^"]+)"/.exec(said) ?? [];
	if (reason === undefined) return undefined;
	const [, details, folder] = /"details":"((\/[^":]*)\/[^":/]+:[^"]*)"/.exec(said) ?? [];
	const what = details === undefined ? reason : `${details}: ${reason}`;
	return `Open vSwitch's database can't be written (${what}): ${remedy(reason, folder)}`;
}

function remedy(reason: string, folder: string | undefined): string {
	const isKnown = /Read-only file system|No space left/.test(reason);
	if (folder !== undefined && isKnown) return remedyFor(reason, folder);
	return `check the disk of ${folder ?? "the database"}, then run again`;
}
