import { onHost, tryOnHost } from "../support/hosts";
import { create, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";
const ofctl = "ovs-ofctl -O OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15";
const dump = (table = 0) =>
	onHost(
		host,
		`${ofctl} --no-names --no-stats dump-flows brf table=${table} | sed 's/^ //; s/cookie=0x[0-9a-f]\\{12,16\\}, /ours /'`,
	);

beforeAll(() => cleanHost(host));
beforeEach(async () => {
	await newRun();
	await tryOnHost(host, "ovs-vsctl --if-exists del-br brf");
	await onHost(
		host,
		"ovs-vsctl add-br brf -- set-fail-mode brf secure -- add-port brf p1 -- set Interface p1 type=internal ofport_request=11 -- add-port brf p2 -- set Interface p2 type=internal ofport_request=12",
	);
});
afterAll(async () => {
	await newRun();
	await tryOnHost(host, "ovs-vsctl --if-exists del-br brf");
	await cleanHost(host);
});

test("spelling", async () => {
	const made = await create("OpenFlowTable", {
		host,
		bridge: "brf",
		name: "a",
		flows: [
			{ priority: 10, match: "in_port=p1,dl_type=0x0800,nw_src=10.1.2.3/24", actions: "mod_vlan_vid:5,p2,normal" },
			{ priority: 5, match: "tcp,tcp_dst=0x50", actions: "drop" },
			{ priority: 4, match: "arp", actions: "resubmit(p1,3),enqueue:p2:1,local,output(port=p2,max_len=64)" },
		],
	});
	console.log(await dump(), made.state);
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await onHost(host, "ovs-ofctl --strict del-flows brf priority=5,tcp,tp_dst=80");
	await repairs(made);
	await made.delete();
	expect(await dump()).toBe("");
});
