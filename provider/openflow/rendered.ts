import { memoize } from "../base/memoize";
import type { Facts } from "../model/facts";
import { ofport } from "../network/ovs-port";
import type { Flow } from "../tools/ovs-ofctl-flows";
import { standIns, withPorts } from "./ports";

/** The flows as lines for ovs-ofctl to read, with numbers for the names of ports: it has no bridge to ask. */
export const renderingText = (table: number, flows: Flow[]): string =>
	numbered(flows)
		.map((words) => `table=${table},${words}\n`)
		.join("");

const numbered = memoize((flows: Flow[]): string[] => {
	const numbers = standIns(flows);
	const put = (port: string) => String(numbers.get(port));
	return flows.map(({ match, actions }) => `${withPorts(match, "match", put)},actions=${withPorts(actions, "actions", put)}`);
});

/** The wanted flows in OVS's normal form, with the numbers that their ports have now; undefined: a port isn't there. */
export function normalForm(facts: Facts, table: number, bridge: string, flows: Flow[]): (Flow | undefined)[] {
	if (flows.length === 0) return [];
	const rendered = facts.flowsRendered(bridge, renderingText(table, flows)).flows;
	const numbers = standIns(flows);
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

/** The number as OVS writes it. */
function portNumber(facts: Facts, port: string): string | undefined {
	const number = ofport(facts.ovs.interfaces.get(port));
	if (number === undefined) return undefined;
	return number === localPort ? "LOCAL" : String(number);
}

/** A flow's text as people read it: with the names of the ports that have these numbers. */
export function readable(facts: Facts, bridge: string, text: string): string {
	return text.replace(/(?<![\w])((?:in_port=|output:|resubmit\())(\d+)\b/g, (all, before: string, number: string) => {
		for (const [name, on] of facts.ovs.bridgeOf)
			if (on === bridge && String(ofport(facts.ovs.interfaces.get(name))) === number) return before + name;
		return all;
	});
}
