import { type Call, ofctl, vsctl } from "./call";
import { changeTimeout, readTimeout } from "./ovs-tools";

/** OpenFlow cuts the names of ports after this number of characters, and ovs-ofctl finds no port by a longer one. */
const longest = 15;

/**
 * The name of a port in words for ovs-ofctl. For a long name it is a placeholder that withPortNumbers replaces by the port's number. So it
 * is in the action enqueue for a name with a q, at which ovs-ofctl would end it (parse_ENQUEUE in lib/ofp-actions.c).
 */
export const portWord = (name: string, action?: string): string =>
	name.length > longest || (action === "enqueue" && name.includes("q")) ? `%{${name}}` : name;

const placeholder = /%\{[\w.-]+\}/;

/**
 * The script replaces the placeholders by the numbers of ports in all arguments and in the input, and runs ovs-ofctl. All ports are listed
 * at once, because Open vSwitch sends the whole table for each question. Lists that may be long are no arguments of programs: Linux
 * takes arguments of up to 128 KiB.
 */
const script = `
ports=$(${vsctl} --timeout=${readTimeout} --format=csv --no-headings --data=bare --columns=name,ofport list Interface </dev/null) || exit
numbered() {
{ printf "%s\\n" "$ports" @; cat; } | LC_ALL=C awk '
!isText { if ($0 == "@") isText = 1; else { split($0, cell, ","); number[cell[1]] = cell[2] } next }
{
count = split($0, part, /%[{]/); line = part[1]
for (i = 2; i <= count; i++) {
end = index(part[i], "}"); name = substr(part[i], 1, end - 1)
if (name !~ /^[A-Za-z0-9_.-]+$/) { line = line "%{" part[i]; continue }
if (number[name] !~ /^[0-9]+$/ && without == "") without = name
line = line number[name] substr(part[i], end + 1)
}
print line
}
END { if (without != "") { print "port " without " has no OpenFlow port number" | "cat >&2"; exit 1 } }'
}
i=$#
while [ $i -gt 0 ]; do
word=$1; shift
case $word in *%{*) word=$(printf "%s\\n" "$word" | numbered) || exit ;; esac
set -- "$@" "$word"
i=$((i - 1))
done
lines=$(numbered) || exit
printf "%s\\n" "$lines" | ${ofctl} --timeout=${changeTimeout} "$@"`.trim();

/** The call of ovs-ofctl with the numbers that ports with long names have when it runs. A port may have another number after a reboot. */
export function withPortNumbers(call: Call): Call {
	const { argv, stdin = "" } = call;
	if (![...argv, stdin].some((text) => placeholder.test(text))) return call;
	const words = argv.slice(1).filter((word) => !word.startsWith("--timeout="));
	return { ...call, argv: ["sh", "-c", script, "numbered", ...words], stdin };
}
