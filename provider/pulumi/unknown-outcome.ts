import { previousKey } from "../base/state-fields";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import type { Operation } from "../plan/operation";
import { hosts } from "./configuration";
import { toOperation } from "./inputs";
import { rethrow } from "./plain-error";
import type { Envelope } from "./state";

/** The state of a creation that may have been made. The next `up` carries the creation out once more. */
export function unknownOutcome({ want }: Operation): Values {
	const envelope: Partial<Envelope> = {
		__outcome: "unknown",
		error: "the connection was lost while this resource was created: it is not known whether the resource exists",
	};
	return { ...want, ...envelope };
}

export const isOutcomeUnknown = ({ __outcome }: Partial<Envelope>): boolean => __outcome === "unknown";

/**
 * The state that the creation would have left. The host's journal has the original values of what the creation took over,
 * because its entry is written first.
 */
export async function stateByJournal({ __outcome, error, ...state }: Values): Promise<Values> {
	const operation = toOperation("delete", state, state);
	const host = hosts().get(state.host);
	try {
		const { journal } = await host.read([{ read: "journal" }]);
		const originals = journal.own(operation.id, operation.owner)?.previous;
		return originals === undefined ? state : { ...state, [previousKey]: originals };
	} catch (failure) {
		return rethrow(host.errorOf(operation, failure));
	}
}

/** True where the creation was made: the object has the program's mark, or an entry in the journal. */
export const cameAbout = ({ id, owner }: Operation, { journal }: Facts, have: Observed): boolean =>
	have.owner === owner || journal.own(id, owner) !== undefined;
