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
import { shellJoin } from "../lab/quote";
import { needHost } from "../lab/running";
import { cleanUpOnSignal } from "./interrupt";
import { shownProgress } from "./progress";
import { statusText, upText } from "./text";

function count(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is a number from 1 to 16.");
	return Number(text);
}

/** Runs ssh against the lab with this terminal; ends with its exit code. */
function ssh(args: readonly string[]): void {
	const child = spawn("ssh", args, { stdio: "inherit" });
	// Ctrl-C is for the program on the host, ssh passes it on.
	process.on("SIGINT", () => {});
	child.on("error", (error) => {
		process.stderr.write(`pulumi-ovs: ssh could not be started (${error.message}); install openssh-client.\n`);
		process.exitCode = 1;
	});
	child.on("exit", (code) => {
		process.exitCode = code ?? 255;
	});
}

/** `pulumi-ovs lab …`: hosts with Open vSwitch in one VM on this machine. */
export function labCommand(): Command {
	const lab = new Command("lab").description("Hosts with Open vSwitch in one VM on this machine").enablePositionalOptions();
	lab
		.command("up")
		.description("start the lab (default: three hosts h1, h2, h3); harmless when it runs")
		.option("--hosts <N>", "number of hosts, 1 to 16", count)
		.option("--topology <FILE>", 'JSON: {"hosts":[{"name":"gw","underlay":["172.168.0.1/24"]}]}')
		.option("--install", "as root: install missing Debian packages")
		.action(async (options: { hosts?: number; topology?: string; install?: boolean }) => {
			cleanUpOnSignal();
			const started = Date.now();
			const up = await labUp({ ...options, progress: shownProgress });
			process.stdout.write(upText(up, (Date.now() - started) / 1000));
		});
	lab
		.command("down")
		.description("end the lab; the next `up` gives untouched hosts")
		.action(async () => {
			const ended = await labDown(shownProgress);
			process.stdout.write(ended ? "The lab is down.\n" : "No lab was running.\n");
		});
	lab
		.command("status")
		.description("tell what runs; exit code 3 when no lab runs")
		.option("--json", "for programs")
		.action(async (options: { json?: boolean }) => {
			const status = await labStatus();
			process.stdout.write(options.json ? `${JSON.stringify(status, null, "\t")}\n` : statusText(status));
			if (!status.running) process.exitCode = 3;
		});
	lab
		.command("ssh")
		.description("a shell on a host")
		.argument("<host>")
		.action(async (host: string) => {
			const { sshConfig } = await needHost(host);
			ssh(["-F", sshConfig, host]);
		});
	lab
		.command("exec")
		.description("run a command on a host; each word comes there as it is, the exit code comes back")
		.argument("<host>")
		.argument("<command...>")
		.passThroughOptions()
		.action(async (host: string, words: string[]) => {
			const { sshConfig } = await needHost(host);
			const command = words[0] === "--" ? words.slice(1) : words;
			ssh(["-F", sshConfig, "-T", host, "--", shellJoin(command)]);
		});
	lab
		.command("restart")
		.description("reboot a host: its disk and Open vSwitch's database survive, addresses and rules do not")
		.argument("<host>")
		.action(async (host: string) => {
			await shownProgress.stage(`Restarting ${host}`, () => labRestart(host));
			closeConnections();
		});
	lab
		.command("env")
		.description('shell exports for plain pulumi commands: eval "$(npx pulumi-ovs lab env)"')
		.action(async () => {
			const status = await labStatus();
			if (!status.running) process.stderr.write("No lab is running; start one with `pulumi-ovs lab up`.\n");
			makeEnvironmentFolders();
			process.stdout.write(environmentScript(status.lab?.sshConfig ?? join(labFolder(), "ssh_config")));
		});
	return lab;
}
