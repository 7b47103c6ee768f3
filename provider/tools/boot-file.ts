import { sha256 } from "../base/sha256";
import { quote } from "../base/shell-quote";
import { runner, runnerVersion, unit, unitFolder, unitName } from "./boot-runner";
import { type Call, renderCall } from "./call";
import { bootFolder } from "./host-paths";
import { missingFile, needsRoot, saidOnOneLine, unreadable } from "./output";
import type { AnyFact, Reading, Refusal, Tool, Unreadable } from "./tool";
import { probe, remedyFor, spaceCheck, writabilityCheck } from "./writable";

/** A file by which the host makes an object again at each boot. */
export type BootFileStep =
	| { tool: "boot-file"; phase: "boot"; op: "write"; name: string; text: string }
	| { tool: "boot-file"; phase: "boot"; op: "remove"; name: string };

export interface BootFilesFact extends AnyFact<BootFiles> {
	read: "boot-files";
}

/** The boot files of all programs on one host. */
export interface BootFiles {
	/** The SHA-256 of each file, by its name. */
	sums: Map<string, string>;
	/** True where the program that runs the files is as it was written or newer, and systemd starts it where there is systemd. */
	isRun: boolean;
	/** The words that run tools of Open vSwitch over this connection, where it has some (`ovsCommand`). */
	ovsTools?: OvsTools;
}

/** The words for `ovs-ofctl` and `ovs-vsctl`. */
interface OvsTools {
	ofctl: string;
	vsctl: string;
}

const wanted = `${unitFolder}/multi-user.target.wants`;

/** The name of a file while it is written. The program does not run files of such names. */
const unfinished = ".new-";

const opened = (folder: string, name: string, text: string, label: string | number): string =>
	renderCall({ argv: ["cat"], stdin: text }, label, ` >${folder}${unfinished}${name}`);

/** A file is complete or not there: it gets its name when it is written. */
const written = (name: string, text: string, label: number): string =>
	`${opened("", name, text, label)}\nmv ${unfinished}${name} ${name}`;

const begin = `
set -e; umask 022
folder=${bootFolder} saved=$PWD
mkdir -p \${folder%/*}; umask 077; mkdir -p $folder; chmod 700 $folder; cd $folder; rm -f ${unfinished}* ${probe}`.trim();

const reload = "[ ! -d /run/systemd/system ] || systemctl daemon-reload >/dev/null 2>&1 || :";

/** The program and its unit. Equal files stay as they are. */
const installed = `
put() { if cmp -s "$1${unfinished}$2" "$1$2"; then rm -f "$1${unfinished}$2"; return 1; fi; mv "$1${unfinished}$2" "$1$2"; }
if ! [ "$(sed -n 's/^# version //p' run 2>/dev/null)" -gt ${runnerVersion} ] 2>/dev/null; then
${opened("", "run", runner, "run")}
put '' run || :
if [ -d ${unitFolder} ]; then
umask 022; mkdir -p ${wanted}; isNew=
${opened(`${unitFolder}/`, unitName, unit, "unit")}
if put ${unitFolder}/ ${unitName}; then isNew=1; fi
[ -e ${wanted}/${unitName} ] || { ln -sf ../${unitName} ${wanted}/${unitName}; isNew=1; }
umask 077; if [ -n "$isNew" ]; then ${reload}; fi
fi
fi`.trim();

/** Removes the program and its unit with the last file. */
const tidied = `
if [ -d $folder ] && [ -z "$(ls $folder | grep '^[0-9][0-9]-')" ]; then
rm -f $folder/${unfinished}* $folder/${probe} \${folder%/*}/${probe} $folder/run $folder/ovs-command ${wanted}/${unitName} ${unitFolder}/${unitName}
cd /; rmdir $folder \${folder%/*} 2>/dev/null || :
${reload}
fi`.trim();

