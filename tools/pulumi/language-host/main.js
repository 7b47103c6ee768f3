"use strict";
// The language host: what the Pulumi engine starts for a program with `runtime: nodejs`, and asks to run it.
// Pulumi's own one comes with Pulumi's CLI only, so an engine that we built ourselves needs this one beside it.
// Not there: policy packs, --attach-debugger, code generation, and the long deprecated synchronous invokes.
const { grpc, LanguageRuntimeService } = require("./sdk.js");
const { interruptAll } = require("./processes.js");
const { service } = require("./service.js");

async function main() {
	// The engine's address comes last, after flags for logging and tracing, which don't concern us.
	const last = process.argv.at(-1);
	const engineAddress = process.argv.length > 2 && !last.startsWith("-") ? last : "";

	const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
	server.addService(LanguageRuntimeService, service({ engineAddress }));
	const port = await new Promise((resolve, reject) => {
		const insecure = grpc.ServerCredentials.createInsecure();
		server.bindAsync("127.0.0.1:0", insecure, (error, bound) => (error ? reject(error) : resolve(bound)));
	});

	const stop = async () => {
		await interruptAll();
		process.exit(0);
	};
	process.on("SIGINT", stop);
	process.on("SIGTERM", stop);
	// Our stdin is a pipe from the engine. It ends with the engine, even when that is killed.
	if (engineAddress) process.stdin.on("end", stop).on("error", stop).resume();

	process.stdout.write(`${port}\n`);
}

main().catch((error) => {
	process.stderr.write(`pulumi-language-nodejs: ${error.message}\n`);
	process.exit(1);
});
