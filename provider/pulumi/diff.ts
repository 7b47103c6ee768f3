import { isDeepStrictEqual } from "node:util";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { differences } from "../model/compare";
import { identityChanges, ownFields, replacedFields } from "../model/identity";
import type { Operation } from "../plan/operation";
import { hosts } from "./configuration";
import { kindOf } from "./ids";
import { toOperation } from "./inputs";
import { rethrow } from "./plain-error";
import { onlinePreview, previewChange, previewReplacement, tellOffline } from "./preview";
import { migrate } from "./state";

interface DiffResult {
	changes: boolean | undefined;
	replaces: string[];
	deleteBeforeReplace: boolean;
}

/**
 * Compares the program's inputs with the state, without a connection. One exception: an `up` that has already changed the host
 * may read the host here, and restore what a side effect of that change removed from a resource without changes. In a preview
 * no change has run, so nothing is read.
 */
export async function diff(_id: string, olds: Values, news: Values): Promise<DiffResult> {
	const kind = kindOf(news);
	const was = ownFields(kind, migrate(olds));
	const changed = differences(kind, ownFields(kind, news), was);
	const moved = holdsUnknown(news.host) || hosts().nameOf(news.host) === hosts().nameOf(was.host ?? news.host) ? [] : ["host"];
	const wanted = ownFields(kind, news);
	const known = (field: string) => !holdsUnknown(news[field]);
	const replaces = [
		...moved,
		...new Set([...identityChanges(kind, wanted, was), ...replacedFields(kind, wanted, was)].filter(known)),
	];
	const unseen = moved.length > 0 || olds.__owner !== news.__owner || olds.error !== undefined || olds.persist !== news.persist;
	const concernsHost = changed.length > 0 || unseen;
	if (!holdsUnknown(news)) {
		const host = hosts().get(news.host);
		const operation = toOperation("update", news, migrate(olds));
		host.registry.setDiff(operation, concernsHost);
		if (!concernsHost) await host.repairIfBroken(operation).catch(rethrow);
		const declaration = concernsHost ? onlinePreview(operation) : undefined;
		const removal = (): Operation => toOperation("delete", migrate(olds), migrate(olds));
		if (declaration && replaces.length > 0) await previewReplacement(removal(), toOperation("create", news), declaration);
		else if (declaration) await previewChange(operation, declaration);
		else if (concernsHost) await tellOffline(operation);
	}
	// With undefined the engine itself finds the inputs that changed, which it needs for the option replaceOnChanges.
	const seen = changed.length > 0 ? undefined : connectionChanged(news, was);
	const createFirst = replaces.length > 0 && kind.identity.createFirst?.(wanted, was) === true;
	return { changes: unseen || seen, replaces, deleteBeforeReplace: !createFirst };
}

/**
 * True where the program has another connection for the same host than the state. Refresh and destroy use the outputs in the
 * state, so an update has to write the new connection there. Two names of one host have the same connection.
 */
export function connectionChanged(news: Values, was: Values): boolean {
	if (typeof news.host === "string" && typeof was.host === "string") return false;
	return was.host !== undefined && !holdsUnknown(news.host) && !isDeepStrictEqual(news.host, was.host);
}
