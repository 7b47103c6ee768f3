const addressOf = (i) => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
/** Every second address, so that a changed one is none of the others. */
const elementsOf = (size, { changed, added }) =>
	Array.from({ length: size + (added ? 1 : 0) }, (_, i) => addressOf(2 * i + (changed && i === 7 ? 1 : 0)));

const whole = (size, state) => ({
	h1: `nft -f - <<'END'
table ip bench
delete table ip bench
table ip bench {
	set blocked { type ipv4_addr; elements = { ${elementsOf(size, state).join(", ")} }; }
	chain input { type filter hook input priority 0; policy accept; ip saddr @blocked drop; }
}
END
`,
});

/** @type {import("./index.mjs").Topic} */
export const elements = {
	name: "elements",
	about: "One NftTable with a set of N addresses.",
	sizes: [100_000],
	unit: "elements",
	hosts: () => 1,
	parallelism: [undefined],
	program: (size, state) => `const ovs = require("pulumi-ovs");
const elements = ${JSON.stringify(elementsOf(size, state))};
new ovs.NftTable("bench", {
	host: "h1",
	family: "ip",
	name: "bench",
	sets: { blocked: { type: "ipv4_addr", elements } },
	chains: { input: { type: "filter", hook: "input", priority: 0, policy: "accept", rules: ["ip saddr @blocked drop"] } },
});`,
	scripts: {
		create: whole,
		"no change": whole,
		"one changed": whole,
		"one added": whole,
		refresh: () => ({ h1: "nft list table ip bench\n" }),
		delete: () => ({ h1: "nft delete table ip bench\n" }),
	},
};
