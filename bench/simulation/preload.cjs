// node --require bench/simulation/preload.cjs - puts simulated hosts in place of all hosts of the provider.
// SIMULATION_LATENCY: milliseconds of one round trip. SIMULATION_FILE: what was counted is written there when the process ends, and
// the hosts of an earlier process are taken from there.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { SimulatedHost } = require("./host.cjs");

const executor = require(path.join(__dirname, "../../dist/provider/host/executor.js"));
const hosts = new Map();
const counts = { connections: 0, roundTrips: () => sum("roundTrips"), bytes: () => sum("bytes") };
const sum = (field) => [...hosts.values()].reduce((all, host) => all + host[field], 0);

executor.scriptExecutor = (name) => ({
	run(changes, reads) {
		if (!hosts.has(name)) hosts.set(name, new SimulatedHost(name, Number(process.env.SIMULATION_LATENCY ?? 1)));
		return hosts.get(name).run(changes, reads);
	},
});

module.exports = { hosts, counts };
