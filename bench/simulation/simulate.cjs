// Puts simulated hosts in place of all hosts of the provider that this process loads.
// SIMULATION_LATENCY: the milliseconds of one round trip to a host (default: 1).
const path = require("node:path");
const { SimulatedHost } = require("./host.cjs");

const executor = require(path.join(__dirname, "../../dist/provider/host/executor.js"));

/** The hosts by name. Each has one connection. */
const hosts = new Map();

executor.scriptExecutor = (name) => ({
	// No change cuts the connection to a host of this process.
	isRemote: () => false,
	another: () => executor.scriptExecutor(name),
	ovsCommand: () => undefined,
	async close() {},
	run(changes, reads) {
		if (!hosts.has(name)) hosts.set(name, new SimulatedHost(name, Number(process.env.SIMULATION_LATENCY ?? 1)));
		return hosts.get(name).run(changes, reads);
	},
});

module.exports = { hosts };
