import { isIpv6 } from "../base/ip-address";
import type { Values } from "../base/values";
import type { Host } from "../host/host";
import { Hosts } from "../host/hosts";
import { kinds } from "../kinds";
import { deviceText, netnsText, type ProvidedName } from "../model/provided-name";
import { aliasOwner } from "../network/link-mark";
import { kernelDevices } from "../network/others-on-device";
import { rowOwner } from "../network/ovs-columns";
import { operationError } from "../plan/operation";
import { showCall } from "../tools/call";
import type { Link } from "../tools/ip-link";
import { knownOvs } from "../tools/ovs-listing";
import { calls } from "../tools/script";
import { closeAll } from "../transport/open";
import { leftWarnings } from "./change";
import { type OwnedObject, readOwnedObjects } from "./owned-objects";
import { resourcesIn } from "./stack-export";

/** The objects of a host that have a program's mark, and a way to remove some of them. */
export class OwnedHost {
	private constructor(
		private readonly host: Host,
		readonly all: OwnedObject[],
		/** The reasons why parts of the host could not be read. */
		readonly unread: string[],
	) {}

	/** `config`: the stack configuration, of which `ovs:hosts` and `ovs:sshConfig` say how the host is reached. */
	static async read(name: string, config: (key: string) => string | undefined, warn: (text: string) => void): Promise<OwnedHost> {
		const host = new Hosts(config, { warn }).get(name);
		const { objects, unread } = await readOwnedObjects(host);
		return new OwnedHost(host, objects, unread);
	}

	get name(): string {
		return this.host.name;
	}

	/** The commands that remove these objects. Throws where one can't be removed, or where others would be deleted with it. */
	async commands(objects: OwnedObject[]): Promise<string[]> {
		const others = this.all.filter((object) => !objects.includes(object));
		const along = removalBlockers(this.host, objects, others);
		along.push(...objects.flatMap((object) => sharedRoute(this.host.name, object)));
		if (along.length > 0) throw new Error(along.join("\n"));
		// A bridge, for example, is deleted together with the ports of the same owner, unless the program is known to have them.
		for (const { id, operation } of others) this.host.declare(`0:${id}`, { ...operation, mode: "update" });
		const { steps, refused } = await this.host.previewAll(objects.map(({ operation }) => operation));
		if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join("\n"));
		return calls(steps).map(showCall);
	}

	/** Removes the objects, and their boot files. Returns the errors, and warnings about what stays of removed objects. */
	async remove(objects: OwnedObject[]): Promise<{ errors: string[]; warnings: string[] }> {
		const operations = objects.map(({ operation }) => ({ ...operation, persist: false }));
		const done = await Promise.allSettled(operations.map((operation) => this.host.submit(operation)));
		const errors = done.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).message] : []));
		const warnings = operations.flatMap((operation, i) => {
			const one = done[i];
			const left = one?.status === "fulfilled" ? leftWarnings(operation, one.value.facts) : [];
			return left.map((text) => operationError(this.host.name, operation, text).message);
		});
		return { errors, warnings };
	}
}

/** Ends the connections. */
export const endConnections = closeAll;

/** The reasons why objects can't be removed alone: others need them, or are deleted together with them. */
function removalBlockers({ name: host, session: { facts } }: Host, objects: OwnedObject[], others: OwnedObject[]): string[] {
	const ports = knownOvs(facts)?.ports;
	const isUnmarked = (link: Link) =>
		aliasOwner(link) === undefined && rowOwner(ports?.get(link.name)) === undefined && !kernelDevices.includes(link.name);
	return objects
		.filter(({ state }) => state === "created")
		.flatMap(({ id, operation: { kind, want } }) => {
			const made = namesOf(kind.type, want);
			const needing = others
				.filter(({ operation: other }) => other.kind.requires(other.want).some(({ name }) => made.includes(name)))
				.map((other) => `${host}/${other.id}`);
			const lost = facts.namespacesRead.flatMap((netns) =>
				[...facts.knownLinks(netns).values()]
					.filter((link) => isUnmarked(link) && !made.includes(deviceText(link.name, netns)))
					.filter(({ parent, elsewhere, kind: type }) => {
						const isAbove = parent !== undefined && !elsewhere && type !== "veth" && made.includes(deviceText(parent, netns));
						return isAbove || (netns !== "" && made.includes(netnsText(netns)));
					})
					.map((link) => `${deviceText(link.name, netns)} (no mark)`),
			);
			return [
				...(needing.length > 0 ? [`${host}/${id} can't be removed alone: ${needing.join(", ")} need it. Remove these too`] : []),
				...(lost.length > 0
					? [`${host}/${id} can't be removed: this would delete ${lost.join(", ")}. Delete these first, if nobody needs them`]
					: []),
			];
		});
}

/** The kernel joins IPv6 routes of all programs with the same destination and metric, and only a program's state knows its next hops. */
function sharedRoute(host: string, { id, operation: { want } }: OwnedObject): string[] {
	if (!isIpv6(String(want.destination)) || !(want.nexthops?.length > 1)) return [];
	return [`${host}/${id} can't be removed: some of its next hops may be those of other programs. Delete them by ip -6 route del`];
}

/** The names of the objects that a resource creates; where it creates none, all that only one resource can have. */
function namesOf(type: string, want: Values): ProvidedName[] {
	const kind = kinds[type];
	if (!kind) return [];
	const made = kind.makes(want);
	return made.length > 0 ? made : kind.provides(want);
}

/** The objects on hosts that a state has. */
export interface KnownState {
	/** Tells whether the state has this object of the host. */
	has(host: string, object: OwnedObject): boolean;
	/** The hosts of its resources, by their names in the ids. */
	hosts: string[];
}

/** A state, as `pulumi stack export` writes it. Throws where the text is something else. */
export function parseState(text: string): KnownState {
	const resources = resourcesIn(text);
	if (!resources) throw new Error("it has no list deployment.resources");
	const own = resources.filter(({ id, outputs }) => id !== undefined && Object.hasOwn(kinds, outputs?.__kind ?? ""));
	const known = new Set<string>();
	for (const { id = "", outputs = {} } of own) {
		const [host = ""] = id.split("/");
		const keys = [id.slice(host.length + 1), ...knownNames(outputs)];
		for (const key of keys) known.add(JSON.stringify([host, outputs.__owner, key]));
	}
	return {
		hosts: [...new Set(own.map(({ id = "" }) => id.split("/")[0] ?? ""))],
		has: (host, { id, owner, operation: { kind, want } }) =>
			[id, ...namesOf(kind.type, want)].some((key) => known.has(JSON.stringify([host, owner, key]))),
	};
}

/** The names of a resource's objects. Inputs that are secret are encrypted, so that a kind may not understand them. */
function knownNames({ __kind, ...outputs }: Values): ProvidedName[] {
	try {
		return namesOf(__kind, outputs);
	} catch {
		return [];
	}
}
