import type { LabRecord, LabStatus, LabUp } from "../lab";
import { shellQuote } from "../lab/shell-quote";

function hostLines(lab: LabRecord, answering?: Record<string, boolean>): string[] {
	const width = Math.max(...lab.hosts.map((h) => h.name.length));
	return lab.hosts.map((host) => {
		const addresses = host.underlay.join(", ") || "no underlay address";
		const silent = answering && !answering[host.name] ? "  DOES NOT ANSWER" : "";
		return `  ${host.name.padEnd(width)}  127.0.0.1:${lab.ports[host.name]}  ${addresses}${silent}`;
	});
}

function acceleratorText(lab: LabRecord): string {
	return `${lab.accelerator === "kvm" ? "KVM" : "software emulation (TCG)"}: ${lab.reason}`;
}

/** The output of `lab up`. */
export function upText(up: LabUp, seconds: number): string {
	const first = up.hosts[0]?.name ?? "h1";
	return [
		up.already ? "The lab is already running:" : `The lab started in ${seconds.toFixed(1)} s:`,
		...hostLines(up),
		"",
		`  npx pulumi-ovs lab ssh ${first}             open a shell on ${first}, or: ssh -F ${shellQuote(up.sshConfig)} ${first}`,
		'  eval "$(npx pulumi-ovs lab env)"      set the environment for pulumi up, preview, refresh, destroy',
		"  npx pulumi-ovs lab down               end the lab; the next `lab up` starts with clean hosts",
		"",
	].join("\n");
}

/** The output of `lab status`. */
export function statusText(status: LabStatus): string {
	if (!status.lab)
		return `${status.cleaned ? "The lab's VM ended unexpectedly; its files were removed. " : ""}No lab is running. Start one with \`npx pulumi-ovs lab up\`.\n`;
	const { lab } = status;
	return [
		`The lab has been running since ${lab.started} (${lab.restored ? "resumed from a saved VM" : "booted"}).`,
		...hostLines(lab, lab.answering),
		"",
		`  VM          process ${lab.pid}, ${lab.residentMB ?? "?"} MB resident, ${acceleratorText(lab)}`,
		`  QEMU        ${lab.qemu}, image ${lab.image} (Debian ${lab.debian})`,
		`  SSH config  ${lab.sshConfig}`,
		"",
	].join("\n");
}
