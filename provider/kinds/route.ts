import * as f from "../base/fields";
import { withVariants } from "../base/variants";
import { kind } from "../model/kind";
import {
	observeRoute,
	planRoute,
	type RouteInternal,
	routeFacts,
	routeIdParts,
	routeOfId,
	routeRequirements,
} from "../network/one-route";
import { checkRoute, normaliseRoute, routeShape, routeVariants } from "../network/route-schema";
import { routeName } from "../tools/ip-route-words";

const schema = withVariants(f.object(routeShape).superRefine(f.issues(checkRoute)), routeVariants);

export const route = kind<typeof schema, RouteInternal>({
	type: "Route",
	summary:
		"A route of the kernel in any table or VRF: to a gateway, to several gateways, to a device, into a tunnel (`encap`), or nowhere (such as blackhole). Routes of this provider have protocol 250.",
	schema,
	computed: {},
	identity: {
		fields: ["destination", "table", "vrf", "metric", "tos"],
		id: { form: "<destination>/<table or vrf>/<metric>/<tos>", parts: routeIdParts, parse: routeOfId },
	},
	replaceOn: [],
	ownership: "journal",
	normalise: normaliseRoute,
	facts: routeFacts,
	provides: (want) => [{ name: routeName(want, want.netns), isTransferable: true }],
	requires: (want) => routeRequirements([want], want.netns),
	observe: observeRoute,
	plan: planRoute,
});
