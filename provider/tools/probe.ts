import { type Call, inNetns } from "./call";
import type { ReadingTool } from "./tool";

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
	reachable: boolean;
	/** The output of the last try. */
	said: string;
}

/**
 * The script waits half a second between tries, because a try without a route fails at once. It first checks that the programs
 * exist, so that a missing program does not count as an unreachable address.
 */
const tries = `n=$1; for p in $2; do command -v "$p" >/dev/null || { echo "$p: not found" >&2; exit 127; }; done; shift 2
while :; do said=$("$@" 2>&1) && { echo yes; exit 0; }; n=$((n-1)); [ $n -gt 0 ] || break; sleep 0.5; done
echo no; printf '%s\\n' "$said" | tail -n 3`;

/** The maximum time of a probe, in milliseconds. */
const longestProbe = ({ retries, timeout }: Probe): number => retries * (timeout + 0.5) * 1000;

const programOf = ({ protocol }: Probe): string => (protocol === "icmp" ? "ping" : "nc");

function probeCall(probe: Probe): Call {
	const where = [...inNetns(probe.netns), ...(probe.vrf === undefined ? [] : ["ip", "vrf", "exec", probe.vrf])];
	const programs = [...(where.length > 0 ? ["ip"] : []), programOf(probe)].join(" ");
	return { argv: ["sh", "-c", tries, "probe", String(probe.retries), programs, ...where, ...question(probe)] };
}

function question({ protocol, to, port, timeout }: Probe): string[] {
	if (protocol === "icmp") return ["ping", "-n", "-c", "1", "-W", String(timeout), to];
	return ["nc", protocol === "tcp" ? "-z" : "-zu", "-w", String(timeout), to, String(port)];
}

function parseProbe(stdout: string, code: number): ProbeResult {
	const [answer, ...said] = stdout.trim().split("\n");
	return { reachable: code === 0 && answer === "yes", said: said.join(" ").trim() };
}

export type ProbeFact = { read: "probe"; probe: Probe };

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
