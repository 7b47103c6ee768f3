import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Marked } from "../model/kind";
import type { Link } from "../tools/ip-link";
import type { Row } from "../tools/ovs-listing";
import { aliasOwner } from "./link-mark";
import { rowOwner } from "./ovs-columns";

/** The rows that have a program's mark. `want`: the inputs that name the row's object; undefined where it is another kind's. */
export function markedRows(rows: Iterable<Row>, want: (row: Row) => Values | undefined): Marked[] {
	return [...rows].flatMap((row): Marked[] => {
		const owner = rowOwner(row);
		const named = owner === undefined ? undefined : want(row);
		return owner === undefined || named === undefined ? [] : [{ owner, want: named }];
	});
}

/** Equal objects once, such as a trunk whose mark several of its ports have. */
export const once = (all: Marked[]): Marked[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

/** A device with a program's mark, and the inputs that name it. */
export interface MarkedLink {
	owner: string;
	link: Link;
	identity: { name: string; netns?: string };
}

/** The devices that have a program's mark, of all namespaces whose devices were read. */
export const markedLinks = (facts: Facts): MarkedLink[] =>
	facts.namespacesRead.flatMap((netns) =>
		[...facts.knownLinks(netns).values()].flatMap((link): MarkedLink[] => {
			const owner = aliasOwner(link);
			const identity = { name: link.name, ...(netns === "" ? {} : { netns }) };
			return owner === undefined ? [] : [{ owner, link, identity }];
		}),
	);
