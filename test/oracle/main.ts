// Tries inputs on the host in namespaces on which this process runs (namespace-host.sh). Its argument is a NamespaceTrial as JSON. Prints
// the finds as JSON, and its progress on standard error.
import { namespaceHost } from "../support/hosts";
import { featuresOn, hostFeatures } from "./features";
import type { NamespaceTrial } from "./namespaces";
import { trial } from "./trial";

async function main(): Promise<void> {
	const features = await featuresOn(namespaceHost);
	const all = JSON.parse(process.argv[2] ?? "") as NamespaceTrial;
	const found = await trial({ ...all, where: { host: namespaceHost, features: hostFeatures(features) } });
	process.stdout.write(`${JSON.stringify({ features, found })}\n`);
}

main().then(
	() => process.exit(0),
	(error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exit(1);
	},
);
