const flowOf = (i, { changed }) => {
	const [high, low] = [i >> 8, i & 255];
	const hex = (byte) => byte.toString(16).padStart(2, "0");
	return {
		priority: 100,
		match: `tcp,nw_dst=10.${i >> 16}.${high & 255}.${low},tcp_dst=${changed && i === 7 ? 81 : 80}`,
		actions: `mod_dl_dst:02:00:00:00:${hex(high & 255)}:${hex(low)},normal`,
	};
};
const flowsOf = (size, state) => Array.from({ length: size + (state.added ? 1 : 0) }, (_, i) => flowOf(i, state));

function whole(size, state) {
	const lines = flowsOf(size, state).map(
		({ priority, match, actions }) => `table=3,priority=${priority},${match},actions=${actions}`,
	);
	return {
		h1: `ovs-vsctl --may-exist add-br br-bench\novs-ofctl --bundle replace-flows br-bench - <<'END'\n${lines.join("\n")}\nEND\n`,
	};
}

/** @type {import("./index.mjs").Topic} */
export const flows = {
	name: "flows",
	about: "One OpenFlowTable with N flows.",
	sizes: [5000],
	unit: "flows",
	hosts: () => 1,
	parallelism: [undefined],
	program: (size, state) => `const ovs = require("pulumi-ovs");
const { name: bridge } = new ovs.Bridge("br-bench", { host: "h1", failMode: "secure" });
new ovs.OpenFlowTable("flows", { host: "h1", bridge, table: 3, flows: ${JSON.stringify(flowsOf(size, state))} });`,
	scripts: {
		create: whole,
		"no change": whole,
		"one changed": whole,
		"one added": whole,
		refresh: () => ({ h1: "ovs-ofctl dump-flows br-bench\n" }),
		delete: () => ({ h1: "ovs-vsctl del-br br-bench\n" }),
	},
};
