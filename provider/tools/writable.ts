import type { Call } from "./call";
import { isDenied, needsRoot } from "./output";

/**
 * The name of a file that is created for a moment, because only the attempt tells why a folder can't be written. It stays where the
 * attempt is killed, so it is removed before the folder is.
 */
export const probe = ".pulumi-ovs-probe";

/** A call that fails where files of a folder can't be removed. A folder that does not exist needs no change. */
export const writabilityCheck = (folder: string): Call => ({
	argv: ["sh", "-c", `cd ${folder} 2>/dev/null || exit 0; [ -w . ] || { : >${probe} && rm -f ${probe}; }`],
});

/** A call that fails where files of this size in bytes can't be written to a folder, which may not exist yet. */
export const spaceCheck = (folder: string, bytes: number): Call => ({
	argv: [
		"sh",
		"-c",
		`set -e; umask 077; d=${folder}; until [ -d "$d" ]; do d=\${d%/*}; done; cd "$d"
trap 'rm -f ${probe}' EXIT; head -c ${bytes} /dev/zero >${probe}`,
	],
});

/** The advice about a folder that can't be written, by the message of the tool that tried. `folder`: one above it. */
export function remedyFor(said: string, folder: string): string {
	if (said.includes("Read-only file system")) return `make ${folder} writable (mount -o remount,rw ${folder}), then run again`;
	if (said.includes("No space left")) return `free some space in ${folder} (df ${folder}; df -i ${folder}), then run again`;
	if (isDenied(said)) return needsRoot;
	return `make ${folder} writable, then run again`;
}
