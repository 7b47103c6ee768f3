import { quote } from "../base/shell-quote";
import { intentFolder, parentFolder } from "./host-paths";
import { createsDevice, type IpStep, wordAfter } from "./ip-step";

// The kernel sets no alias when it creates a device (rtnl_create_link in net/core/rtnetlink.c takes no IFLA_IFALIAS), and `ip tuntap` has
// no word for one. If `ip` is killed between the two lines, the device has no mark. So each call notes on the host what it is about to
// create, and the next run knows such a device by the note. A note proves nothing where the device has another kind or an alias. It can't
// tell a device of the same name and kind that somebody else creates after a call was killed before its own line. Without a writable /run
// there is no note, and boot files make none.

/** A device that a call is about to create. */
export interface DeviceIntent {
	netns: string;
	name: string;
	/** As the kernel lists it: `ip tuntap` creates devices of the kind tun. */
	kind: string;
	/** The alias that it gets in a later line of the same call. */
	alias: string;
}

/** The devices that a call creates and then marks. An adopted device that is created again is known by the journal. */
export function intentsOf(steps: IpStep[]): DeviceIntent[] {
	const aliases = new Map(steps.flatMap(({ args }) => (args[4] === "alias" ? [[args[3], args[5] ?? ""] as const] : [])));
	return steps.filter(createsDevice).flatMap(({ netns, args }) => {
		const name = wordAfter("dev", args) ?? "";
		const alias = aliases.get(name);
		return alias === undefined ? [] : [{ netns, name, kind: wordAfter("type", args) ?? "tun", alias }];
	});
}

const fileOf = ({ name, netns }: DeviceIntent): string => quote(`${name} ${netns}`);

const removed = (files: string): string => `rm -f -- ${files}; cd /; rmdir ${intentFolder} ${parentFolder}`;

/** Lines of the shell for before and after a call. The notes stay if `ip` was killed (`c`: its exit status). */
export function notesOf(intents: DeviceIntent[]): { beforehand: string; afterwards: string } {
	const notes = intents.map(
		(one) => `printf '%s\\n' ${quote(`${one.kind} ${one.name} ${one.alias} ${one.netns}`)} >${fileOf(one)}`,
	);
	return {
		beforehand: `( umask 022; mkdir -p -m 700 ${intentFolder}; umask 077; cd ${intentFolder} && { ${notes.join("; ")}; } )`,
		afterwards: `[ $c -gt 128 ] || ( cd ${intentFolder} && { ${removed(intents.map(fileOf).join(" "))}; } )`,
	};
}

/**
 * The line of a script that removes notes of killed calls as soon as their devices are marked or gone, so that they never count for later
 * devices of these names. It runs while no other script changes the host.
 */
export const dropIntents = `[ ! -d ${intentFolder} ] || ( cd ${intentFolder} && for f in *; do
read -r kind name alias netns <"$f" || { rm -f -- "$f"; continue; }
case $(ip \${netns:+-n "$netns"} -o link show dev "$name") in ""|*" alias "*) rm -f -- "$f" ;; esac
done; cd /; rmdir ${intentFolder} ${parentFolder} ) >/dev/null 2>&1 </dev/null`;

/** The lines of a shell script that print the notes, one a line after the word "begun". */
export const intentLines = `for o in ${intentFolder}/*; do read -r line <"$o" && printf 'begun %s\\n' "$line"; done 2>/dev/null`;

/** A note. [] for a line that is incomplete. */
export function parseIntent(text: string): DeviceIntent[] {
	const [, kind, name, alias, netns = ""] = /^(\S+) (\S+) (\S+) ?(.*)$/.exec(text) ?? [];
	return kind !== undefined && name !== undefined && alias !== undefined ? [{ netns, name, kind, alias }] : [];
}
