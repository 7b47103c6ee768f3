// `npm run soak`: 20,000 generated inputs of all kinds on one host of a lab. ORACLE_SEED repeats a run, ORACLE_INPUTS sets the number.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";

const env = { ORACLE_SEED: String(randomInt(1, 1_000_000)), ORACLE_INPUTS: "20000", ...process.env };
process.stdout.write(`ORACLE_SEED=${env.ORACLE_SEED} ORACLE_INPUTS=${env.ORACLE_INPUTS}\n`);
const args = ["tools/test.mjs", "lab", "--testPathPatterns", "lab/oracle"];
spawn(process.execPath, args, { env, stdio: "inherit" }).on("close", (code) => process.exit(code ?? 1));
