import { memoize } from "../base/memoize";
import { Unavailable } from "../base/unavailable";
import { type Values, withoutUnset } from "../base/values";
import { Refused } from "../model/change";
import type { NftRendering } from "../tools/nft-facts";
import { type BaseChain, type ListedChain, type ListedSet, type Listing, unquoted } from "../tools/nft-listing";
import { isWithoutModule, markedText, type NftError, nftReason, parseNftErrors, saidInShort } from "../tools/nft-refusal";
import { isListedAsWritten } from "./normal-elements";
import { bodyLines } from "./objects";
import { entries, mapElements, mapValues, portable, type Statement, setElements, statements, textOf } from "./statements";

/** The error of a table that nft refuses. The message names the properties that the lines of nft's error are about. */
export function refusal(want: Values, said: string): Refused | Unavailable {
	const all = statements(withoutNormalElements(want));
	const errors = parseNftErrors(said).flatMap((error) => {
		const statement = all[error.line - 1];
		return statement
			? [{ error, text: statement.text, path: `${statement.path}${isOfElements(error, statement) ? ".elements" : ""}` }]
			: [];
	});
	const kept = "nothing of the table was changed";
	if (errors.length === 0) return new Refused(`nft on this host refuses the table, and ${kept}:\n${saidInShort(said)}`);
	const paths = [...new Set(errors.map(({ path }) => path))];
	const details = errors.map(({ error, path, text }) => {
		const marked = markedText(error);
		const where = paths.length > 1 ? `${path}: ` : "";
		return `${where}${nftReason(error, text)}${marked === undefined ? "" : `\n${marked}`}`;
	});
	const text = `nft on this host refuses ${paths.join(", ")}, and ${kept}:\n${[...new Set(details)].join("\n")}`;
	return errors.every(({ error }) => isWithoutModule(error)) ? new Unavailable(text) : new Refused(text);
}

/** True where nft marks something in the elements that the statement of a new set has. */
function isOfElements({ marks = "" }: NftError, { text }: Statement): boolean {
	const start = unquoted(text).indexOf(" elements = {");
	return start >= 0 && marks.indexOf("^") > start;
}

/**
 * The wanted table in nft's normal form, with the program's devices. Without a rendering, the texts are used as they are: an
 * original table that is restored is in normal form already.
 */
export function canonical(want: Values, rendering: NftRendering | undefined): Listing {
	const made = rendering?.listing;
	const chains = entries(want.chains).map(([name, chain]) => {
		const listed = made?.chains.get(name);
		const rules: string[] = chain.rules ?? [];
		const known = listed && listed.rules.length === rules.length ? listed.rules.map((r) => r.text) : rules;
		const base = chain.type === undefined ? undefined : { ...(listed?.base ?? baseOf(chain)), devices: chain.devices ?? [] };
		return [
			name,
			{
				...(base ? { base } : {}),
				rules: known.map((text) => ({ handle: 0, text })),
				...(chain.comment === undefined ? {} : { comment: chain.comment }),
				more: [],
			},
		] as [string, ListedChain];
	});
	const sets = [...entries(want.sets), ...entries(want.maps)].map(([name, set]) => {
		const map = set.value !== undefined;
		const plain = {
			...{
				map,
				type: map ? `${set.type} : ${set.value}` : set.type,
				flags: [...(set.flags ?? [])].sort(),
				more: [],
				timeout: set.timeout,
			},
			...{ gcInterval: set.gcInterval, size: set.size, autoMerge: set.autoMerge === true, comment: set.comment },
			elements: map ? mapElements(set) : setElements(set),
		};
		const listed = made?.sets.get(name);
		const whole = listed ?? (withoutUnset(plain) as ListedSet);
		return [name, isListedAsWritten(set) ? { ...whole, elements: plain.elements } : whole] as const;
	});
	const flowtables = entries(want.flowtables).map(([name, table]) => {
		const priority = made?.flowtables.get(name)?.priority ?? table.priority ?? "filter";
		const { devices = [], hardwareOffload = false, counter = false } = table;
		return [name, { priority, devices, offload: hardwareOffload, counter }] as const;
	});
	const objects = entries<string>(want.objects).map(([key, body]) => [key, made?.objects.get(key) ?? bodyLines(body)] as const);
	return {
		handle: 0,
		chains: new Map(chains),
		sets: new Map(sets),
		flowtables: new Map(flowtables),
		objects: new Map(objects),
		...{ more: [], isOfIptables: false },
	};
}

function baseOf({ type, hook, priority, policy }: Values): Omit<BaseChain, "devices"> {
	return { type, hook, priority, policy: policy ?? "accept" };
}

/** The table without the elements whose normal form is known. */
const withoutNormalElements = (want: Values): Values => ({
	...want,
	sets: mapValues(want.sets, (set) => (isListedAsWritten(set) ? { ...set, elements: undefined } : set)),
});

/** The text that nft renders. It identifies the rendering of a table. */
export const renderingKey = memoize((want: Values): string => textOf(statements(portable(withoutNormalElements(want)))));
