import { createRequire } from "node:module";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";

let client: EngineClient | undefined;

/**
 * The engine, for what a provider says to the person at the screen. Pulumi's log module is deaf in a dynamic provider
 * (pulumi/pulumi#6065), but its process is given the engine's address: @pulumi/pulumi, cmd/dynamic-provider. There the modules
 * are loaded already; nobody else pays for them.
 */
function engine(): EngineClient | undefined {
	const [, program = "", address] = process.argv;
	if (!/dynamic-provider/.test(program) || !address) return undefined;
	if (!client) {
		const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
		// Its own copy: credentials of another one are refused.
		const { credentials } = createRequire(require.resolve("@pulumi/pulumi/proto/engine_grpc_pb"))("@grpc/grpc-js");
		client = new EngineClient(address, credentials.createInsecure()) as EngineClient;
	}
	return client;
}

/** Ends when it was said; false where nobody hears it. */
function say(severity: "INFO" | "WARNING", message: string, ephemeral: boolean): Promise<boolean> {
	return new Promise((resolve) => {
		try {
			const to = engine();
			if (!to) return resolve(false);
			const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
			const request = new LogRequest();
			request.setSeverity(LogSeverity[severity]);
			request.setMessage(message);
			request.setEphemeral(ephemeral);
			to.log(request, (error) => resolve(!error));
		} catch {
			resolve(false);
		}
	});
}

/** A line beside the stack, in place of the one before, while the run goes on. */
export const status = (line: string): Promise<boolean> => say("INFO", line, true);

/** A warning that stays after the run. */
export async function warn(message: string): Promise<void> {
	if (!(await say("WARNING", message, false))) process.stderr.write(`warning: ${message}\n`);
}
