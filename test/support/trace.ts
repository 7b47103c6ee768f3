import { appendFileSync } from "node:fs";

// PULUMI_OVS_TEST_TRACE=file: every script that a lab test's provider sends to a host goes there, with all that came back.
const file = process.env.PULUMI_OVS_TEST_TRACE;

if (file) {
	const { ManagedTransport } =
		require("../../provider/transport/managed-transport") as typeof import("../../provider/transport/managed-transport");
	const { script } = ManagedTransport.prototype;
	ManagedTransport.prototype.script = async function (options) {
		const { currentTestName = "" } = expect.getState();
		const write = (text: string) =>
			appendFileSync(file, `### ${currentTestName}\n### ${this.host}\n${options.stdin}\n${text}\n\n`);
		try {
			const result = await script.call(this, options);
			write(`### ended with ${result.code ?? result.signal}\n${result.stdout}\n### standard error\n${result.stderr}`);
			return result;
		} catch (error) {
			write(`### ${(error as Error).message}`);
			throw error;
		}
	};
}
