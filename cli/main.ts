#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { packageRoot } from "../lab/cache";
import { failed } from "./fail";
import { labCommand } from "./lab";

const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));

const program = new Command("pulumi-ovs")
	.description("Open vSwitch and Linux links as Pulumi resources: the tools beside the provider")
	.version(version)
	.enablePositionalOptions();

for (const command of [labCommand()]) program.addCommand(command);

let done = false;
// Nothing left to wait for, yet not done: must not look like success.
process.on("beforeExit", () => done || failed(new Error("ended before its work was done")));

program
	.parseAsync()
	.then(() => {
		done = true;
	})
	.catch(failed);
