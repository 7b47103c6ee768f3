import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import { identityChanges, replacedFields } from "../../../provider/model/identity";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { allFeatures, hostFeatures } from "../../oracle/features";
import { generate, type Input, isPossible } from "../../oracle/inputs";
import { droppedOfEach, usesOf } from "../../oracle/run";

type Checked = ReturnType<typeof checkInputs>;

const where = { host: "h1", features: allFeatures };
const units = [1, 2, 3].flatMap((seed) => generate(where, seed, 60));
const all = units.flatMap(({ inputs }) => inputs);

test("every kind is generated, and its checks accept all inputs", () => {
	expect([...new Set(all.map(([kind]) => kind))].sort()).toEqual(Object.keys(kinds).sort());
	const problems = all.flatMap(([kind, args]) => checkInputs(kinds[kind] as Kind, args).problems);
	expect(problems).toEqual([]);
});

test("most inputs have others to which the object can be changed in place", () => {
	const pairs = units.flatMap(({ inputs: [first], changed }) => (first && changed ? [{ first, changed }] : []));
	expect(pairs.length).toBeGreaterThan(units.length * 0.8);
	for (const { first, changed } of pairs) {
		const kind = kinds[first[0]] as Kind;
		const [before, after] = [first[1], changed].map((args) => checkInputs(kind, args)) as [Checked, Checked];
		expect([kind.type, after.problems]).toEqual([kind.type, []]);
		expect(identityChanges(kind, after.values, before.values)).toEqual([]);
		expect(replacedFields(kind, after.values, before.values)).toEqual([]);
	}
});

test("the same seed gives the same inputs, and another one gives others", () => {
	const [first, again, other] = [1, 1, 2].map((seed) => JSON.stringify(generate(where, seed, 20)));
	expect(again).toBe(first);
	expect(other).not.toBe(first);
});

test("a host gets no inputs that need more than it has, and the other host gets the rest", () => {
	const features = hostFeatures(["link bridge", "link veth", "nft ct", "qdisc ingress"]);
	const here = generate({ host: "h1", features }, 1, 60);
	const changed = here.flatMap(({ inputs: [first], changed }) => (first && changed ? [[first[0], changed] as Input] : []));
	expect([...here.flatMap(({ inputs }) => inputs), ...changed].filter((one) => !isPossible(features, [one]))).toEqual([]);
	expect(JSON.stringify(here)).not.toMatch(/"vrf":|"type":"(dummy|linux-htb)"/);
	expect(here.length).toBeGreaterThan(40);
	const there = generate({ ...where, other: features }, 1, 60);
	expect(there.filter(({ inputs }) => isPossible(features, inputs))).toEqual([]);
	expect(there.length).toBeGreaterThan(40);
});

test("dropped fields leave resources that share a thing with the same use of it", () => {
	const options = { exts: "gpe" };
	const held = ["a", "b", "c"].map((name, i) => {
		const args = { host: "h1", name, bridge: "ob2", type: "vxlan", remoteIp: `198.51.100.${i + 1}`, key: 5, options };
		const { values: state } = checkInputs(kinds.Tunnel as Kind, args);
		return { unit: { seed: i, inputs: [["Tunnel", args] as Input] }, made: { kind: "Tunnel", args, state } };
	});
	const usesAfter = (part: typeof held, seed: number) =>
		droppedOfEach(part, seed, where).map((less, i) =>
			usesOf("Tunnel", less ?? (part[i]?.made.args as Values)).map(({ use }) => use),
		);
	const seeds = Array.from({ length: 40 }, (_, i) => i);
	const same = usesOf("Tunnel", held[0]?.made.args as Values).map(({ use }) => use);
	for (const seed of seeds) expect(usesAfter(held, seed)).toEqual([same, same, same]);
	// A resource that is alone loses the field.
	expect(seeds.flatMap((seed) => usesAfter(held.slice(0, 1), seed))).not.toEqual(seeds.map(() => same));
});

test("joined parts of two inputs are no routes that the kernel refuses, and no IPv6 addresses beside an MTU that ends them", () => {
	const seeds = [27281, 27283];
	const pairs = seeds.flatMap((seed) => generate(where, seed, 30, ["Route", "Link"]));
	const routes = pairs.flatMap(({ inputs: [first], changed }) => (first?.[0] === "Route" ? [first[1], changed ?? {}] : []));
	const isElsewhere = ({ via = "", dev }: Values) => dev !== undefined && dev !== (via.startsWith("100.65.") ? "od1" : "od0");
	const ofNetworks = routes.filter(({ via = "" }) => /^100\.6[45]\./.test(via));
	expect(ofNetworks.length).toBeGreaterThan(3);
	expect(ofNetworks.filter(isElsewhere)).toEqual([]);
	const segments = routes.filter(({ encap }) => encap?.type === "seg6local");
	expect(segments.length).toBeGreaterThan(0);
	expect(segments.filter(({ via, encap }) => via !== undefined || encap.vrfTable !== undefined)).toEqual([]);
	const links = pairs.filter(({ inputs: [first] }) => first?.[0] === "Link" && first[1].mtu < 1280);
	const isSix = (changed: Values = {}) =>
		changed.mtu === undefined && /"[\da-fA-F]*:[\da-fA-F:]+\//.test(JSON.stringify(changed.addresses ?? []));
	expect(links.length).toBeGreaterThan(0);
	expect(links.filter(({ changed }) => isSix(changed))).toEqual([]);
});
