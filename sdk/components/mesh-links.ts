import { ArgumentError } from "./arguments";

/** A link between two hosts, by their names. */
export type Link = [string, string];

export type LoopPrevention = "split-horizon" | "rstp" | "none";

export const fullMesh = (hosts: string[]): Link[] => hosts.flatMap((a, i) => hosts.slice(i + 1).map((b): Link => [a, b]));

/** The same text for both directions of a link. */
const linkId = ([a, b]: Link) => JSON.stringify(a < b ? [a, b] : [b, a]);

const list = (names: string[]) => names.join(", ");

/** The links of a mesh. Throws ArgumentError if some hosts could not reach each other, or if frames would circulate forever. */
export function planLinks(hosts: string[], given: Link[] | undefined, prevention: LoopPrevention): Link[] {
	if (!["split-horizon", "rstp", "none"].includes(prevention))
		throw new ArgumentError("loopPrevention", `must be "split-horizon", "rstp" or "none", not ${JSON.stringify(prevention)}`);
	const links = given ?? fullMesh(hosts);
	if (given) checkLinks(hosts, given);
	if (given && prevention === "split-horizon") checkFullMesh(hosts, given);
	if (prevention === "none") checkLoops(links, given !== undefined);
	return links;
}

/** The linked hosts of each host, in the order of the hosts. */
export function peersOf(hosts: string[], links: Link[]): Map<string, string[]> {
	const order = new Map(hosts.map((host, i) => [host, i]));
	const peers = new Map(hosts.map((host): [string, string[]] => [host, []]));
	for (const [a, b] of links) {
		peers.get(a)?.push(b);
		peers.get(b)?.push(a);
	}
	for (const list of peers.values()) list.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
	return peers;
}

function checkLinks(hosts: string[], links: Link[]): void {
	const seen = new Map<string, number>();
	links.forEach((link, i) => {
		const path = `links[${i}]`;
		if (!Array.isArray(link) || link.length !== 2 || link.some((end) => typeof end !== "string"))
			throw new ArgumentError(path, `must be a pair of hosts' names such as ["h1", "h2"], not ${JSON.stringify(link)}`);
		for (const end of link) {
			if (!hosts.includes(end))
				throw new ArgumentError(path, `"${end}" is not a host of this mesh; its hosts are ${list(hosts)}`);
		}
		if (link[0] === link[1]) throw new ArgumentError(path, `links ${link[0]} to itself`);
		const before = seen.get(linkId(link));
		if (before !== undefined)
			throw new ArgumentError(path, `${link.join("–")} is already links[${before}]; a link works in both directions`);
		seen.set(linkId(link), i);
	});
}

function checkFullMesh(hosts: string[], links: Link[]): void {
	const there = new Set(links.map(linkId));
	const missing = fullMesh(hosts).find((link) => !there.has(linkId(link)));
	if (!missing) return;
	throw new ArgumentError(
		"links",
		`with split horizon (the default) a bridge never forwards a frame from one tunnel to another, so ${missing.join(" and ")}, ` +
			`which have no link, could not reach each other. Leave links out for a full mesh. For hub and spoke or another tree, ` +
			`set loopPrevention: "none". For links with loops, set loopPrevention: "rstp".`,
	);
}

function checkLoops(links: Link[], given: boolean): void {
	const neighbours = new Map<string, string[]>();
	links.forEach(([a, b], i) => {
		const found = shortestPath(neighbours, b, a);
		if (found) {
			const loop = [a, ...found].join("–");
			const without = given ? `remove ${a}–${b}` : `set links that form a tree, such as those from a hub to all other hosts`;
			throw new ArgumentError(
				given ? `links[${i}]` : "loopPrevention",
				`${a}–${b} closes the loop ${loop}, in which every broadcast would circulate forever. ` +
					`Set loopPrevention: "split-horizon" (with a full mesh) or "rstp", or ${without}.`,
			);
		}
		neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
		neighbours.set(b, [...(neighbours.get(b) ?? []), a]);
	});
}

/** The shortest path from one host to another; undefined if there is none. */
function shortestPath(neighbours: Map<string, string[]>, from: string, to: string): string[] | undefined {
	const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
	const queue = [from];
	for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
		if (at === to) return pathBack(cameFrom, to).reverse();
		for (const next of neighbours.get(at) ?? []) {
			if (cameFrom.has(next)) continue;
			cameFrom.set(next, at);
			queue.push(next);
		}
	}
	return undefined;
}

function pathBack(cameFrom: Map<string, string | undefined>, to: string): string[] {
	const path: string[] = [];
	for (let at: string | undefined = to; at !== undefined; at = cameFrom.get(at)) path.push(at);
	return path;
}
