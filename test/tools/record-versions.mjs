// `node test/tools/record-versions.mjs HOST > test/recorded/versions/debian-N.json` lays out the network of test/recorded/versions on a
// host of a running lab, and records what the provider's calls read there. It needs `npm run build`, and the lab's environment.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { readCall } = require("../../dist/provider/model/facts.js");
const { renderCall } = require("../../dist/provider/tools/script.js");

const facts = [
	{ read: "namespaces" },
	...["links", "routes", "rules"].map((read) => ({ read, netns: "ver" })),
	{ read: "nft", netns: "ver", family: "inet", name: "ver" },
	{ read: "ovs" },
	{ read: "flows", bridge: "ver0", table: 0 },
];

const [host] = process.argv.slice(2);
const onHost = (script) =>
	execFileSync("ssh", ["-F", process.env.PULUMI_OVS_SSH_CONFIG, host, "sh", "-s"], {
		input: `export LC_ALL=C PATH=/usr/sbin:/sbin:/usr/bin:/bin\n${script}\n`,
		encoding: "utf8",
		stdio: ["pipe", "pipe", "inherit"],
	});

onHost(readFileSync(new URL("../recorded/versions/network.sh", import.meta.url), "utf8"));
const read = facts.map((fact) => ({ fact, stdout: onHost(renderCall(readCall(fact), "call")).split("\n") }));
onHost("ovs-vsctl del-br ver1 -- del-br ver0; ovs-vsctl -- --all destroy QoS -- --all destroy Queue; ip netns del ver");
process.stdout.write(`${JSON.stringify(read, null, "\t")}\n`);
