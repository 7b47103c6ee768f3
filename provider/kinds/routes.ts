import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import * as f from "../base/fields";
import { isIpv6 } from "../base/ip-address";
import { ownerIn } from "../base/state-fields";
import { holdsUnknown } from "../base/unknown";
import { isMap, type Values } from "../base/values";
import { checkVariants } from "../base/variants";
import { type Change, factsBeforeUndone, namedBy, ownerOf, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind } from "../model/kind";
import type { Observed } from "../model/observed";
import { isDeclaredElsewhere } from "../model/program-view";
import {
	allRoutesFacts,
	observeRoute,
	planRoute,
	type RouteInternal,
	routeId,
	routeOfId,
	routeRequirements,
} from "../network/one-route";
import { checkRoute, normaliseRoute, routeShape, routeVariants } from "../network/route-schema";
import { mayBeOwn, ourProtocol } from "../tools/ip-route";
import { hasGateway, routeName } from "../tools/ip-route-words";
import { type JournalEntry, type JournalStep, removeEntryStep, writeEntryStep } from "../tools/journal";
import type { Step } from "../tools/list";

const { table, vrf, netns: _, adopt: __, ...oneShape } = routeShape;

const shape = {
	name: f.resourceName(
		f.text.regex(/^[^/\p{Cc}]{1,100}$/u, "must be 1 to 100 characters without a slash"),
		"Name that distinguishes the resource from other Routes of the same table.",
	),
	table: f.filledIn(
		f.enforced(table.unwrap(), "Routing table: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255).", {
			whenUnset: "`main`",
		}),
	),
	vrf: f.enforced(vrf.unwrap(), "VRF in whose table the routes are. Not together with `table`."),
	routes: f.required(
		z.array(z.strictObject(oneShape)),
		"Routes in any order. Destination, metric and ToS identify a route: each can be there once. Other routes of the table stay.",
	),
	netns: f.inNetns("the routes"),
};

type Issue = (path: string, message: string) => void;

function check({ table, vrf, routes }: Values, issue: Issue): void {
	if (table !== undefined && vrf !== undefined) issue("vrf", "can't be set with table: the VRF selects the table");
	if (!Array.isArray(routes)) return;
	const first = new Map<string, number>();
	for (const [i, route] of routes.entries()) {
		const at: Issue = (path, message) => issue(`routes[${i}].${path}`, message);
		checkVariants(routeVariants, route, at);
		checkRoute(route, at);
		if (holdsUnknown([route.destination, route.metric, route.tos])) continue;
		const key = keyOf(normaliseRoute(route));
		const before = first.get(key);
		if (before !== undefined)
			at("destination", `is that of routes[${before}] too, with the same metric and tos: set another metric`);
		first.set(key, before ?? i);
	}
}

const keyOf = ({ destination, metric, tos }: Values): string => `${destination} ${metric} ${tos}`;

const byKey = (a: Values, b: Values): number => (keyOf(a) < keyOf(b) ? -1 : 1);

const usualMetric = ({ destination }: Values): number => (isIpv6(String(destination)) ? 1024 : 0);

/** A route without what it has by default: the state has one for each of thousands of routes. */
function short({ table: _, vrf: __, netns: ___, ...route }: Values): Values {
	const { type, metric, tos } = route;
	const usual = { type: type === "unicast", metric: metric === usualMetric(route), tos: tos === 0 } as Values;
	return Object.fromEntries(Object.entries(route).filter(([field, value]) => value !== undefined && !usual[field]));
}

/** A route with its place, as a Route has it. */
const whole = (route: Values, { table, vrf, netns }: Values): Values => ({
	...{ type: "unicast", metric: usualMetric(route), tos: 0 },
	...route,
	...(vrf === undefined ? { table } : { vrf }),
	...(netns === undefined ? {} : { netns }),
});

/** The routes, without the empty places of those that a refresh did not find. */
const routesOf = ({ routes }: Values = {}): Values[] =>
	(Array.isArray(routes) ? routes : []).filter((route) => !isMap(route) || Object.keys(route).length > 0);

function normalise<T extends Values>(want: T): T {
	const routingTable = want.vrf === undefined ? { table: want.table ?? 254 } : {};
	if (!Array.isArray(want.routes) || holdsUnknown(want.routes)) return { ...want, ...routingTable };
	const routes = want.routes.map((route: Values) => normaliseRoute({ ...route, ...routingTable }));
	return { ...want, ...routingTable, routes: routes.sort(byKey).map(short) };
}

const resourceId = ({ name, table, vrf, netns }: Values): string =>
	`${netns === undefined ? "" : `${netns}/`}Routes/${vrf ?? table}/${name}`;

/** The entries of the journal for the routes of a resource. */
const entriesOf = (facts: Facts, id: string): JournalEntry[] => facts.journal.all.filter((entry) => entry.of === id);

/** The route of an entry, without its place. */
const routeIn = ({ id }: JournalEntry): Values => {
	const parts = id.split("/");
	const { destination, metric, tos } = routeOfId(parts.slice(parts.indexOf("Route") + 1));
	return { destination, metric, tos };
};

