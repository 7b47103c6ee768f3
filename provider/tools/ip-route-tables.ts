import { familiesRead, type KernelRoute, parseRoutes, type RouteFact, routesRead } from "./ip-route";
import type { RoutesToFact } from "./ip-routes-to";
import { type IpStep, wordAfter } from "./ip-step";
import type { AnyFact, KnownFacts, Read } from "./tool";

/** The routes of some tables. `tables`: a family and a number each, such as "4 254". */
export interface RouteTablesFact extends AnyFact<KernelRoute[] | undefined> {
	read: "route-tables";
	netns: string;
	tables: string[];
}

/** The greatest number of tables that are listed one by one. A listing of all routes takes about as long. */
const mostTables = 16;

/**
 * Lists the tables of the arguments, which are the namespace, and the family and number of each table. A line "table 4 254" comes
 * before each list. Where a route has metrics, the table is listed as text too, as in the listing of all tables. The kernel refuses a table
 * that it does not have; an `ip` without libmnl does not print why.
 */
const script = `ns=$1; shift
list() { f=$1; shift; if [ -n "$ns" ]; then ip -n "$ns" -$f -N -d "$@"; else ip -$f -N -d "$@"; fi; }
while [ $# -gt 0 ]; do
a=$(list $1 -j route show table $2 2>/dev/null) || { e=$(list $1 -j route show table $2 2>&1 >/dev/null)
case $e in *"table does not exist"*|"Dump terminated") a="[]";; *) printf '%s\\n' "$e" >&2; exit 1;; esac; }
printf '%s\\n' "table $1 $2" "$a"
case $a in *'"metrics"'*) list $1 -o route show table $2 | sed -n "/ lock /s/^/locked $1 /p";; esac
shift 2; done`;

function parseRouteTables(text: string): KernelRoute[] {
	const [, ...parts] = text.split(/^table ([46]) (\d+)$/m);
	return parts.flatMap((family, i) => {
		if (i % 3 !== 0) return [];
		const [table, list] = parts.slice(i + 1);
		const both = family === "4" ? `family 4\n${list}\nfamily 6\n` : `family 4\nfamily 6\n${list}`;
		return parseRoutes(both).map((route) => ({ ...route, table: Number(table) }));
	});
}

const tableIn = ({ family, table }: Pick<KernelRoute, "family" | "table">): string => `${family} ${table}`;

export const routeTablesRead: Read<RouteTablesFact> = {
	...familiesRead("routes", script, parseRouteTables),
	call: ({ netns, tables }) => ({ argv: ["sh", "-c", script, "ip", netns, ...tables.flatMap((table) => table.split(" "))] }),
	dependsOn: ({ netns }) => routesRead.dependsOn({ read: "routes", netns }),
	partOf: {
		of: ({ netns }): RouteFact => ({ read: "routes", netns }),
		merged: (whole = [], part, { tables }) => [...whole.filter((route) => !tables.includes(tableIn(route))), ...part],
	},
};

/**
 * The read that shows the changes of these steps to a fact about routes. If all routes are known, it is of the tables that the steps
 * change, or of all tables if they may change others too. If not, it is the fact itself.
 */
export function narrowedRoutes<F extends AnyFact>(fact: F, steps: IpStep[], known: KnownFacts): F | RouteFact | RouteTablesFact {
	if (!isOfRoutes(fact)) return fact;
	const all: RouteFact = { read: "routes", netns: fact.netns };
	return known.value(all) === undefined ? fact : changedTables(all, steps);
}

const isOfRoutes = (fact: AnyFact): fact is RouteFact | RoutesToFact => fact.read === "routes" || fact.read === "routes-to";

function changedTables(fact: RouteFact, steps: IpStep[]): RouteFact | RouteTablesFact {
	const tables = new Set<string>();
	for (const { netns, family = 4, args } of steps) {
		const [what = ""] = args;
		if (what === "rule" || what === "neigh" || (what === "route" && netns !== fact.netns)) continue;
		const table = what === "route" ? wordAfter("table", args) : undefined;
		if (table === undefined || !/^\d+$/.test(table)) return fact;
		tables.add(tableIn({ family, table: Number(table) }));
	}
	return tables.size > 0 && tables.size <= mostTables ? { read: "route-tables", netns: fact.netns, tables: [...tables] } : fact;
}
