#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { packageRoot } from "../lab/folders";
import { exitWithError } from "./exit";
import { labCommand } from "./lab";
import { orphansCommand } from "./orphans";
import { planCommand } from "./plan";

const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));

const program = new Command("pulumi-ovs")
	.description("Tools for users of pulumi-ovs, the Pulumi provider for Open vSwitch and Linux networking.")
	.version(version, "-V, --version", "print the version of the package")
	.enablePositionalOptions()
	.addHelpText("after", "\nHelp for a command: npx pulumi-ovs lab up --help");

for (const command of [labCommand(), orphansCommand(), planCommand()]) program.addCommand(command);

// The reader of a pipe, such as `head`, may end before this command. The command still does all of its work.
for (const stream of [process.stdout, process.stderr])
	stream.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
	});

let done = false;
// Node ends with exit code 0 if a promise is never settled and nothing else is pending. Such an end is reported as a failure.
process.on("beforeExit", () => done || exitWithError(new Error("The command ended before its work was done.")));

program
	.parseAsync()
	.then(() => {
		done = true;
	})
	.catch(exitWithError);
