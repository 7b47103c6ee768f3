import { peers } from "../../test/peers";
import type { Configuration } from "../../test/peers/configuration";

const link = (kind: string): string => `[${kind}](resources/${kind}.md)`;

const supported = ({ resources, lacks }: Configuration): string => {
	if (!resources) return "no";
	return lacks === undefined ? "fully" : "partly";
};

function rowOf(configuration: Configuration): string {
	const { name, resources = [], next = [], lacks, remark } = configuration;
	const kinds = [...new Set([...resources, ...next].map(([kind]) => kind))];
	return `| ${name} | ${kinds.map(link).join(", ")} | ${supported(configuration)} | ${lacks ?? remark ?? ""} |\n`;
}

/** docs/peers.md */
export function peersPage(): string {
	const all = peers.flatMap(({ configurations }) => configurations);
	const count = (how: string) => all.filter((one) => supported(one) === how).length;
	const sections = peers.map(
		({ name, configurations }) =>
			`## ${name}\n\n| Configuration | Resources | Supported | What is missing, or good to know |\n| --- | --- | --- | --- |\n${configurations.map(rowOf).join("")}`,
	);
	return `<!-- Generated from test/peers by \`npm run generate\`: don't edit. -->
<!-- biome-ignore-all format: generated -->
# Configurations of other tools

What nmstate, netplan, Ansible and ovs-vsctl can configure, and which resources do the same. Each row is an example or a test of another tool, or a section of Open
vSwitch's manuals, by its name there. Of ${all.length} configurations, ${count("fully")} are supported fully, ${count("partly")} partly, and ${count("no")} not.
Examples of 802.1X, DNS, host names, SR-IOV, HSR, InfiniBand, MACsec, libreswan, Wi-Fi and modems are not listed: pulumi-ovs does not configure these.

\`test/peers/\` has each of them as resources. The lab's tests create them on real hosts, read them back, bring them to their next step, and delete them
(\`npm test -- lab --testPathPatterns lab/peers\`).

${sections.join("\n")}`;
}
