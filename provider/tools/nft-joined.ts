import { type Call, inNetns } from "./call";
import { devicesNeeded } from "./nft-devices";
import type { NftChainsFact, NftOffloadFact, NftRenderedFact, NftTableFact, NftTablesFact } from "./nft-facts";
import { tableTexts } from "./nft-listing";
import { sections } from "./sections";
import type { Joined, Reading } from "./tool";

type NftFact = NftTableFact | NftTablesFact | NftChainsFact | NftRenderedFact | NftOffloadFact;

/** The number of tables from which on one listing of a namespace's whole ruleset is faster than a listing of each. */
const several = 4;

export const render = 'nft -f - && nft -s -a list table "$1" "$2"';

const makeDevices = 'for d; do ip link add "$d" type dummy 2>/dev/null || ip tuntap add dev "$d" mode tap || exit; done';

/** The same with the devices of further arguments. Which sort of devices they are is of no matter to nft. */
export const renderWithDevices = `f=$1 n=$2; shift 2
${makeDevices}
set -- "$f" "$n"; ${render}`;

const common = `
command -v nft >/dev/null || { echo "nft: not found" >&2; exit 127; }
end() { echo "@$1 $2"; echo "@$1 $2" >&2; }
how=$1; shift`.trim();

/** Arguments: "all" or "one", and the family and name of each table. */
const listTables = `${common}
if [ "$how" = all ]; then nft -s -a list ruleset; code=$?; [ $code = 0 ] && end all 0 && exit; end none $code; fi
while [ $# -gt 0 ]; do nft -s -a list table "$1" "$2"; end one $?; shift 2; done`;

/**
 * Starts of nft and new namespaces are what a read costs. So all texts are loaded as one transaction, and listed at once. If
 * nft refuses something, each text is loaded alone, so that the report is about that text.
 *
 * Arguments: "all" or "one"; all devices in one word; and for each text the family and name of its table, the first and last
 * line of the input, and its devices in one word.
 */
const renderTables = `${common}
text=$(cat) devices=$1; shift
if [ "$how" = all ]; then
exec 3>&1
errors=$(printf '%s\\n' "$text" | unshare -n sh -c '${makeDevices}
nft -f - && nft -s -a list ruleset' nft $devices 2>&1 >&3); code=$?
[ $code = 0 ] && end all 0 && exit
end none $code
fi
while [ $# -gt 0 ]; do
printf '%s\\n' "$text" | sed -n "$3 p" | unshare -n sh -c '${renderWithDevices}' nft "$1" "$2" $4; end one $?; shift 4
done`;

const isTable = (fact: NftFact): fact is NftTableFact => fact.read === "nft";
const isRendering = (fact: NftFact): fact is NftRenderedFact => fact.read === "nft-rendered";

function renderingCall(facts: NftRenderedFact[]): Call {
	// Two texts of one table would become one table.
	const isUnique = new Set(facts.map(({ family, name }) => `${family} ${name}`)).size === facts.length;
	const words: string[] = [];
	let before = 0;
	for (const { family, name, text } of facts) {
		const lines = text.trimEnd().split("\n").length;
		words.push(family, name, `${before + 1},${before + lines}`, devicesNeeded(text).join(" "));
		before += lines;
	}
	const devices = [...new Set(facts.flatMap(({ text }) => devicesNeeded(text)))].join(" ");
	const stdin = facts.map(({ text }) => `${text.trimEnd()}\n`).join("");
	return { argv: ["sh", "-c", renderTables, "nft", isUnique ? "all" : "one", devices, ...words], stdin };
}

function call(facts: NftFact[]): Call {
	const texts = facts.filter(isRendering);
	if (texts.length > 0) return renderingCall(texts);
	const tables = facts.filter(isTable);
	const words = tables.flatMap(({ family, name }) => [family, name]);
	const how = tables.length < several ? "one" : "all";
	return { argv: [...inNetns(tables[0]?.netns ?? ""), "sh", "-c", listTables, "nft", how, ...words] };
}

const absent: Reading = { stdout: "", stderr: "Error: No such file or directory", code: 1 };

/** The reading of each fact. A script that ended before its first section, such as in a missing namespace, is that of all. */
function readings(reading: Reading, facts: NftFact[]): Reading[] {
	const all = sections(reading);
	if (all.length === 0) return facts.map(() => reading);
	const [first] = all;
	const own = all.filter(({ of }) => of === "one");
	const ruleset = first?.of === "all" ? tableTexts(first.stdout) : [];
	const missing: Reading = { stdout: "", stderr: reading.stderr.trim() || "the script ended early", code: reading.code || 1 };
	return facts.map((fact) => {
		if (first?.of !== "all" || !(isTable(fact) || isRendering(fact))) return own.shift() ?? missing;
		const table = ruleset.find(({ family, name }) => family === fact.family && name === fact.name);
		if (!table) return absent;
		const warnings = first.stderr.split("\n").filter((line) => line.startsWith(`# Warning: table ${fact.family} ${fact.name} `));
		return { stdout: table.text, stderr: warnings.join("\n"), code: 0 };
	});
}

/** Tables of one namespace are listed together, and texts are rendered together. */
export const joinedReads: Joined<NftFact> = {
	group(fact) {
		if (fact.read === "nft-tables" || fact.read === "nft-chains") return `${fact.read} of ${fact.netns}`;
		return isTable(fact) ? `in ${fact.netns}` : isRendering(fact) ? "texts" : `offload ${fact.netns} ${fact.devices.join(" ")}`;
	},
	call,
	readings,
};
