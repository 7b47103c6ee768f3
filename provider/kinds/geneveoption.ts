import type { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { kind } from "../model/kind";
import { journalOwner, planObject, planObjectDeletion } from "../openflow/objects";

const hex = (n: number): string => `0x${n.toString(16)}`;

const optionText = (option: Values): string =>
	`{class=${hex(option.class)},type=${hex(option.type)},len=${option.length}}->${option.field}`;

/** Open vSwitch can't change a mapping: an adopted one must be of the wanted option. */
const same = <T extends z.ZodType>(type: T, what: string): T =>
	type.meta({
		sameOnAdoption: {
			what: `a mapping of an option with ${what}`,
			remedy: "Delete that mapping first (ovs-ofctl del-tlv-map)",
		},
	}) as T;

export const geneveOption = kind({
	type: "GeneveOption",
	summary:
		"A Geneve option that flows of a bridge can match and set, by a field `tun_metadata0` to `tun_metadata63`: one mapping of the table that `ovs-ofctl dump-tlv-map` lists. Mappings of other programs are not touched.",
	schema: f.object({
		bridge: f.required(f.nameOf("bridge"), "Bridge whose flows use the field."),
		field: f.required(
			f.making(f.text.regex(/^tun_metadata([0-9]|[1-5][0-9]|6[0-3])$/, "must be tun_metadata0 to tun_metadata63"), {
				sort: "geneve option",
				ofBridge: true,
			}),
			"Field that stands for the option's value, `tun_metadata0` to `tun_metadata63`.",
		),
		class: f.required(same(f.integer(0, 0xffff, "an option class"), "class"), "Class of the option, 0 to 65535."),
		type: f.required(
			same(f.integer(0, 255, "an option type"), "type"),
			"Type of the option, 0 to 255. From 128 on, a receiver that does not know the option drops the packet.",
		),
		length: f.required(
			same(f.integer(4, 124, "a length in bytes").multipleOf(4, "must be a multiple of 4 bytes"), "length"),
			"Length of the option's value in bytes: a multiple of 4, to 124. All options of a bridge have 256 bytes together.",
		),
		adopt: f.adopt("an existing mapping of the field to this option", "the mapping stays"),
	}),
	computed: {},
	identity: {
		fields: ["bridge", "field"],
		// A bridge has no two fields for one option.
		createFirst: (want, was) => want.field !== was.field && (want.class !== was.class || want.type !== was.type),
	},
	replaceOn: ["class", "type", "length"],
	ownership: "journal",
	facts: ({ bridge }) => [{ read: "ovs" }, { read: "tlv-map", bridge }, { read: "journal" }],
	provides: (want) => [`Geneve option ${want.class}/${want.type} of bridge ${want.bridge}`],
	observe(facts, { bridge, field }) {
		const found = facts.tlvMap(bridge)?.all.get(field);
		return (
			found && { value: { bridge, field, ...found }, computed: {}, owner: journalOwner(facts, "GeneveOption", bridge, field) }
		);
	},
	/** Open vSwitch can't change a mapping, and keeps one that flows use. */
	plan(change) {
		const sort = "tlv-map";
		if (change.intent === "delete")
			return planObjectDeletion(change, { sort, name: optionText({ ...change.was, ...change.have.value }) });
		const { want, have } = change;
		const text = optionText(want);
		const former = have && optionText(have.value);
		if (former === undefined || former === text) return planObject(want.bridge, { sort, want: text, have: former, name: text });
		const step = { tool: "flow-object", phase: "flow-objects", bridge: want.bridge, sort } as const;
		return [
			{ ...step, op: "del", text: former },
			{ ...step, op: "add", text, back: text },
		];
	},
});
