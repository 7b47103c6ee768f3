import type { Call } from "./call";
import type { AnyFact, ReadingTool } from "./tool";

/** A check whether the host can reach an address. */
export interface Probe {
	netns: string;
	vrf?: string;
	to: string;
	protocol: "icmp" | "tcp" | "udp";
	port?: number;
	/** The number of tries before the address counts as unreachable. */
	retries: number;
	/** The time limit of one try, in seconds. */
	timeout: number;
}

export interface ProbeResult {
	/** untried: the host could not make the check, so that nothing is known about the address. */
	outcome: "reachable" | "unreachable" | "untried";
	/** The output of the last try. */
	said: string;
}

/**
 * The script waits half a second between tries, because a try without a route fails at once. A missing program, a place that can't be
 * entered, and an option or an address that a program does not know say nothing about the address. The status of ping is 1 where
 * nothing answered, and 2 for its other errors, of which those of connect(2) are answers of the routes and rules (ip-route(8)).
 * An SSH server that is bound to a VRF binds its sessions, too: "the host itself" is then the VRF called default (ip-vrf(8)).
 */
const script = `n=$1 ns=$3 vrf=$4; for p in $2; do command -v "$p" >/dev/null || { echo "$p: not found" >&2; exit 127; }; done; shift 4
[ -n "$vrf" ] || [ -z "$(ip vrf identify $$ 2>/dev/null)" ] || vrf=default
in_vrf() { if [ -n "$vrf" ]; then ip vrf exec "$vrf" "$@"; else "$@"; fi; }
there() { if [ -z "$ns" ]; then in_vrf "$@"; elif [ -z "$vrf" ]; then ip netns exec "$ns" "$@"; else ip netns exec "$ns" ip vrf exec "$vrf" "$@"; fi; }
said=$(there true 2>&1) || { echo untried; printf '%s\n' "$said" | tail -n 1; exit 0; }
while :; do
said=$(there "$@" 2>&1); code=$?
[ $code = 0 ] && { echo reachable; exit 0; }
case $said in
*[Uu]sage:* | *" option"* | *"lookup failed"* | *"not known"* | *": socket: "*) echo untried; printf '%s\n' "$said" | head -n 1; exit 0 ;;
*nreachable* | *"No route to host"* | *"Invalid argument"* | *"ermission denied"* | *"not permitted"* | *"assign requested"* | *refused*) ;;
*) [ $code = 1 ] || { echo untried; printf '%s\n' "$said" | tail -n 1; exit 0; } ;;
esac
n=$((n-1)); [ $n -gt 0 ] || break; sleep 0.5; done
echo unreachable; printf '%s\n' "$said" | tail -n 3`;

/** The maximum time of a probe, in milliseconds. */
const longestProbe = ({ retries, timeout }: Probe): number => retries * (timeout + 0.5) * 1000;

const programOf = ({ protocol }: Probe): string => (protocol === "icmp" ? "ping" : "nc");

function probeCall(probe: Probe): Call {
	const { netns, vrf = "", retries } = probe;
	const programs = [...(vrf !== "" || netns !== "" ? ["ip"] : []), programOf(probe)].join(" ");
	return { argv: ["sh", "-c", script, "probe", String(retries), programs, netns, vrf, ...question(probe)] };
}

function question({ protocol, to, port, timeout }: Probe): string[] {
	if (protocol === "icmp") return ["ping", "-n", "-c", "1", "-W", String(timeout), to];
	return ["nc", protocol === "tcp" ? "-z" : "-zu", "-w", String(timeout), to, String(port)];
}

function parseProbe(stdout: string, code: number): ProbeResult {
	const [answer = "", ...said] = stdout.trim().split("\n");
	const outcome = code === 0 && (answer === "reachable" || answer === "unreachable") ? answer : "untried";
	return { outcome, said: said.join(" ").trim() };
}

export interface ProbeFact extends AnyFact<ProbeResult> {
	read: "probe";
	probe: Probe;
}

export const probe: ReadingTool<ProbeFact> = {
	program: "ping",
	packages: {
		ping: { debian: "iputils-ping", redhat: "iputils" },
		nc: { debian: "netcat-openbsd", redhat: "nmap-ncat" },
	},
	reads: {
		probe: {
			call: (fact) => probeCall(fact.probe),
			program: (fact) => programOf(fact.probe),
			parse: ({ stdout, code }) => parseProbe(stdout, code),
			dependsOn: () => [],
			measurement: true,
			waits: (fact) => longestProbe(fact.probe),
		},
	},
};
