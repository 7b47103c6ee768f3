import { type Call, longestCall } from "./call";
import { startsOnInstallation } from "./network-services";
import { saidOnOneLine } from "./output";
import type { AnyFact, Reading, Refusal, StepsUndo, Tool } from "./tool";

/** The installation of packages of Debian or Ubuntu. */
export interface PackagesStep {
	tool: "packages";
	phase: "packages";
	names: string[];
}

export interface PackageFact extends AnyFact<InstalledPackage> {
	read: "package";
	name: string;
}

export interface InstalledPackage {
	/** True where the host has apt and dpkg. */
	hasApt: boolean;
	/** Undefined where the package is not installed, or not completely. */
	version?: string;
}

/** Seconds for which the installation waits until another program, such as unattended-upgrades, has released the lock of dpkg. */
const lockTimeout = 300;

/**
 * The installation. What is installed already is neither upgraded nor removed, its configuration files stay, and needrestart
 * restarts no services. The lists of packages are only brought up to date where a package is not known, or not there any more
 * in the version that is known. Each installation is simulated right before it, because an update of the lists, or another program
 * that had the lock, may have made another version known. apt writes to a file: a daemon that a package starts may keep the output
 * open for ever.
 * Daemons do not inherit the signals that the script ignores.
 */
const install = `
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 NEEDRESTART_MODE=l
log=$(mktemp) && waited=0 signals=
trap 'rm -f "$log"' EXIT
env --default-signal=PIPE true 2>/dev/null && signals='env --default-signal=HUP,PIPE'
apt() { $signals apt-get -q -y --no-install-recommends --no-upgrade --no-remove -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" >"$log" 2>&1; }
locked() {
grep -Eq 'Could not get lock|Unable to (acquire|lock)|Unable to lock directory' "$log" && [ $waited -lt ${lockTimeout} ] || return 1
sleep 2; waited=$((waited+2))
}
check() {
apt -s install -- "$@" || return 1
upgraded=$(sed -n 's/^Inst \\(openvswitch[^ ]*\\) \\[.*/\\1/p' "$log" | tr '\\n' ' ')
[ -z "$upgraded" ] || { echo "upgrades: $upgraded"; exit 1; }
}
update() { until apt update; do locked || return 1; done; }
add() { until check "$@" && apt install -- "$@"; do locked || return 1; done; }
failed() { grep -E '^(E:|dpkg: error)' "$log" || tail -n 5 "$log"; sed -n 's/^Setting up \\([^ ]*\\) .*/installed: \\1/p; s/^Unpacking \\([^ ]*\\) .*/unpacked: \\1/p' "$log"; exit 1; }
add "$@" || {
grep -Eq 'Unable to locate package|has no installation candidate|Unable to fetch|Failed to fetch' "$log" || failed
update && add "$@" || failed
}`.trim();

const missing = "none";

/** The state of a package: the second letter of its abbreviation is "i" where the package is installed completely. */
const read = `
command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || { echo ${missing}; exit 0; }
dpkg-query -W -f '\${Package} \${db:Status-Abbrev} \${Version}\\n' -- "$@" 2>/dev/null; :`.trim();

const call = ({ names }: Pick<PackagesStep, "names">): Call => ({
	argv: ["sh", "-c", install, "packages", ...names],
	takes: { ms: longestCall, doing: `installing ${names.join(", ")}` },
});

function refusal(result: Reading): Refusal {
	const all = saidOnOneLine(result, "apt-get");
	const installed = [...all.matchAll(/\binstalled: ([^\s;]+)/g)].map(([, name]) => name);
	const said = all.replace(/;? ?\b(?:installed|unpacked): [^\s;]+/g, "").replace(/^; /, "");
	const stays = installed.length === 0 ? "" : `. These packages are installed now and stay: ${installed.join(", ")}`;
	return { text: `packages: ${reason(said)}${stays}` };
}

function reason(said: string): string {
	const [, upgraded] = /^upgrades: (.*?) ?$/.exec(said) ?? [];
	if (upgraded !== undefined)
		return `apt would upgrade ${upgraded}, which is installed, and that may stop the traffic of Open vSwitch: upgrade it by hand, then run again`;
	if (/Could not get lock|Unable to (acquire|lock)/.test(said))
		return `another program uses apt on this host, and has not ended within ${lockTimeout} s (${said}): run again when it has ended`;
	const [, unknown] = /Unable to locate package (\S+?)(?:;|$)/.exec(said) ?? [];
	if (unknown !== undefined)
		return `apt knows no package ${unknown}, also after apt-get update: correct the name, or add the source that has it`;
	if (/Unable to fetch|Failed to fetch|Could not resolve|Unable to connect/.test(said))
		return `this host can't download them (${said}): check the host's sources of apt and its way to them`;
	return said;
}

function parse({ stdout }: Reading, { name }: PackageFact): InstalledPackage {
	if (stdout.trim() === missing) return { hasApt: false };
	const all = stdout.split("\n").map((line) => line.trim().split(/\s+/));
	const [, , version] = all.find(([of, state = ""]) => of === name && state[1] === "i") ?? [];
	return { hasApt: true, ...(version === undefined ? {} : { version }) };
}

const readCall = (names: string[]): Call => ({ argv: ["sh", "-c", read, "package", ...names] });

/** What others use meanwhile stays. */
function undo(steps: PackagesStep[]): StepsUndo {
	const name = steps.flatMap(({ names }) => names).find(startsOnInstallation);
	if (name === undefined) return {};
	throw new Error(
		`it installs package ${name}, which starts a service, and stopping the service does not undo what the service has changed`,
	);
}

export const packages: Tool<PackagesStep, PackageFact> = {
	name: "packages",
	program: "sh",
	packages: {},
	call: (steps) => call({ names: [...new Set(steps.flatMap(({ names }) => names))] }),
	executedCount: (steps, { stderr }) => (/^(?:installed|unpacked): /m.test(stderr) ? steps.length : 0),
	refusal,
	invalidates: () => ["host setup"],
	isIrreversible: true,
	undo,
	joined: {
		group: () => "packages",
		call: (facts) => readCall(facts.map(({ name }) => name)),
		readings: (reading, facts) => facts.map(() => reading),
	},
	reads: {
		package: {
			call: ({ name }) => readCall([name]),
			parse,
			dependsOn: () => [],
			isOfSetup: true,
		},
	},
};
