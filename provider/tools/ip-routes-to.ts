import { memoize } from "../base/memoize";
import { valuesByKey } from "../base/values-by-key";
import { familiesRead, ifThere, type KernelRoute, parseRoutes, type RouteFact, routesRead, routesScript } from "./ip-route";
import { type AnyFact, type Joined, type Read, type Reading, Unreadable } from "./tool";

/** The routes to one destination, in all tables. */
export interface RoutesToFact extends AnyFact<KernelRoute[] | undefined> {
	read: "routes-to";
	netns: string;
	/** The destination as destinationKey writes it. */
	to: string;
}

/** The family and the destination of a route. */
export type Place = Pick<KernelRoute, "family" | "destination">;

/** The places of default routes. */
export const defaultPlaces: Place[] = [
	{ family: 4, destination: "default" },
	{ family: 6, destination: "::/0" },
];

/** The family and the destination in a text, such as "4 default" or "6 2001:db8::/64". */
export const destinationKey = ({ family, destination }: Place): string => `${family} ${destination}`;

const byDestination = memoize((routes: KernelRoute[]) => valuesByKey(routes.map((route) => [destinationKey(route), route])));

/** The routes to a destination, of all routes. */
const routesTo = (all: KernelRoute[] | undefined, to: string): KernelRoute[] | undefined =>
	all && (byDestination(all).get(to) ?? []);

/** The greatest number of routes of a namespace that are all listed where the routes to some destinations are needed. */
const mostRoutes = 5000;

/** The greatest number of destinations that are listed one by one: for each, the kernel goes through all routes. */
const mostDestinations = 16;

/** The first line of a listing that has only the routes to the destinations that were asked for. */
const onlySome = "some";

/**
 * The arguments are the namespace, and lines of `ip -batch` for each family. With few routes, all are listed. A router with a table of
 * the Internet has a million: then only those to the destinations are. The kernel counts the routes (fib_triestat_seq_show and
 * rt6_stats_seq_show).
 */
const script = [
	// biome-ignore lint/suspicious/noTemplateCurlyInString: an expansion of the shell
	'ns=$1 l4=$2 l6=$3 n=0; set -- ${ns:+-n "$ns"}',
	'within() { if [ -n "$ns" ]; then ip netns exec "$ns" "$@"; else "$@"; fi; }',
	`counts='s/.*Prefixes:[^0-9]*//p;s/^[0-9a-f]* [0-9a-f]* [0-9a-f]* \\([0-9a-f]*\\) .*/0x\\1/p'`,
	'for p in $(within sed -n "$counts" /proc/net/fib_triestat /proc/net/rt6_stats 2>/dev/null); do n=$((n + p)); done',
	`if [ $n -le ${mostRoutes} ]; then ${routesScript}; exit; fi`,
	`echo ${onlySome}`,
	`for f in 4 6; do echo "family $f"; eval "lines=\\$l$f"; [ -n "$lines" ] || continue; ${ifThere} list() { printf '%s\\n' "$lines" | ip "$@" -batch -; }`,
	'a=$(list "$@" -$f -N -d -j) || exit; printf \'%s\\n\' "$a"',
	`case $a in *'"metrics"'*) list "$@" -$f -N -d -o | sed -n "/ lock /s/^/locked $f /p";; esac; done`,
].join("\n");

const { parse } = familiesRead("routes", script, parseRoutes);

/** The routes of a listing, which the facts of one call share. */
const listed = memoize((reading: Reading) => {
	const isPart = reading.stdout.startsWith(`${onlySome}\n`);
	const found = parse(isPart ? { ...reading, stdout: reading.stdout.slice(onlySome.length + 1) } : reading);
	return { isPart, found };
});

const linesOf = (facts: RoutesToFact[], family: "4" | "6"): string =>
	facts.flatMap(({ to }) => (to.startsWith(`${family} `) ? [`route show exact ${to.slice(2)} table all`] : [])).join("\n");

function callOf(facts: RoutesToFact[]) {
	const { netns = "" } = facts[0] ?? {};
	return { argv: ["sh", "-c", script, "ip", netns, linesOf(facts, "4"), linesOf(facts, "6")] };
}

export const routesToRead: Read<RoutesToFact> = {
	call: (fact) => callOf([fact]),
	parse(reading, { to }) {
		const { found } = listed(reading);
		return found instanceof Unreadable ? found : routesTo(found, to);
	},
	dependsOn: ({ netns }) => routesRead.dependsOn({ read: "routes", netns }),
	lasting: true,
	partOf: {
		of: ({ netns }): RouteFact => ({ read: "routes", netns }),
		value: (all, { to }) => routesTo(all as KernelRoute[] | undefined, to),
		whole(reading) {
			const { isPart, found } = listed(reading);
			return isPart ? undefined : { value: found };
		},
	},
};

/** The routes to some destinations of a namespace are listed by one call. */
export const joinedRoutes: Joined<AnyFact> = {
	group: (fact) => (isRoutesTo(fact) ? `routes to, ${fact.netns}` : JSON.stringify(fact)),
	call: (facts) => {
		const all = facts.filter(isRoutesTo);
		const { netns = "" } = all[0] ?? {};
		return all.length > mostDestinations ? routesRead.call({ read: "routes", netns }) : callOf(all);
	},
	readings: (reading, facts) => facts.map(() => reading),
};

const isRoutesTo = (fact: AnyFact): fact is RoutesToFact => fact.read === "routes-to";
