import { type Call, ofctl } from "./call";
import { unreadable } from "./output";
import { type FlowRendering, type ListedFlow, parseFlow, parseRendering } from "./ovs-ofctl-flows";
import { bridgeTimeout } from "./ovs-tools";
import { sections } from "./sections";
import type { AnyFact, Joined, Read, Reading } from "./tool";

/** ovs-ofctl and the bridge use the highest version that both support. */
export const versions = "OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";

/** The error of ovs-ofctl about a bridge that does not exist, or whose daemon does not run; for `grep -E` too. */
export const missingBridge = "is not a bridge or a socket";

/** The flows in one table of a bridge. */
interface FlowsFact extends AnyFact<ListedFlow[] | undefined> {
	read: "flows";
	bridge: string;
	table: number;
}

/** The flows in the normal form of the host's ovs-ofctl for this bridge, or a refusal. */
interface FlowsRenderedFact extends AnyFact<FlowRendering> {
	read: "flows-rendered";
	bridge: string;
	text: string;
}

export type OfctlFact = FlowsFact | FlowsRenderedFact;

const isRendering = (fact: OfctlFact): fact is FlowsRenderedFact => fact.read === "flows-rendered";

/** The number of flows on a bridge up to which all its tables are listed at once, where several are asked for. */
const fewFlows = 5000;

/**
 * The script reads tables of a bridge and renders texts, with few runs of ovs-ofctl: their number is what a read costs.
 * Arguments: the bridge, the versions, the tables, "-", and the first and last line of each text in the input.
 *
 * Rendering prints the messages that ovs-ofctl would send to the bridge, which hold the flows in normal form. The bridge's
 * OpenFlow version affects how actions are written. All texts are rendered at once. If ovs-ofctl refuses a line or reports
 * anything, each text is rendered alone, so that the report is about that text. If ovs-ofctl refuses a line of it, the script
 * tries the text without its actions, to find out whether the match or the actions are wrong.
 *
 * A bridge that does not answer in time is not asked again: `silent` has the status of ovs-ofctl's --timeout.
 */
const script = `
[ -n "$PULUMI_OVS_OFCTL" ] || command -v ovs-ofctl >/dev/null || exit 127
bridge=$1 versions=$2; shift 2
end() { echo "@$1 $2"; echo "@$1 $2" >&2; }
silent=
ask() {
[ -z "$silent" ] || { echo "Alarm clock" >&2; return $silent; }
${ofctl} --timeout=${bridgeTimeout} -O "$versions" "$@" </dev/null; set -- $?
[ $1 = 142 ] && silent=$1
return $1
}
tables=
while [ "$1" != - ]; do tables="$tables $1"; shift; done
shift
several=; case $tables in *" "*" "*) several=yes ;; esac
about=
[ -n "$several" ] || [ $# -gt 0 ] && { about=$(ask dump-aggregate "$bridge" 2>/dev/null); [ $? = 142 ] && silent=142; }
dump() { ask --no-names --no-stats dump-flows "$bridge" $1; }
if [ -n "$several" ] && [ "\${about##*flow_count=}" -le ${fewFlows} ] 2>/dev/null; then
dump; end all $?
else
for table in $tables; do dump "table=$table"; end one $?; done
fi
[ $# = 0 ] && exit
case $about in
*"(OF1."*) v=\${about#*"(OF1."}; v=\${v%%")"*} ;;
"") v=5 ;;
*) v=0 ;;
esac
text=$(cat)
render() { printf '%s\\n' "$1" | ${ofctl} -O "OpenFlow1$v" parse-flows -; }
if [ $# -gt 1 ]; then
exec 3>&1
errors=$(render "$text" 2>&1 >&3); code=$?
[ "$code$errors" = 0 ] && end all 0 && exit
end none "$code"
fi
for lines do
part=$(printf '%s\\n' "$text" | sed -n "$lines p")
render "$part"; code=$?
[ $code = 0 ] || render "$(printf '%s\\n' "$part" | sed 's/,actions=.*/,actions=drop/')" >/dev/null
end one $code
done`.trim();

