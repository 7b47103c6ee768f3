import { memoize } from "../base/memoize";
import type { Facts } from "../model/facts";
import { ofport } from "../network/ovs-port";
import type { Flow } from "../tools/ovs-ofctl-flows";
import { placeholderNumbers, replacePorts } from "./ports";

/** The flows as input for `ovs-ofctl parse-flows`, with placeholder numbers instead of port names. */
export const renderingText = (table: number, flows: Flow[]): string =>
	numbered(flows)
		.map((words) => `table=${table},${words}\n`)
		.join("");

/** An error of ovs-ofctl about these flows, with port names instead of placeholder numbers. */
export function withPortNames(said: string, flows: Flow[]): string {
	const names = new Map([...placeholderNumbers(flows)].map(([port, number]) => [number, port]));
	return said.replace(/(?<![\w.])(?:0x[0-9a-f]+|\d+)(?![\w.])/gi, (number) => names.get(Number(number)) ?? number);
}

const numbered = memoize((flows: Flow[]): string[] => {
	const numbers = placeholderNumbers(flows);
	const put = (port: string) => String(numbers.get(port));
	return flows.map(
		({ match, actions }) => `${replacePorts(match, "match", put)},actions=${replacePorts(actions, "actions", put)}`,
	);
});

/** The wanted flows in Open vSwitch's normal form, with the current numbers of their ports. Undefined: a port does not exist. */
export function normalForm(facts: Facts, table: number, bridge: string, flows: Flow[]): (Flow | undefined)[] {
	if (flows.length === 0) return [];
	const rendered = facts.flowsRendered(bridge, renderingText(table, flows)).flows;
	const numbers = placeholderNumbers(flows);
	const of = new Map([...numbers].map(([port, n]) => [String(n), portNumber(facts, port)]));
	const form = numbers.size === 0 ? undefined : new RegExp(`(output:)?\\b(${[...of.keys()].join("|")})\\b`, "g");
	return flows.map((flow, i) => {
		const found = rendered[i];
		if (!found) return undefined;
		let missing = false;
		const put = (text: string) => {
			if (!form) return text;
			return text.replace(form, (_, output = "", n) => {
				const port = of.get(n);
				missing ||= port === undefined;
				return port === "LOCAL" ? port : `${output}${port}`;
			});
		};
		const normal = { ...flow, match: put(found.match), actions: put(found.actions) };
		return missing ? undefined : normal;
	});
}

const localPort = 65534;

/** A port's number as Open vSwitch prints it. */
function portNumber(facts: Facts, port: string): string | undefined {
	const number = ofport(facts.ovs.interfaces.get(port));
	if (number === undefined) return undefined;
	return number === localPort ? "LOCAL" : String(number);
}

/** The name of the port of a bridge with this number, or the number where no port has it. */
export function portName(facts: Facts, bridge: string, number: number): string {
	for (const [name, on] of facts.ovs.bridgeOf)
		if (on === bridge && ofport(facts.ovs.interfaces.get(name)) === number) return name;
	return String(number);
}

/** A flow's text with port names instead of port numbers. */
export const readable = (facts: Facts, bridge: string, text: string): string =>
	text.replace(
		/(?<![\w])((?:in_port=|output:|resubmit\())(\d+)\b/g,
		(_, before: string, number: string) => before + portName(facts, bridge, Number(number)),
	);