interface KnownRoute {
	/** The route as the program wants it, or wanted it last time; of a route that only the journal knows, the fields of its key. */
	route: Values;
	/** The route of last time. */
	was?: Values;
	have?: Observed<Values, RouteInternal>;
	entry?: JournalEntry;
	/** True for a route of this program. */
	isOwn: boolean;
	/** True for a route in the place of one of this program, which somebody has replaced by hand (ip route replace). */
	isReplaced: boolean;
}

interface Sides {
	want: Values;
	was?: Values;
	owners: string[];
	factsBeforeSideEffects?: Facts;
}

/** All routes that the resource has or had, by their keys. */
function knownRoutes(facts: Facts, at: Values, { want, was, owners, factsBeforeSideEffects }: Sides): Map<string, KnownRoute> {
	const all = new Map<string, KnownRoute>();
	const before = new Map(routesOf(was).map((route) => [keyOf(whole(route, at)), route]));
	const entries = entriesOf(facts, resourceId(at)).filter(({ owner }) => owners.includes(owner));
	for (const route of [...routesOf(want), ...before.values(), ...entries.map(routeIn)]) {
		const one = whole(route, at);
		const key = keyOf(one);
		if (all.has(key)) continue;
		const former = before.get(key);
		const then = former && whole(former, at);
		const have = observeRoute(facts, one, { owners, was: then, factsBeforeSideEffects });
		const entry = owners.flatMap((owner) => facts.journal.own(routeId(one), owner) ?? [])[0];
		// A reboot removes the journal, and boot files bring the routes back.
		const isKept = have?.owner === undefined && have?.internal?.protocol === ourProtocol && former !== undefined;
		const isOwn = have !== undefined && ((have.owner !== undefined && owners.includes(have.owner)) || isKept);
		const mayBe = mayBeOwn(have?.internal?.protocol ?? ourProtocol);
		const isReplaced = !isOwn && entry !== undefined && have?.owner === undefined && mayBe;
		all.set(key, { route: one, was: then, have, entry, isOwn, isReplaced });
	}
	return all;
}

/** An observed route with the fields that the program manages. */
function seen({ route, have }: KnownRoute): Values {
	const { dev, scope, ...value } = have?.value ?? {};
	return short({ ...value, ...(route.dev === undefined ? {} : { dev }), ...(route.scope === undefined ? {} : { scope }) });
}

/** The routes that are there, in the order of the program's list, with an empty value for each missing one. Others follow. */
function inWantedOrder(there: KnownRoute[], want: Values): Values[] {
	const byRoute = new Map(there.map((one) => [keyOf(one.route), seen(one)]));
	const wanted = routesOf(want).map((route) => {
		const key = keyOf(whole(route, want));
		const found = byRoute.get(key);
		byRoute.delete(key);
		return found ?? {};
	});
	return [...wanted, ...[...byRoute.values()].sort(byKey)];
}

const ownersOf = (change: Change): string[] => [
	...new Set([ownerOf(change), ownerIn(change.was)].filter((one): one is string => typeof one === "string")),
];

const schema = f.object(shape).superRefine(f.issues(check));

export const routes = kind({
	type: "Routes",
	summary:
		"Many routes of one table or VRF in one resource. A change of one route is one command. Other routes of the table stay. A route is in one Routes or Route of a program only.",
	schema,
	computed: {},
	identity: {
		fields: ["name", "table", "vrf"],
		id: {
			form: "<table or vrf>/<name>",
			parts: ({ name, table, vrf }: Values) => [vrf ?? table, name],
			parse: ([tableOrVrf = "", name = ""]) => ({
				...(/^\d+$/.test(tableOrVrf) ? { table: Number(tableOrVrf) } : { vrf: tableOrVrf }),
				name,
			}),
		},
	},
	replaceOn: [],
	ownership: "journal",
	normalise,
	facts: ({ netns }) => allRoutesFacts(netns),
	provides: (want) => routesOf(want).map((route) => routeName(whole(route, want), want.netns)),
	requires: (want) => routeRequirements(routesOf(want), want.netns),

	observe(facts, want, { owners, deleting, was, id, factsBeforeSideEffects, program }) {
		const entry = owners.flatMap((owner) => facts.journal.own(id, owner) ?? [])[0] ?? facts.journal.get(id);
		const known = knownRoutes(facts, want, { want, was, owners, factsBeforeSideEffects });
		const keys = new Set(routesOf(want).map((route) => keyOf(whole(route, want))));
		// A route that is not wanted any more, or whose Routes is deleted, may be another resource's by now, or in a moment.
		const isLeft = ([key, { route }]: [string, KnownRoute]) =>
			!keys.has(key) && isDeclaredElsewhere(program, routeName(route, want.netns));
		const isHere = ([key, { entry }]: [string, KnownRoute]) =>
			entry?.of === id || (keys.has(key) && (!deleting || entry === undefined));
		const own = [...known].filter((one) => isHere(one) && !isLeft(one));
		const isThere = ([key, { have, isOwn, isReplaced }]: [string, KnownRoute]) =>
			have && !have.residue && (isOwn || (isReplaced && keys.has(key)));
		const there = own.filter(isThere).map(([, one]) => one);
		if (!entry && (was === undefined || there.length === 0)) return undefined;
		const { name, table, vrf, netns } = want;
		const value = { name, netns, ...(vrf === undefined ? { table } : { vrf }), routes: inWantedOrder(there, want) };
		return { value, computed: {}, owner: entry?.owner, isRecognised: true } as Observed<Values>;
	},

	plan(change) {
		const at = namedBy(change) as Values;
		const { facts, factsBeforeSideEffects } = change;
		const want: Values = change.intent === "delete" ? { routes: [] } : change.want;
		if (change.intent === "apply" && change.atBoot)
			return wantedOf(want, at).flatMap((route) => [
				entryStep(route, change.owner, at),
				...planRoute({ ...change, want: route, have: undefined, was: undefined } as Change<Values, RouteInternal>),
			]);
		const owners = ownersOf(change);
		const known = knownRoutes(facts, at, { want, was: change.was, owners, factsBeforeSideEffects });
		const wanted = wantedOf(want, at);
		const keys = new Set(wanted.map(keyOf));
		const gone = [...known].filter(([key]) => !keys.has(key)).map(([, one]) => one);
		return [
			...gone.flatMap((one) => without(one, change, at)),
			...wanted.flatMap((route) => withRoute(known.get(keyOf(route)) as KnownRoute, change, at)),
		];
	},
});

