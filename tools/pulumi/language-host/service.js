"use strict";
const { execFileSync } = require("node:child_process");
const { Empty, grpc, language, plugin, version } = require("./sdk.js");
const { dependencies, installedVersion, packageManager, requiredPlugins } = require("./packages.js");
const { interrupt, interruptAll, start } = require("./processes.js");
const { optionsOf, runPlugin, runProgram } = require("./program.js");

function toPackage({ name, version, server, parameterization: given }) {
	const result = new plugin.PackageDependency().setKind("resource").setName(name).setVersion(version).setServer(server);
	if (given) {
		const { PackageParameterization } = plugin;
		const parameterization = new PackageParameterization().setName(given.name).setVersion(given.version);
		result.setParameterization(parameterization.setValue(given.value));
	}
	return result;
}

function managerOf(info) {
	return packageManager(info.getProgramDirectory(), optionsOf(info).packagemanager);
}

async function install(request, onCancel, write) {
	const info = request.getInfo();
	const { child, ended } = start(managerOf(info), ["install"], {
		cwd: info.getProgramDirectory(),
		stdio: ["ignore", "pipe", "pipe"],
	});
	onCancel(() => interrupt(child));
	child.stdout.on("data", (data) => write(new language.InstallDependenciesResponse().setStdout(data)));
	child.stderr.on("data", (data) => write(new language.InstallDependenciesResponse().setStderr(data)));
	const end = await ended;
	if (end !== 0) throw new Error(`${managerOf(info)} install ended with ${end}`);
}

/** Version of a package manager. npm and yarn lie in a package of their own; its package.json is read, because starting npm takes 0.2 s. */
function versionOf(manager) {
	try {
		return installedVersion(manager) ?? execFileSync(manager, ["--version"], { encoding: "utf8" }).trim();
	} catch {
		return "";
	}
}

function about(request) {
	const manager = managerOf(request.getInfo());
	const response = new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version);
	response.getMetadataMap().set("packagemanager", manager).set("packagemanagerVersion", versionOf(manager));
	return response;
}

/** The RPCs as functions of the request. A streaming RPC also gets `write`. */
function service(state) {
	const unary = {
		handshake: (request) => {
			state.engineAddress = request.getEngineAddress();
			return new language.LanguageHandshakeResponse();
		},
		getPluginInfo: () => new plugin.PluginInfo().setVersion(version),
		getRequiredPackages: (request) => {
			const found = requiredPlugins(request.getInfo().getProgramDirectory()).map(toPackage);
			return new language.GetRequiredPackagesResponse().setPackagesList(found);
		},
		run: (request, onCancel) => runProgram(request, state.engineAddress, onCancel),
		runtimeOptionsPrompts: () => new language.RuntimeOptionsResponse(),
		template: () => new language.TemplateResponse(),
		about,
		getProgramDependencies: (request) => {
			const found = dependencies(request.getInfo().getProgramDirectory(), request.getTransitivedependencies());
			const infos = found.map((one) => new language.DependencyInfo().setName(one.name).setVersion(one.version));
			return new language.GetProgramDependenciesResponse().setDependenciesList(infos);
		},
		cancel: async () => {
			await interruptAll();
			return new Empty();
		},
	};
	const streaming = { installDependencies: install, runPlugin };
	return { ...mapValues(unary, answerOnce), ...mapValues(streaming, answerStreaming) };
}

function failed(error) {
	return { code: grpc.status.UNKNOWN, details: error.message };
}

function answerOnce(handler) {
	return async (call, callback) => {
		try {
			callback(null, await handler(call.request, (cancel) => call.on("cancelled", cancel)));
		} catch (error) {
			callback(failed(error));
		}
	};
}

function answerStreaming(handler) {
	return async (call) => {
		try {
			await handler(
				call.request,
				(cancel) => call.on("cancelled", cancel),
				(message) => call.write(message),
			);
			call.end();
		} catch (error) {
			call.emit("error", failed(error));
		}
	};
}

function mapValues(object, change) {
	return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

module.exports = { service };
