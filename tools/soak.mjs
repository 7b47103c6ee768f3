// `npm run soak`: all hand-overs between kinds, runs that are disturbed at random points, boots of a host under systemd, and 20,000
// generated inputs of all kinds. A host in namespaces of this machine takes nine of ten inputs, hosts of labs take the rest.
// ORACLE_SEED repeats a run of inputs, ORACLE_INPUTS and ORACLE_LAB_INPUTS set the numbers.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";

const env = { ORACLE_SEED: String(randomInt(1, 1_000_000)), ORACLE_INPUTS: "18000", ORACLE_LAB_INPUTS: "2000", ...process.env };
process.stdout.write(
	`ORACLE_SEED=${env.ORACLE_SEED} ORACLE_INPUTS=${env.ORACLE_INPUTS} ORACLE_LAB_INPUTS=${env.ORACLE_LAB_INPUTS}\n`,
);
const args = ["tools/test.mjs", "soak", ...process.argv.slice(2)];
spawn(process.execPath, args, { env, stdio: "inherit" }).on("close", (code) => process.exit(code ?? 1));
