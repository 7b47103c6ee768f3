import type { LabRecord, LabStatus, LabUp } from "../lab";
import { shellQuote } from "../lab/quote";

function table(lab: LabRecord, answering?: Record<string, boolean>): string[] {
	const width = Math.max(...lab.hosts.map((h) => h.name.length));
	return lab.hosts.map((host) => {
		const addresses = host.underlay.join(", ") || "no underlay address";
		const silent = answering && !answering[host.name] ? "  DOES NOT ANSWER" : "";
		return `  ${host.name.padEnd(width)}  127.0.0.1:${lab.ports[host.name]}  ${addresses}${silent}`;
	});
}

function kind(lab: LabRecord): string {
	return `${lab.accelerator === "kvm" ? "KVM" : "software emulation (TCG)"}: ${lab.reason}`;
}

/** What `lab up` ends with. */
export function upText(up: LabUp, seconds: number): string {
	const first = up.hosts[0]?.name ?? "h1";
	return [
		up.already ? "The lab is running already:" : `The lab is up after ${seconds.toFixed(1)} s:`,
		...table(up),
		"",
		`  npx pulumi-ovs lab ssh ${first}             a shell there, or: ssh -F ${shellQuote(up.sshConfig)} ${first}`,
		'  eval "$(npx pulumi-ovs lab env)"      then plain pulumi up, preview, refresh, destroy',
		"  npx pulumi-ovs lab down               the end; the next `up` gives untouched hosts",
		"",
	].join("\n");
}

/** What `lab status` prints. */
export function statusText(status: LabStatus): string {
	if (!status.lab)
		return `${status.cleaned ? "The lab's VM had died; what it left is removed. " : ""}No lab is running. Start one with \`pulumi-ovs lab up\`.\n`;
	const { lab } = status;
	return [
		`The lab has run since ${lab.started} (${lab.restored ? "resumed from a saved VM" : "booted cold"}).`,
		...table(lab, lab.answering),
		"",
		`  VM          process ${lab.pid}, ${lab.residentMB ?? "?"} MB resident, ${kind(lab)}`,
		`  QEMU        ${lab.qemu}, image ${lab.image}`,
		`  SSH config  ${lab.sshConfig}`,
		"",
	].join("\n");
}
