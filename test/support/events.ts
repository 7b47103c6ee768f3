/** A step of the engine on one resource, from the engine's event log. */
export interface StepSeen {
	op: string;
	name: string;
	type: string;
	/** Properties that force a replacement. */
	keys: string[];
	diffs: string[];
	old: Record<string, unknown>;
	new: Record<string, unknown>;
}

export interface Events {
	steps: StepSeen[];
	/** Number of resources by operation ("create", "update", "same", …), without the stack. */
	changes: Record<string, number>;
	/** Errors and warnings by resource; the name "" is the stack's. */
	errors: Message[];
	/** Messages by resource beside errors and warnings. */
	infos: Message[];
}

interface Message {
	name: string;
	message: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the engine's own shape
type Event = any;

const nameOf = (urn: string | undefined) => urn?.split("::").at(-1) ?? "";

export function parseEvents(lines: Event[]): Events {
	const steps = lines.flatMap((e): StepSeen[] => {
		const m = e.resourcePreEvent?.metadata;
		if (!m || m.type.startsWith("pulumi:")) return [];
		return [
			{
				op: m.op,
				name: nameOf(m.urn),
				type: m.type,
				keys: m.keys ?? [],
				diffs: m.diffs ?? Object.keys(m.detailedDiff ?? {}),
				old: m.old?.inputs ?? {},
				new: m.new?.inputs ?? {},
			},
		];
	});
	const changes: Record<string, number> = {};
	for (const { op } of steps) if (op !== "refresh" && op !== "read") changes[op] = (changes[op] ?? 0) + 1;
	const messages = (...severities: string[]) =>
		lines.flatMap((e): Message[] => {
			const d = e.diagnosticEvent;
			const counts = d && !d.ephemeral && severities.includes(d.severity);
			return counts ? [{ name: nameOf(d.urn), message: String(d.message) }] : [];
		});
	return { steps, changes, errors: messages("error", "warning"), infos: messages("info") };
}

/** The engine's operations, one line per resource, such as "create br0". Unchanged resources are left out. */
export const proposed = ({ steps }: Pick<Events, "steps">): string[] =>
	steps
		.filter((s) => !["same", "refresh", "read"].includes(s.op))
		.map((s) => `${s.op} ${s.name}`)
		.sort();

/** Expects exactly this drift: by what `proposed` says of each resource, lines of the output. */
export function expectDrift(seen: Pick<Events, "steps"> & { output: string }, expected: Record<string, RegExp[]>): void {
	expect(proposed(seen)).toEqual(Object.keys(expected).sort());
	for (const line of Object.values(expected).flat()) expect(seen.output).toMatch(line);
}
