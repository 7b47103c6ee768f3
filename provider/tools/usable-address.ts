import type { Tool } from "./tool";

/**
 * The wait for an IPv6 address that a route names as its source. The kernel refuses the route before (net/ipv6/addrconf.c, ipv6_chk_addr).
 */
export interface UsableAddressStep {
	tool: "usable-address";
	phase: "usable-addresses";
	netns: string;
	address: string;
}

/** Tenths of a second after which the wait ends. Duplicate address detection takes two seconds at most, by the kernel's defaults. */
const longestWait = 50;

/** An address that is not there needs no wait: the kernel then refuses the route itself. */
const script = `
command -v ip >/dev/null || exit 127
in=; [ -z "$1" ] || in="-n $1"
shift
for address do n=${longestWait}; while :; do
  all=$(ip $in -6 -o addr show to "$address") || exit
  case $all in *tentative*) ;; *) break;; esac
  printf '%s\\n' "$all" | grep -qv tentative && break
  case $all in *dadfailed*) echo "address $address (src) can't be used: another host has it (duplicate address detection). Give the device another address, or remove the other host's" >&2; exit 1;; esac
  n=$((n-1)); [ $n -gt 0 ] || { echo "address $address (src) can't be used yet: duplicate address detection has not ended within ${longestWait / 10} seconds. Check that its device has a carrier" >&2; exit 1; }
  sleep 0.1
done; done`.trim();

/** Boot files do without it: the program that runs them tries again what the kernel refuses. */
export const usableAddress: Tool<UsableAddressStep> = {
	name: "usable-address",
	program: "ip",
	packages: {},
	group: ({ netns }) => netns,
	call: (steps) => ({
		argv: ["sh", "-c", script, "usable-address", steps[0]?.netns ?? "", ...new Set(steps.map(({ address }) => address))],
	}),
	// The wait changes nothing.
	invalidates: () => [],
	undo: () => ({}),
	reads: {},
};
