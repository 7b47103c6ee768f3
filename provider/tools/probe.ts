import type { Call } from "./call";
import { inNetns } from "./call";

/** A question to the network: does this host reach that address? */
export interface Probe {
	netns: string;
	vrf?: string;
	to: string;
	protocol: "icmp" | "tcp" | "udp";
	port?: number;
	/** How often it is tried before the answer is no. */
	retries: number;
	/** Seconds for one try. */
	timeout: number;
}

export interface ProbeResult {
	reachable: boolean;
	/** What the last try printed. */
	said: string;
}

/** Half a second between tries: a try that fails at once (no route yet) would use them all up in no time. */
const tries = `n=$1; shift; command -v "$1" >/dev/null || exit 127
while :; do said=$("$@" 2>&1) && { echo yes; exit 0; }; n=$((n-1)); [ $n -gt 0 ] || break; sleep 0.5; done
echo no; printf '%s\\n' "$said" | tail -n 3`;

/** How long its answer may take, in milliseconds. */
export const longestProbe = ({ retries, timeout }: Probe): number => retries * (timeout + 0.5) * 1000;

export function probeRead(probe: Probe): Call {
	const where = [...inNetns(probe.netns), ...(probe.vrf === undefined ? [] : ["ip", "vrf", "exec", probe.vrf])];
	return { argv: ["sh", "-c", tries, "probe", String(probe.retries), ...where, ...question(probe)] };
}

function question({ protocol, to, port, timeout }: Probe): string[] {
	if (protocol === "icmp") return ["ping", "-n", "-c", "1", "-W", String(timeout), to];
	return ["nc", protocol === "tcp" ? "-z" : "-zu", "-w", String(timeout), to, String(port)];
}

export function parseProbe(stdout: string, code: number): ProbeResult {
	const [answer, ...said] = stdout.trim().split("\n");
	return { reachable: code === 0 && answer === "yes", said: said.join(" ").trim() };
}