/** The wanted routes. Those without a gateway come first, because other routes' gateways may need them. */
const wantedOf = (want: Values, at: Values): Values[] =>
	routesOf(want)
		.map((route) => whole(route, at))
		.sort((a, b) => Number(hasGateway(a)) - Number(hasGateway(b)));

const entryStep = (route: Values, owner: string, at: Values | undefined): JournalStep =>
	writeEntryStep({ id: routeId(route), owner, ...(at ? { of: resourceId(at) } : {}) });

/** The steps that remove a route which the resource does not have any more. */
function without(known: KnownRoute, change: Change, at: Values): Step[] {
	const { route, have, entry, isOwn } = known;
	const ofThis = entry?.of === resourceId(at);
	const name = routeName(route, at.netns);
	if (isDeclaredElsewhere(change.program, name)) {
		// The resource that takes the route over writes an entry, in this batch or in a later one, unless it has the route already.
		const isRecordedByOther = change.intent !== "delete" || change.createdHere?.(name);
		return entry && ofThis && !isRecordedByOther ? [entryStep(route, entry.owner, undefined)] : [];
	}
	if (entry && !ofThis) return [];
	// Before a creation that is undone, another resource of the program had the route.
	const before = factsBeforeUndone(change);
	const former = before && entry && before.journal.own(entry.id, entry.owner);
	const then = former && observeRoute(before, route, { owners: [former.owner] });
	if (former && then && !then.residue) {
		const back = {
			...change,
			intent: "rollback",
			want: { type: "unicast", ...then.value },
			have,
			was: route,
			owner: former.owner,
			factsBefore: before,
		};
		const steps = planRoute(back as unknown as Change<Values, RouteInternal>);
		return [
			...(isDeepStrictEqual(former, entry) ? [] : [{ tool: "journal", phase: "journal", op: "write", entry: former } as const]),
			...steps,
		];
	}
	const steps =
		have && isOwn ? planRoute({ ...change, intent: "delete", have, was: route } as unknown as Change<Values, RouteInternal>) : [];
	return [...steps, ...(entry ? [removeEntryStep(entry)] : [])];
}

/** The steps for a wanted route. */
function withRoute({ route, was, have, entry, isOwn, isReplaced }: KnownRoute, change: Change, at: Values): Step[] {
	if (have && !have.residue && !isOwn && !isReplaced) {
		if (change.intent === "rollback") return [];
		const whose = have.owner === undefined ? "does not belong to this program" : `belongs to the program ${have.owner}`;
		throw new Refused(
			`${routeName(route, at.netns)} exists already and ${whose}: delete it, choose another metric, or declare it as Route with adopt: true`,
		);
	}
	if (entry?.previous !== undefined && change.intent === "apply")
		throw new Refused(
			`${routeName(route, at.netns)} was adopted as Route by this program, and is to be given back: first run \`pulumi up\` without this route`,
		);
	const steps = planRoute({ ...change, want: route, have, was } as Change<Values, RouteInternal>);
	const owner = ownerOf(change);
	const hasEntry = owner === undefined || (entry?.owner === owner && entry.of === resourceId(at));
	return [
		...(hasEntry ? [] : [entryStep(route, owner, at), ...(entry && entry.owner !== owner ? [removeEntryStep(entry)] : [])]),
		...steps,
	];
}