/** The flows that are read are without counters and ages, and with ports as numbers. */
function call(facts: OfctlFact[]): Call {
	const tables = facts.flatMap((fact) => (isRendering(fact) ? [] : [String(fact.table)]));
	const texts = facts.filter(isRendering).map(({ text }) => text);
	const [first] = facts;
	const argv = ["sh", "-c", script, "ovs-ofctl", first?.bridge ?? "", versions, ...tables, "-"];
	let before = 0;
	for (const text of texts) {
		const lines = text.trimEnd().split("\n").length;
		argv.push(`${before + 1},${before + lines}`);
		before += lines;
	}
	return texts.length === 0 ? { argv } : { argv, stdin: texts.map((text) => `${text.trimEnd()}\n`).join("") };
}

/** The part of a listing of all tables that is of one table. ovs-ofctl prints no number for table 0. */
const ofTable = (listing: string, table: number): string =>
	listing
		.split("\n")
		.filter((line) => Number(/\btable=(\d+)/.exec(line.slice(0, line.indexOf("actions=")))?.[1] ?? 0) === table)
		.join("\n");

/** Each message with what follows it, such as the bytes of one that can't be decoded. */
const messagesOf = (stdout: string): string[] => stdout.split(/^(?=.*FLOW_MOD)/m).filter((text) => text.includes("FLOW_MOD"));

/** The reading of each fact. A script that ended before its first section, such as on a host without ovs-ofctl, is that of all. */
function readings(reading: Reading, facts: OfctlFact[]): Reading[] {
	const all = sections(reading);
	if (all.length === 0) return facts.map(() => reading);
	const missing: Reading = { stdout: "", stderr: reading.stderr.trim() || "the script ended early", code: reading.code || 1 };
	const tables = facts.filter((fact) => !isRendering(fact)).length;
	const listings = tables === 0 ? [] : all[0]?.of === "all" ? all.slice(0, 1) : all.slice(0, tables);
	const rendered = all.slice(listings.length).filter(({ of }) => of !== "none");
	let messages = rendered[0]?.of === "all" ? messagesOf(rendered[0].stdout) : undefined;
	return facts.map((fact) => {
		if (!isRendering(fact)) {
			const listing = listings[0]?.of === "all" ? listings[0] : listings.shift();
			if (!listing) return missing;
			return listing.of === "all" ? { ...listing, stdout: ofTable(listing.stdout, fact.table) } : listing;
		}
		if (!messages) return rendered.shift() ?? missing;
		const count = fact.text.trimEnd().split("\n").length;
		const own = messages.slice(0, count);
		messages = messages.slice(count);
		return { stdout: own.join(""), stderr: "", code: 0 };
	});
}

/** Tables and texts of one bridge are read together. */
export const joinedReads: Joined<OfctlFact> = { group: ({ bridge }) => bridge, call, readings };

const flowsRead: Read<FlowsFact> = {
	call: ({ bridge, table }) => ({
		argv: [
			"ovs-ofctl",
			`--timeout=${bridgeTimeout}`,
			"-O",
			versions,
			"--no-names",
			"--no-stats",
			"dump-flows",
			bridge,
			`table=${table}`,
		],
	}),
	parse({ stdout, stderr, code }, { bridge }) {
		if (code === 0) return parseFlows(stdout);
		// The bridge does not exist, or ovs-vswitchd has stopped and removed the bridge's socket.
		if (stderr.includes(`${bridge} ${missingBridge}`)) return undefined;
		const hint = "is ovs-vswitchd running? systemctl status openvswitch-switch";
		return unreadable(`the flows of ${bridge} can't be listed`, stderr, hint);
	},
	// A recreated bridge has no flows.
	dependsOn: () => ["flows", "bridges"],
	atBoot: () => [],
};

export function parseFlows(stdout: string): ListedFlow[] {
	return stdout.split("\n").flatMap((line) => parseFlow(line) ?? []);
}

const flowsRenderedRead: Read<FlowsRenderedFact> = {
	call: (fact) => call([fact]),
	parse: ({ stdout, stderr }) => parseRendering(stdout, stderr),
	// The bridge's protocols decide how flows are written.
	dependsOn: () => ["bridges"],
	lasting: true,
	ofInputs: true,
};

export const ofctlReads = { flows: flowsRead, "flows-rendered": flowsRenderedRead };
