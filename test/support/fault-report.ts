import { existsSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Tally } from "./faults";
import { onHost } from "./hosts";

const columns = ["fault", "tried", "run ended without an error", "converged at once", "needed more", "did not converge"];

const row = (cells: (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** A fault and its figures, as a row of the report. */
export const rowOf = (fault: string, { tried, unharmed, atOnce, again, wrong }: Tally): string =>
	row([fault, tried, unharmed, atOnce, again, wrong.length]);

/** Writes the figures of a run as a page. `command`: what repeats the run. */
export async function writeReport(file: string, host: string, command: string, tallies: Map<string, Tally>): Promise<void> {
	const versions = await onHost(
		host,
		`. /etc/os-release; echo "$PRETTY_NAME, Linux $(uname -r), Open vSwitch $(ovs-vsctl --version | sed -n 's/^ovs-vsctl (Open vSwitch) //p')"`,
	);
	const emulation = existsSync("/dev/kvm") ? "with KVM" : "in software emulation (no KVM)";
	const lines = [
		"# Disturbed runs",
		"",
		`The figures of ${new Date().toISOString().slice(0, 10)}, on a machine with ${cpus().length} cores. The host is one of the lab, ${emulation}: ${versions}.`,
		"",
		"A stack of 23 resources of all sorts of objects on one host is created, updated, updated back and destroyed. Each of these runs is",
		"disturbed once, after a random number of bytes on the SSH connection. Then the cause is removed, `pulumi cancel` runs, and the same command",
		"runs once more. A run has _converged at once_ if that succeeds; it has _needed more_ if a further run with `--refresh` was",
		"necessary. After each update, a refresh has to find nothing; after the destroy, the host has to be as it was before, with the links, bridges,",
		"flows, routes, rules and tables of others. Otherwise the run _did not converge_.",
		"",
		row(columns),
		row(columns.map(() => "---")),
		...[...tallies].map(([fault, tally]) => rowOf(fault, tally)),
		"",
		"This repeats the run and writes this page:",
		"",
		"```text",
		command,
		"```",
	];
	writeFileSync(file, `${lines.join("\n")}\n`);
}
