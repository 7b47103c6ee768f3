import { quote } from "../base/shell-quote";
import { isDenied, missingFile, needsRoot, saidOnOneLine, unreadable } from "./output";
import type { AnyFact, Reading, Refusal, Tool, Unreadable } from "./tool";

/** The files of a host's setup: the modules that are loaded at boot, and a rule of sudo. */
export type SetupFileSort = "modules" | "sudoers";

/** A change of one file. `keepsAccess`: a rule by which this connection becomes root stays, and the step succeeds. */
export type SetupFileStep =
	| { tool: "setup-file"; phase: "setup-files"; op: "write"; sort: SetupFileSort; name: string; text: string }
	| { tool: "setup-file"; phase: "setup-files"; op: "remove"; sort: SetupFileSort; name: string; keepsAccess?: true };

export interface SetupFilesFact extends AnyFact<SetupFile[]> {
	read: "setup-files";
}

export interface SetupFile {
	sort: SetupFileSort;
	/** The name of the setup. */
	name: string;
	text: string;
	/** True where the file has the mode and the owner that its program asks for. */
	isUsed: boolean;
}

const folders = { modules: "/etc/modules-load.d", sudoers: "/etc/sudoers.d" };
const prefix = "pulumi-ovs-";

export const setupFile = (sort: SetupFileSort, name: string): string =>
	`${folders[sort]}/${prefix}${name}${sort === "modules" ? ".conf" : ""}`;

/**
 * Tells whether the user of this connection can still become root. sudo clears the environment, but sets SUDO_USER. With a
 * password in the connection (sudo -S), any rule for the user is enough.
 */
const access = `
has_access() {
[ -n "$SUDO_USER" ] && [ "$SUDO_USER" != root ] || return 0
p=$$
while [ "\${p:-0}" -gt 1 ]; do
if [ "$(cat "/proc/$p/comm" 2>/dev/null)" = sudo ]; then
case $(tr '\\0' ' ' <"/proc/$p/cmdline") in *" -S "*) sudo -n -l -U "$SUDO_USER" sh >/dev/null 2>&1; return ;; esac
break
fi
p=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$p/status" 2>/dev/null)
done
runuser -u "$SUDO_USER" -- sudo -k -n sh -c : >/dev/null 2>&1
}`.trim();

/** A file is complete or not there. sudo and systemd ignore files whose names begin with a dot. */
const write = `
set -e; umask 022; folder=\${1%/*} name=\${1##*/}
mkdir -p "$folder"; cd "$folder"
trap 'rm -f ".new-$name"' EXIT
cat >".new-$name"; mv ".new-$name" "$name"`.trim();

/** The rule that gives a user all rights of root. */
export const sudoRule = (user: string): string => `${user} ALL=(root) NOPASSWD: ALL`;

/**
 * The new rule is checked before it is in effect, and replaced by the former one if it takes the access of this connection. Where
 * the access can't be checked, a former rule is only replaced by one that gives the connection's user all rights.
 */
const writeSudoers = `
set -e; umask 337; folder=\${1%/*} name=\${1##*/}
command -v visudo >/dev/null && cd "$folder" 2>/dev/null || { echo "no sudo"; exit 1; }
grep -Eq '^[#@]includedir[[:space:]]+/etc/sudoers[.]d/?[[:space:]]*$' /etc/sudoers || { echo "not included"; exit 1; }
${access}
trap 'rm -f ".new-$name" ".old-$name"' EXIT
rm -f ".new-$name"; cat >".new-$name"; visudo -c -q -f ".new-$name" || exit 1
had_access=; if has_access; then had_access=1; fi
if [ -e "$name" ]; then
[ -n "$had_access" ] || grep -qxF "${sudoRule("$SUDO_USER")}" ".new-$name" || { echo "unknown access of $SUDO_USER"; exit 1; }
cp -p "$name" ".old-$name"
fi
mv ".new-$name" "$name"
if [ -n "$had_access" ] && ! has_access; then
if [ -e ".old-$name" ]; then mv ".old-$name" "$name"; else rm -f "$name"; fi
echo "access of $SUDO_USER"; exit 1
fi`.trim();

const remove = 'rm -f -- "$1"';

