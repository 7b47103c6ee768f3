import { type Call, ofctl, vsctl } from "./call";
import { changeTimeout, readTimeout } from "./tool";

/** OpenFlow cuts the names of ports after this number of characters, and ovs-ofctl finds no port by a longer one. */
const longest = 15;

/** The name of a port in words for ovs-ofctl. For a long name it is a place in which withPortNumbers puts the port's number. */
export const portWord = (name: string): string => (name.length > longest ? `%{${name}}` : name);

const places = /%\{([\w.-]+)\}/g;

/** The script puts the numbers of ports in their places in all arguments and in the input, and runs ovs-ofctl. */
const script = `
names=$1; shift
e=
for name in $names; do
number=$(${vsctl} --timeout=${readTimeout} get Interface "$name" ofport </dev/null) || exit
case $number in "" | *[!0-9]*) echo "port $name has no OpenFlow port number" >&2; exit 1 ;; esac
e="$e;s/%{$name}/$number/g"
done
i=$#
while [ $i -gt 0 ]; do
word=$(printf "%s\\n" "$1" | sed "$e"); shift
set -- "$@" "$word"
i=$((i - 1))
done
sed "$e" | ${ofctl} --timeout=${changeTimeout} "$@"`.trim();

/** The call of ovs-ofctl with the numbers that ports with long names have when it runs. A port may have another number after a reboot. */
export function withPortNumbers(call: Call): Call {
	const { argv, stdin = "" } = call;
	const words = argv.slice(1).filter((word) => !word.startsWith("--timeout="));
	const names = new Set([...argv, stdin].flatMap((text) => [...text.matchAll(places)].map(([, name]) => name)));
	if (names.size === 0) return call;
	return { ...call, argv: ["sh", "-c", script, "numbered", [...names].join(" "), ...words], stdin };
}
