import { spawn } from "node:child_process";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import {
	closeConnections,
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

/** The command `pulumi-ovs lab` with its subcommands. */
export function labCommand(): Command {
	const lab = new Command("lab").description("Hosts with Open vSwitch in one VM on this machine").enablePositionalOptions();
	lab
		.command("up")
		.description("start the lab (default: three hosts h1, h2, h3); no effect if it is already running")
		.option("--hosts <N>", "number of hosts, 1 to 16", hostCount)
		.option("--topology <FILE>", 'JSON file: {"hosts":[{"name":"gw","underlay":["172.168.0.1/24"]}]}')
		.option("--install", "install missing Debian packages (needs root)")
		.action(async (options: { hosts?: number; topology?: string; install?: boolean }) => {
			cleanUpOnSignal();
			const started = Date.now();
			const up = await labUp({ ...options, progress: terminalProgress });
			process.stdout.write(upText(up, (Date.now() - started) / 1000));
		});
	lab
		.command("down")
		.description("end the lab; the next `up` starts with clean hosts")
		.action(async () => {
			const ended = await labDown(terminalProgress);
			process.stdout.write(ended ? "The lab is down.\n" : "No lab was running.\n");
		});
	lab
		.command("status")
		.description("show the lab and its hosts; exit code 3 if no lab is running")
		.option("--json", "print JSON")
		.action(async (options: { json?: boolean }) => {
			const status = await labStatus();
			process.stdout.write(options.json ? `${JSON.stringify(status, null, "\t")}\n` : statusText(status));
			if (!status.running) process.exitCode = 3;
		});
	lab
		.command("ssh")
		.description("open a shell on a host")
		.argument("<host>")
		.action(async (host: string) => {
			const { sshConfig } = await requireHost(host);
			ssh(["-F", sshConfig, host]);
		});
	lab
		.command("exec")
		.description("run a command on a host; arguments are passed unchanged, and the exit code is the command's")
		.argument("<host>")
		.argument("<command...>")
		.passThroughOptions()
		.action(async (host: string, words: string[]) => {
			const { sshConfig } = await requireHost(host);
			const command = words[0] === "--" ? words.slice(1) : words;
			ssh(["-F", sshConfig, "-T", host, "--", shellJoin(command)]);
		});
	lab
		.command("restart")
		.description("reboot a host: its disk and Open vSwitch's database survive; addresses, links, routes and rules do not")
		.argument("<host>")
		.action(async (host: string) => {
			await terminalProgress.stage(`Restarting ${host}`, () => labRestart(host));
			closeConnections();
		});
	lab
		.command("env")
		.description('print environment variables for pulumi commands: eval "$(npx pulumi-ovs lab env)"')
		.action(async () => {
			const status = await labStatus();
			if (!status.running) process.stderr.write("No lab is running; start one with `pulumi-ovs lab up`.\n");
			makeEnvironmentFolders();
			process.stdout.write(environmentScript(status.lab?.sshConfig ?? join(labFolder(), "ssh_config")));
		});
	return lab;
}