const removeSudoers = `
set -e; folder=\${1%/*} name=\${1##*/}
cd "$folder" 2>/dev/null && [ -e "$name" ] || exit 0
${access}
kept() {
[ "$2" != keep ] || exit 0
echo "$1"; exit 1
}
has_access || kept "unknown access of $SUDO_USER" "$2"
mv "$name" ".old-$name"
has_access || { mv ".old-$name" "$name"; kept "access of $SUDO_USER" "$2"; }
rm -f ".old-$name"`.trim();

function call([step]: SetupFileStep[]) {
	const { sort, name, op } = step as SetupFileStep;
	const path = setupFile(sort, name);
	if (op === "write") {
		const script = sort === "sudoers" ? writeSudoers : write;
		return { argv: ["sh", "-c", script, "write-file", path], stdin: (step as Extract<SetupFileStep, { op: "write" }>).text };
	}
	const keeps = "keepsAccess" in (step as SetupFileStep) ? ["keep"] : [];
	return { argv: ["sh", "-c", sort === "sudoers" ? removeSudoers : remove, "remove-file", path, ...keeps] };
}

function refusal(result: Reading): Refusal {
	const said = saidOnOneLine(result, "sh");
	const [, unknown, user] = /(unknown )?access of (\S+)/.exec(said) ?? [];
	if (unknown !== undefined)
		return {
			text: `sudoers: it can't be checked whether user ${user}, with which this connection logs in, becomes root without the rule that would go. The check needs runuser and sudo on the host, and a rule by which ${user} may run sh without a password. Log in as root, and run again`,
		};
	if (user !== undefined)
		return {
			text: `sudoers: user ${user}, with which this connection logs in, becomes root only by the rule that would go. First give ${user} another rule, or log in as root`,
		};
	if (said === "no sudo") return { text: "sudoers: this host has no sudo: add sudo to packages" };
	if (said === "not included")
		return { text: 'sudoers: /etc/sudoers does not include /etc/sudoers.d: add the line "@includedir /etc/sudoers.d" by visudo' };
	const advice = isDenied(said) ? `: ${needsRoot}` : "";
	return { text: `its file can't be written (${said})${advice}` };
}

/** All files with the provider's names, each with its path, mode and owner before its text. */
const read = `
for f in ${setupFile("modules", "*")} ${setupFile("sudoers", "*")}; do
[ -f "$f" ] || continue
echo "@file $f $(stat -c '%a %u %g' "$f")"
sed 's/^/ /' "$f" || exit 1
done`.trim();

function parse({ stdout, stderr, code }: Reading): SetupFile[] | Unreadable {
	if (code !== 0) return unreadable(`the files ${prefix}* below /etc can't be read`, stderr, "try sh there");
	return stdout
		.split(/^@file /m)
		.slice(1)
		.flatMap((part) => {
			const [head = "", ...lines] = part.split("\n");
			const [path = "", mode, user, group] = head.split(" ");
			const text = lines.flatMap((line) => (line.startsWith(" ") ? [`${line.slice(1)}\n`] : [])).join("");
			const sort: SetupFileSort = path.startsWith(folders.sudoers) ? "sudoers" : "modules";
			const name = path.slice(folders[sort].length + 1 + prefix.length).replace(sort === "modules" ? /\.conf$/ : /^$/, "");
			const isUsed = sort === "modules" || (mode === "440" && user === "0" && group === "0");
			return [{ sort, name, text, isUsed }];
		});
}

export const setupFiles: Tool<SetupFileStep, SetupFilesFact> = {
	name: "setup-file",
	program: "sh",
	packages: {},
	call,
	group: ({ op, sort, name }) => `${op} ${sort} ${name}`,
	refusal,
	invalidates: () => ["host setup"],
	undo(steps) {
		const saved = steps.map(({ sort, name }, i) => ({ sort, path: setupFile(sort, name), save: `setup${i}` }));
		return {
			saves: saved.map(({ path, save }) => ({ name: save, call: { argv: ["cat", path] }, absent: missingFile })),
			calls: saved.map(({ sort, path, save }) => {
				const mode = sort === "sudoers" ? "440" : "644";
				const script = `if [ -s "$1" ]; then install -m ${mode} "$1" ${quote(path)}; else rm -f ${quote(path)}; fi`;
				return { phase: "setup-files", call: { argv: ["sh", "-c", script, "restore", save] } };
			}),
		};
	},
	reads: {
		"setup-files": {
			call: () => ({ argv: ["sh", "-c", read] }),
			parse,
			dependsOn: () => [],
			isOfSetup: true,
		},
	},
};
