"use strict";
// The language host, which the Pulumi engine starts to run programs with `runtime: nodejs`. Pulumi's own language host is part of
// the released CLI, but not of the Go module, so an engine built from the module needs this one.
// Policy packs, --attach-debugger, code generation and the deprecated synchronous invokes are not supported.
const { grpc, LanguageRuntimeService } = require("./sdk.js");
const { interruptAll } = require("./processes.js");
const { service } = require("./service.js");

async function main() {
	// The last argument is the engine's address. The flags before it, for logging and tracing, are ignored.
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
	// stdin is a pipe from the engine, which closes when the engine ends, even if it is killed.
	if (engineAddress) process.stdin.on("end", stop).on("error", stop).resume();

	process.stdout.write(`${port}\n`);
}

main().catch((error) => {
	process.stderr.write(`pulumi-language-nodejs: ${error.message}\n`);
	process.exit(1);
});