/** The texts may hold secrets, so that they are on standard input. */
function bootFileCall(steps: BootFileStep[]): Call {
	const writes = steps.flatMap((step, i) => (step.op === "write" ? [written(quote(step.name), step.text, i)] : []));
	const removed = steps.flatMap((step) => (step.op === "remove" ? [quote(step.name)] : []));
	const lines = [
		...(writes.length > 0 ? [begin, ...writes, installed] : [`set -e; folder=${bootFolder}; cd $folder 2>/dev/null || exit 0`]),
		...(removed.length > 0 ? [`rm -f -- ${removed.join(" ")}`] : []),
		tidied,
	];
	const bytes = steps.reduce((sum, step) => sum + (step.op === "write" ? Buffer.byteLength(step.text) : 0), runner.length);
	const precheck = writes.length > 0 ? spaceCheck(bootFolder, bytes) : writabilityCheck(bootFolder);
	return { argv: ["sh", "-s"], stdin: `${lines.join("\n")}\n`, precheck };
}

/** Each sum with the name of its file. The unit is read only where systemd has its folder. */
const read = `
[ -z "$PULUMI_OVS_OFCTL" ] || printf 'ofctl %s\\nvsctl %s\\n' "$PULUMI_OVS_OFCTL" "$PULUMI_OVS_VSCTL"
[ -d ${bootFolder} ] || exit 0
cd ${bootFolder} || exit 1
set -- [0-9][0-9]-*; [ ! -e "$1" ] || sha256sum -- "$@" || exit 1
sha256sum run 2>/dev/null && sed -n 's/^# version /version /p' run
[ ! -d ${unitFolder} ] || { cd ${wanted} 2>/dev/null && sha256sum ${unitName}; } 2>/dev/null || echo "missing ${unitName}"; :`;

function parse({ stdout, stderr, code }: Reading): BootFiles | Unreadable {
	if (code !== 0) return unreadable(`the folder ${bootFolder} can't be read`, stderr, needsRoot);
	const sums = new Map([...stdout.matchAll(/^(\S+) [ *](\S+)$/gm)].map(([, sum = "", name = ""]) => [name, sum]));
	const isWhole = (name: string, text: string) => sums.get(name) === sha256(text);
	const isNewer = Number(/^version (\d+)$/m.exec(stdout)?.[1] ?? 0) > runnerVersion;
	const isStarted = !stdout.includes(`missing ${unitName}`);
	const isRun = isStarted && (isNewer || (isWhole("run", runner) && (!sums.has(unitName) || isWhole(unitName, unit))));
	for (const name of ["run", unitName]) sums.delete(name);
	const [ofctl, vsctl] = ["ofctl", "vsctl"].map((tool) => new RegExp(`^${tool} (.+)$`, "m").exec(stdout)?.[1]);
	return { sums, isRun, ...(ofctl && vsctl ? { ovsTools: { ofctl, vsctl } } : {}) };
}

function refusal(result: Reading): Refusal {
	const said = saidOnOneLine(result, "sh");
	const otherwise = said.includes("Read-only") ? `. If /etc is never writable: pulumi config set ovs:persist false` : "";
	return { text: `its boot file can't be changed in ${bootFolder} (${said}): ${remedyFor(said, "/etc")}${otherwise}` };
}

export const bootFiles: Tool<BootFileStep, BootFilesFact> = {
	name: "boot-file",
	program: "sh",
	packages: {},
	call: bootFileCall,
	refusal,
	invalidates: () => ["boot files"],
	undo(steps) {
		const named = [...new Set(steps.map(({ name }) => name))].map((name, i) => ({ name, save: `boot${i}` }));
		const again = named.map(
			({ name, save }) => `if [ -s "$saved/${save}" ]; then cp "$saved/${save}" ${quote(name)}; else rm -f -- ${quote(name)}; fi`,
		);
		return {
			saves: named.map(({ name, save }) => ({
				name: save,
				call: { argv: ["cat", `${bootFolder}/${name}`] },
				absent: missingFile,
			})),
			calls: [{ phase: "boot", call: { argv: ["sh", "-s"], stdin: `${[begin, ...again, installed, tidied].join("\n")}\n` } }],
		};
	},
	reads: {
		"boot-files": {
			call: () => ({ argv: ["sh", "-c", read] }),
			parse,
			dependsOn: () => ["boot files"],
		},
	},
};
