// A host that answers from memory, after a latency: Open vSwitch's database, and the device of each bridge.
const { OvsDatabase } = require("./ovs-database.cjs");

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class SimulatedHost {
	constructor(name, latency) {
		this.name = name;
		this.latency = latency;
		this.database = new OvsDatabase();
		this.roundTrips = 0;
	}

	/** Answers the calls of one round trip. */
	async run(changes, reads) {
		this.roundTrips++;
		await sleep(this.latency);
		const done = changes.map((call) => this.change(call));
		return [...done, ...reads.map((call) => this.read(call))];
	}

	change({ argv, ovsdbChange }) {
		if (!ovsdbChange) throw new Error(`the simulated host ${this.name} can't run ${argv.slice(0, 4).join(" ")}`);
		const operations = ovsdbChange.begin();
		if ("refused" in operations) return { stdout: "", stderr: operations.refused, code: 1 };
		const { code, stderr } = ovsdbChange.end(this.database.transact(operations));
		return { stdout: "", stderr, code };
	}

	read({ argv, ovsdbRead }) {
		const answer = (stdout) => ({ stdout, stderr: "", code: 0 });
		if (ovsdbRead) return answer(`up\n${ovsdbRead.print(this.database.transact(ovsdbRead.operations))}`);
		const line = argv.join(" ");
		if (line.includes("SSH_CONNECTION") || line.includes("/run/pulumi-ovs")) return answer("");
		if (argv[0] === "ip" && line.includes("addr show")) return answer(JSON.stringify(this.devices()));
		throw new Error(`the simulated host ${this.name} can't answer ${line.slice(0, 200)}`);
	}

	devices() {
		const bridges = [...this.database.rows("Interface").values()].filter(({ type }) => type === "internal");
		return bridges.map(({ name, mtu_request: mtu = 1500 }, i) => ({
			...{ ifindex: i + 2, ifname: name, flags: [], mtu, address: "02:00:00:00:00:01", addr_info: [] },
			linkinfo: { info_kind: "openvswitch" },
		}));
	}
}

module.exports = { SimulatedHost };
