"use strict";
const path = require("node:path");
const { resolveFrom } = require("./resolve.js");
const { language } = require("./sdk.js");
const { interrupt, start } = require("./processes.js");

// Exit code of @pulumi/pulumi/cmd/run after it has printed the error.
const alreadyShown = 32;

/** The options under `runtime:` in Pulumi.yaml. */
function optionsOf(info) {
	return info.getOptions()?.toJavaScript() ?? {};
}

function splitWords(text) {
	const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
	return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** Arguments of `node` for a script of the program's own @pulumi/pulumi. */
function nodeCommand(info, script) {
	const folder = info.getProgramDirectory();
	const options = optionsOf(info);
	const found = resolveFrom(folder, `@pulumi/pulumi/cmd/${script}`);
	if (!found) throw new Error(`@pulumi/pulumi is not installed in ${folder}. Have you run \`pulumi install\`?`);
	const env = {};
	if (options.typescript !== false) env.PULUMI_NODEJS_TYPESCRIPT = "true";
	if (options.tsconfig) env.PULUMI_NODEJS_TSCONFIG_PATH = options.tsconfig;
	// The option has "=", because Pulumi does not install its module loader if there is an argument "--require".
	const preloads = ["plain-errors.js", "late-modules.js"].map((file) => `--require=${path.join(__dirname, file)}`);
	return { args: [...splitWords(options.nodeargs ?? ""), ...preloads, found], env };
}

function programArguments(request, engineAddress) {
	const info = request.getInfo();
	const flags = {
		monitor: request.getMonitorAddress(),
		engine: engineAddress,
		organization: request.getOrganization(),
		project: request.getProject(),
		"root-directory": info.getRootDirectory(),
		stack: request.getStack(),
		pwd: info.getProgramDirectory(),
		parallel: String(request.getParallel()),
	};
	return [
		...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
		...(request.getDryrun() ? ["--dry-run"] : []),
		info.getEntryPoint(),
		...request.getArgsList(),
	];
}

function configEnvironment(request) {
	return {
		PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
		PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
	};
}

/** Runs the user's program once, for a preview or an update. Its output goes to the engine through stdout and stderr. */
async function runProgram(request, engineAddress, onCancel) {
	const response = new language.RunResponse();
	try {
		if (request.getAttachDebugger()) {
			throw new Error("This language host can't attach debuggers; set `nodeargs: --inspect-brk` in Pulumi.yaml");
		}
		const { args, env } = nodeCommand(request.getInfo(), "run");
		const { child, ended } = start(process.execPath, [...args, ...programArguments(request, engineAddress)], {
			env: { ...process.env, ...env, ...configEnvironment(request) },
			stdio: ["ignore", "inherit", "inherit"],
		});
		onCancel(() => interrupt(child));
		const end = await ended;
		if (end === alreadyShown) response.setBail(true);
		else if (typeof end === "string") response.setError(`Program was ended by ${end}`);
		else if (end !== 0) response.setError(`Program exited with non-zero exit code: ${end}`);
	} catch (error) {
		response.setError(error.message);
	}
	return response;
}

/** Runs a plugin in TypeScript or JavaScript, which is a folder with PulumiPlugin.yaml. */
async function runPlugin(request, onCancel, write) {
	if (request.getKind() === "analyzer") throw new Error("This language host can't run policy packs");
	const { args, env } = nodeCommand(request.getInfo(), "run-plugin");
	const given = request.getEnvList().map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
	const { child, ended } = start(process.execPath, [...args, request.getInfo().getProgramDirectory(), ...request.getArgsList()], {
		cwd: request.getPwd(),
		env: { ...Object.fromEntries(given), ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	onCancel(() => interrupt(child));
	child.stdout.on("data", (data) => write(new language.RunPluginResponse().setStdout(data)));
	child.stderr.on("data", (data) => write(new language.RunPluginResponse().setStderr(data)));
	const end = await ended;
	write(new language.RunPluginResponse().setExitcode(typeof end === "number" ? end : 1));
}

module.exports = { optionsOf, runPlugin, runProgram };
