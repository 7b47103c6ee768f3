import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { differences } from "../model/compare";
import { hosts } from "./configuration";
import { inKey, kindOf } from "./ids";
import { ownFields, toOperation } from "./inputs";
import { rethrow } from "./plain-error";
import { migrate } from "./state";

interface DiffResult {
	changes: boolean | undefined;
	replaces: string[];
	deleteBeforeReplace: boolean;
}

/** Compares the program's inputs with the state. */
export async function diff(_id: string, olds: Values, news: Values): Promise<DiffResult> {
	const kind = kindOf(news);
	const was = ownFields(kind, migrate(olds));
	const changed = differences(kind, ownFields(kind, news), was);
	const moved = holdsUnknown(news.host) || hosts().nameOf(news.host) === hosts().nameOf(was.host ?? news.host) ? [] : ["host"];
	const fixed: string[] = [...kind.key, ...kind.fixed, ...(inKey(kind) ? ["netns"] : [])];
	const known = (path: string) => !holdsUnknown(news[topField(path)]);
	const replaces = [
		...moved,
		...(kind.replaces?.(ownFields(kind, news), was) ?? []).filter(known),
		...new Set(changed.map((d) => topField(d.path)).filter((field) => fixed.includes(field) && known(field))),
	];
	const unseen = moved.length > 0 || olds.__owner !== news.__owner || olds.error !== undefined;
	const changes = changed.length > 0 || unseen;
	if (!holdsUnknown(news)) {
		const host = hosts().get(news.host);
		const operation = toOperation("update", news, migrate(olds));
		host.register.compared(operation, changes);
		if (!changes) await host.putBack(operation).catch(rethrow);
	}
	// Left to the engine (undefined), it finds by itself which inputs changed: replaceOnChanges goes by that.
	return { changes: unseen || (changed.length > 0 ? undefined : false), replaces, deleteBeforeReplace: true };
}

const topField = (path: string): string => path.split(/[.[]/)[0] ?? path;
