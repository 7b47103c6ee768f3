import { z } from "zod";
import * as f from "../../base/fields";
import type { Values } from "../../base/values";
import { type Keep, Refused } from "../../model/change";
import { type Cell, map } from "../../tools/ovs-listing";
import type { OvsStep } from "../../tools/ovs-step";

/** The key whose text has the mappings: `net1:br1,net2:br2` (ovn-controller(8)). */
const mappingsKey = "ovn-bridge-mappings";

export const mappingsField = f
	.unmanaged(
		z.record(
			z
				.string()
				.regex(
					/^[^\s,:]{1,255}$/,
					"must be the name of a physical network: 1 to 255 characters without spaces, commas and colons",
				),
			f.deviceName,
		),
		`Bridge by physical network, for OVN: entries of the key ${mappingsKey} in external_ids. Entries of others in this key stay as they are. Not together with this key in \`externalIds\`.`,
	)
	.meta({ keys: true });

export function checkMappings({ ovnBridgeMappings, externalIds }: Values, issue: (path: string, message: string) => void): void {
	if (ovnBridgeMappings !== undefined && externalIds?.[mappingsKey] !== undefined)
		issue(`externalIds.${mappingsKey}`, "can't be set with ovnBridgeMappings, which sets entries of this key");
}

const entriesIn = (text: string): string[] => text.split(",").filter((entry) => entry !== "");

/** The network of an entry. An entry without a colon is no mapping, and stays as it is. */
const networkOf = (entry: string): string | undefined => (entry.includes(":") ? entry.slice(0, entry.indexOf(":")) : undefined);

export const mappingsOf = (externalIds: Cell | undefined): Record<string, string> =>
	Object.fromEntries(
		entriesIn(map(externalIds)[mappingsKey] ?? "").flatMap((entry) => {
			const network = networkOf(entry);
			return network === undefined ? [] : [[network, entry.slice(network.length + 1)]];
		}),
	);

/** The entries that have a value: an original value of an entry that was not there is undefined. */
const entriesOf = (values: Values | undefined): Record<string, string> =>
	Object.fromEntries(
		Object.entries((values?.ovnBridgeMappings ?? {}) as Record<string, string>).filter(([, to]) => to !== undefined),
	);

/** Original values of entries and of the whole key can't be told apart. */
function refuseOtherForm({ want, was }: Pick<Keep, "want" | "was">): void {
	const hasWhole = (values: Values | undefined) => values?.externalIds?.[mappingsKey] !== undefined;
	const hasEntries = (values: Values | undefined) => Object.keys(entriesOf(values)).length > 0;
	if ((hasWhole(was) && hasEntries(want)) || (hasWhole(want) && hasEntries(was)))
		throw new Refused(
			`externalIds.${mappingsKey} and ovnBridgeMappings set the same key: remove the former one in one update, and add the other one in the next`,
		);
}

/** The step that sets the key with the wanted entries. Entries of others keep their places. */
export function planMappings(change: Pick<Keep, "intent" | "want" | "was" | "facts">): OvsStep[] {
	const { want, was, facts } = change;
	if (change.intent === "apply") refuseOtherForm(change);
	const [wanted, named] = [entriesOf(want), entriesOf(was)];
	const isWanted = (network: string) => Object.hasOwn(wanted, network);
	if (Object.keys({ ...wanted, ...named }).length === 0) return [];
	const there = map(facts.ovs.root.external_ids)[mappingsKey] ?? "";
	const kept = entriesIn(there).flatMap((entry) => {
		const network = networkOf(entry);
		if (network === undefined || !(isWanted(network) || Object.hasOwn(named, network))) return [entry];
		return isWanted(network) ? [`${network}:${wanted[network]}`] : [];
	});
	const added = Object.entries(wanted).map(([network, bridge]) => `${network}:${bridge}`);
	const text = [...new Set([...kept, ...added])].join(",");
	if (text === there) return [];
	const at = { tool: "ovs", phase: "rows", table: "Open_vSwitch", name: ".", column: "external_ids" } as const;
	return [text === "" ? { ...at, op: "remove", keys: [mappingsKey] } : { ...at, op: "put", entries: { [mappingsKey]: text } }];
}
