import { createRequire } from "node:module";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";

/** True in the process that Pulumi starts for dynamic providers. */
export const isProviderProcess = (): boolean => /dynamic-provider/.test(process.argv[1] ?? "");

let client: EngineClient | undefined;

/**
 * The engine's log, for messages to the user. Pulumi's log module does not work in a dynamic provider (pulumi/pulumi#6065), but
 * the process gets the engine's address as an argument (@pulumi/pulumi, cmd/dynamic-provider). The modules are required here,
 * because only that process has them loaded already; in other processes they would cost time.
 */
function engine(): EngineClient | undefined {
	const [, , address] = process.argv;
	if (!isProviderProcess() || !address) return undefined;
	if (!client) {
		const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
		// Credentials of another copy of @grpc/grpc-js are refused.
		const { credentials } = createRequire(require.resolve("@pulumi/pulumi/proto/engine_grpc_pb"))("@grpc/grpc-js");
		client = new EngineClient(address, credentials.createInsecure()) as EngineClient;
	}
	return client;
}

/**
 * Sends a message to the engine, which shows it beside the resource of this URN, or else beside the stack. Resolves when it was
 * accepted, with false where there is no engine or it refused.
 */
function log(severity: "INFO" | "WARNING", message: string, ephemeral: boolean, urn = ""): Promise<boolean> {
	return new Promise((resolve) => {
		try {
			const receiver = engine();
			if (!receiver) return resolve(false);
			const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
			const request = new LogRequest();
			request.setSeverity(LogSeverity[severity]);
			request.setMessage(message);
			request.setUrn(urn);
			request.setEphemeral(ephemeral);
			receiver.log(request, (error) => resolve(!error));
		} catch {
			resolve(false);
		}
	});
}

/** Shows a line beside the stack during the run. It replaces the line before. */
export const status = (line: string): Promise<boolean> => log("INFO", line, true);

/** Shows a text beside a resource. Without a URN, it is shown beside the stack. */
export const tell = (urn: string | undefined, text: string): Promise<boolean> => log("INFO", text, false, urn);

/** Shows a warning that stays on the screen after the run. */
export async function warn(message: string): Promise<void> {
	if (!(await log("WARNING", message, false))) process.stderr.write(`warning: ${message}\n`);
}
