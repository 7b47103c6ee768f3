import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { readRecord } from "../../lab/record";
import type { Tally } from "./faults";
import { onHost, sshConfig } from "./hosts";

const columns = ["fault", "tried", "run ended without an error", "converged at once", "needed more", "did not converge"];

const cellsOf = (fault: string, { tried, unharmed, atOnce, again, wrong }: Tally): string[] =>
	[fault, tried, unharmed, atOnce, again, wrong.length].map(String);

const row = (cells: string[]): string => `| ${cells.join(" | ")} |`;

/** A fault and its figures, as a row of the report. */
export const rowOf = (fault: string, tally: Tally): string => row(cellsOf(fault, tally));

function table(tallies: Map<string, Tally>): string[] {
	const rows = [columns, ...[...tallies].map(([fault, tally]) => cellsOf(fault, tally))];
	const widths = columns.map((_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)));
	const [head = "", ...others] = rows.map((cells) => row(cells.map((cell, i) => cell.padEnd(widths[i] ?? 0))));
	return [head, row(widths.map((width) => "-".repeat(width))), ...others];
}

/** Writes the figures of a run as a page. `command`: what repeats the run. */
export async function writeReport(file: string, command: string, tallies: Map<string, Tally>): Promise<void> {
	const versions = await onHost(
		"h1",
		`. /etc/os-release; echo "$PRETTY_NAME, Linux $(uname -r), Open vSwitch $(ovs-vsctl --version | sed -n 's/^ovs-vsctl (Open vSwitch) //p')"`,
	);
	const emulation = readRecord(dirname(sshConfig()))?.accelerator === "kvm" ? "with KVM" : "in software emulation";
	const lines = [
		"# Disturbed runs",
		"",
		`Measured on ${new Date().toISOString().slice(0, 10)}, on a machine with ${cpus().length} cores. The host is a lab host ${emulation}: ${versions}.`,
		"",
		"A stack of 23 resources of all sorts of objects on one host is created, updated, updated back and destroyed. Each of these runs is",
		"disturbed once, after a random number of bytes on the SSH connection. Then the cause is removed, `pulumi cancel` runs if the run has",
		"failed, and the same command runs once more. After a restart of the host or of ovs-vswitchd, it runs with `--refresh`, because `up` alone",
		"does not see what the host has lost. A run has _converged at once_ if that succeeds; it has _needed more_ if a further run with `--refresh`",
		"was necessary. After each update, a refresh has to find nothing; after the destroy, the host has to be as it was before, with the links,",
		"bridges, flows, routes, rules and tables of others. Otherwise the run _did not converge_. Where the folder of boot files or Open vSwitch's",
		"database has a fault, the stack has `ovs:persist`. After a full or read-only /run, the configuration of Open vSwitch is changed once, because",
		"ovs-vswitchd makes the sockets of new bridges only then.",
		"",
		"The components at the end are disturbed in the same way: their update changes a mesh's bridge and VNI (all is replaced), a gateway's tenants,",
		"and the type of a network.",
		"",
		...table(tallies),
		"",
		"This repeats the run and writes this page:",
		"",
		"```text",
		command,
		"```",
	];
	writeFileSync(file, `${lines.join("\n")}\n`);
}
