import { spawn } from "node:child_process";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import {
	closeConnections,
	type DebianRelease,
	debianRelease,
	environmentScript,
	labDown,
	labFolder,
	labRestart,
	labStatus,
	labUp,
	makeEnvironmentFolders,
} from "../lab";
import { requireHost } from "../lab/running-lab";
import { shellJoin } from "../lab/shell-quote";
import { statusText, upText } from "./lab-output";
import { terminalProgress } from "./progress";
import { cleanUpOnSignal } from "./signals";

function hostCount(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError("The number of hosts must be a number from 1 to 16.");
	return Number(text);
}

/** Runs ssh in this terminal. The process then ends with ssh's exit code. */
function ssh(args: readonly string[]): void {
	const child = spawn("ssh", args, { stdio: "inherit" });
	// ssh forwards Ctrl-C to the program on the host, so this process must not end.
	process.on("SIGINT", () => {});
	child.on("error", (error) => {
		process.stderr.write(`pulumi-ovs: ssh could not be started (${error.message}). Install openssh-client.\n`);
		process.exitCode = 1;
	});
	child.on("exit", (code) => {
		process.exitCode = code ?? 255;
	});
}

/** Text below a command's help: lines that can be pasted into a shell, with what they do. */
const examples = (lines: [command: string, effect: string][]): string => {
	const width = Math.max(...lines.map(([command]) => command.length));
	return `\nExamples:\n${lines.map(([command, effect]) => `  ${command.padEnd(width)}  # ${effect}`).join("\n")}`;
};

const topologyHelp = `
A topology file names the hosts and their addresses on the device eth0:
  { "hosts": [{ "name": "gw", "underlay": ["172.168.0.1/24"] }, { "name": "cl", "underlay": ["172.168.0.7/24"] }] }`;

const environmentHelp = `
Environment:
  PULUMI_OVS_LAB        folder of the running lab; another folder is a second lab (default: lab in PULUMI_OVS_CACHE)
  PULUMI_OVS_CACHE      folder of images and saved VMs (default: ~/.cache/pulumi-ovs; in a clone: .cache)
  PULUMI_OVS_LAB_ACCEL  kvm or tcg (software emulation) (default: KVM if a test VM boots with it)

More: docs/lab.md in the package.`;

function addUp(lab: Command): void {
	lab
		.command("up")
		.description("start the lab; if it is running already, show its hosts")
		.option("--hosts <N>", "number of hosts, 1 to 16: h1 to hN (default: 3)", hostCount)
		.option("--topology <FILE>", "JSON file with the names and addresses of the hosts")
		.option("--debian <RELEASE>", "release of Debian on the hosts, 12 or 13 (default: 12)", debianRelease)
		.option("--systemd", "one host that boots under systemd, to try what happens at a boot")
		.option("--install", "install missing Debian packages first (needs root)")
		.addHelpText(
			"after",
			`${topologyHelp}\n${examples([
				["npx pulumi-ovs lab up --hosts 2", "hosts h1 (192.0.2.1) and h2 (192.0.2.2)"],
				["npx pulumi-ovs lab up --topology lab.json", "the hosts of the file"],
				["npx pulumi-ovs lab up --debian 13", "hosts with newer tools: Open vSwitch 3.5"],
				["npx pulumi-ovs lab up --systemd", "one host, h1, that boots as a real one does"],
			])}`,
		)
		.action(
			async (options: { hosts?: number; topology?: string; debian?: DebianRelease; systemd?: boolean; install?: boolean }) => {
				cleanUpOnSignal();
				const started = Date.now();
				const up = await labUp({ ...options, progress: terminalProgress });
				process.stdout.write(upText(up, (Date.now() - started) / 1000));
			},
		);
}

function addDown(lab: Command): void {
	lab
		.command("down")
		.description("end the lab and forget all changes on its hosts; the next `lab up` starts with new hosts")
		.action(async () => {
			const ended = await labDown(terminalProgress);
			process.stdout.write(ended ? "The lab is down.\n" : "No lab was running.\n");
		});
}

function addStatus(lab: Command): void {
	lab
		.command("status")
		.description("show the hosts and the VM; the exit code is 3 if no lab is running")
		.option("--json", "print the status as JSON")
		.action(async (options: { json?: boolean }) => {
			const status = await labStatus();
			process.stdout.write(options.json ? `${JSON.stringify(status, null, "\t")}\n` : statusText(status));
			if (!status.running) process.exitCode = 3;
		});
}

function addSsh(lab: Command): void {
	lab
		.command("ssh")
		.description("open a shell on a host, as root")
		.argument("<host>", "name of a host, such as h1; `lab` is the VM, which has the underlay's bridge")
		.action(async (host: string) => {
			const { sshConfig } = await requireHost(host);
			ssh(["-F", sshConfig, host]);
		});
}

function addExec(lab: Command): void {
	lab
		.command("exec")
		.description("run one command on a host, as root; the exit code is the command's")
		.argument("<host>", "name of a host, such as h1")
		.argument("<command...>", "the command and its arguments, which no shell on the host interprets")
		.passThroughOptions()
		.addHelpText(
			"after",
			examples([
				["npx pulumi-ovs lab exec h1 -- ovs-vsctl show", "one command"],
				["npx pulumi-ovs lab exec h1 -- sh -c 'ip rule | wc -l'", "shell code needs sh -c"],
			]),
		)
		.action(async (host: string, words: string[]) => {
			const { sshConfig } = await requireHost(host);
			const command = words[0] === "--" ? words.slice(1) : words;
			ssh(["-F", sshConfig, "-T", host, "--", shellJoin(command)]);
		});
}

function addRestart(lab: Command): void {
	lab
		.command("restart")
		.description("reboot a host: files and bridges of Open vSwitch stay; links, addresses, routes and rules are gone")
		.argument("<host>", "name of a host, such as h1")
		.action(async (host: string) => {
			await terminalProgress.stage(`Restarting ${host}`, () => labRestart(host));
			closeConnections();
		});
}

function addEnv(lab: Command): void {
	lab
		.command("env")
		.description("print shell code that lets pulumi find the lab's hosts and keep its state in the cache folder")
		.addHelpText("after", examples([['eval "$(npx pulumi-ovs lab env)"', "for this shell"]]))
		.action(async () => {
			const status = await labStatus();
			if (!status.running) process.stderr.write("No lab is running; start one with `npx pulumi-ovs lab up`.\n");
			makeEnvironmentFolders();
			process.stdout.write(environmentScript(status.lab?.sshConfig ?? join(labFolder(), "ssh_config")));
		});
}

/** The command `pulumi-ovs lab` with its subcommands. */
export function labCommand(): Command {
	const lab = new Command("lab")
		.description("Linux hosts with Open vSwitch to learn and test on, in one VM on this machine (Debian, amd64)")
		.enablePositionalOptions()
		.addHelpText(
			"after",
			`${examples([
				["npx pulumi-ovs lab up", "start three hosts: h1, h2, h3"],
				['eval "$(npx pulumi-ovs lab env)"', "pulumi in this shell finds them"],
				["npx pulumi-ovs lab ssh h1", "open a shell on h1"],
				["npx pulumi-ovs lab down", "end the lab"],
			])}\n${environmentHelp}`,
		);
	for (const add of [addUp, addDown, addStatus, addSsh, addExec, addRestart, addEnv]) add(lab);
	return lab;
}
