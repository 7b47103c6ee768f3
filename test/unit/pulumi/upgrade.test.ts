import type { Values } from "../../../provider/base/values";
import { shell } from "../../../provider/index";
import { recordedResources } from "../../support/recorded-stack";

/** Stands for all numbers that a host itself chooses. */
const numbers = new Proxy<Record<string, string>>({}, { get: () => "1" });
const everywhere = new Proxy<Record<string, Record<string, string>>>({}, { get: () => numbers });
const connection = { host: "192.0.2.9", name: "box", user: "root" };
const resources = recordedResources(everywhere, connection).filter(({ custom, external }) => custom && !external);
const hosts = Object.fromEntries(["h1", "h2", "gw"].map((name, i) => [name, { host: `192.0.2.${i + 1}` }]));

/** Values as the engine gives them to a provider: a secret in the state is an object with its text. */
const opened = (values: Values): Values =>
	JSON.parse(JSON.stringify(values), (_, value) => (value?.plaintext === undefined ? value : JSON.parse(value.plaintext)));

beforeEach(() => shell.configure({ config: { get: (key) => (key === "ovs:hosts" ? JSON.stringify(hosts) : undefined) } }));

test.each(resources.map(({ urn, inputs, outputs }) => [urn.replace(/^.*ovs:(.*)::/, "$1 "), inputs, outputs] as const))(
	"%s, as an earlier version stored it, is no change",
	async (_, inputs: Values, outputs: Values) => {
		const olds = opened(inputs);
		// The state has the normal form of the program's values, which check takes too. A choice of the provider is in the state alone.
		const { __provider, __decided, ...args } = olds;
		const { inputs: checked, failures } = await shell.check(olds, args);
		expect(failures).toEqual([]);
		expect(checked).toEqual({ ...args, __decided: __decided ?? checked.__decided });
		const { changes, replaces } = await shell.diff("id", opened(outputs), checked);
		expect([changes ?? false, replaces]).toEqual([false, []]);
	},
);
