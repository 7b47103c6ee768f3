import type { Call } from "../tools/call";
import { ovsTimeout } from "../tools/ovs-vsctl";
import type { CallResult } from "../tools/script";
import type { Step } from "../tools/step";

/** The call of a script at which it ended. */
export interface Failure {
	call: Call;
	result: CallResult;
}

export function failureIn(script: Call[], done: CallResult[]): Failure | undefined {
	const at = done.findIndex((result) => result.code !== undefined && result.code !== 0);
	const [call, result] = [script[at], done[at]];
	return call && result && { call, result };
}

/** From version 3.6 on, ovs-vsctl ends with this status where the rows are written and the daemon finds fault with them. */
const faultFound = 65;

/** The rows are written, and nobody acted on them in time. */
export const isSilence = ({ call, result }: Failure): boolean =>
	call.argv[0] === "ovs-vsctl" && (result.code === 142 || result.stderr.includes("Alarm clock"));

/** A tool said no: distinct from a change that was carried out and did not help. */
export const isRefusal = (failure: Failure): boolean =>
	!isSilence(failure) && !(failure.call.argv[0] === "ovs-vsctl" && failure.result.code === faultFound);

/** Why a script ended, in the tool's own words; `end`: what became of the change. */
export function reasonOf(failure: Failure, end?: string): string {
	const { argv, stdin } = failure.call;
	const { code, stderr } = failure.result;
	const more = end === undefined ? "" : `; ${end}`;
	if (isSilence(failure))
		return `ovs-vswitchd did not take the change over within ${ovsTimeout} seconds: is it running, is it stuck? (systemctl status openvswitch-switch; the change may still come about)`;
	// nft's mark under what it does not understand says something only in its own line.
	if (argv.includes("nft") && stderr) return `nft refuses it${end === undefined ? "" : `, and ${end}`}:\n${stderr}`;
	const said = stderr
		.split("\n")
		.filter((line) => line !== "" && !badLine.test(line))
		.join("; ");
	const line = badLine.exec(stderr)?.[1];
	const command = line === undefined ? undefined : stdin?.split("\n")[Number(line) - 1];
	if (command !== undefined) return `ip ${command}: ${said}${more}`;
	return `${said || `${argv.slice(0, 2).join(" ")} … exited with status ${code}`}${more}`;
}

const badLine = /^Command failed -:(\d+)$/m;

/** The steps of a script that were carried out, or may have been. */
export function carriedOut(groups: Step[][], done: CallResult[]): Set<Step> {
	return new Set(groups.flatMap((steps, i) => steps.slice(0, count(steps, done[i]))));
}

function count(steps: Step[], result: CallResult | undefined): number {
	if (result?.code === undefined) return 0;
	if (result.code === 0) return steps.length;
	switch (steps[0]?.tool) {
		case "ip": {
			// It ends at the first bad line; before the first one, where it can't begin; anywhere, by a signal.
			const line = badLine.exec(result.stderr)?.[1];
			return line !== undefined ? Number(line) - 1 : result.code > 128 ? steps.length : 0;
		}
		case "ovs":
			return result.code === faultFound || result.code > 128 ? steps.length : 0;
		case "nft":
			return 0;
		case "ofctl":
			return steps[0].bundle && result.code <= 128 ? 0 : steps.length;
		default:
			return steps.length;
	}
}
