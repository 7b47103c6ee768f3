"use strict";
// This module is loaded before Pulumi's own modules. Pulumi loads a compiler, a package manager, tracing and what turns functions
// into text at its start, which take two thirds of the start's time and which these programs do not use. Here they are loaded when
// one of their members is used.
const Module = require("node:module");

const late = /^(typescript|@npmcli\/arborist|normalize-package-data|picomatch|\.\/automation|@opentelemetry\/(?!api$).*)$/;
/** Modules whose members are functions, which Pulumi copies at its start. */
const lateFunctions = /^\.\/closure\/(codePaths|serializeClosure)$/;
const v8Hooks = /[\\/]v8Hooks$/;
const ofPulumi = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const { _load: load } = Module;

/** A module that is loaded when `memberOf` asks for it. */
function loadedLate(now, memberOf) {
	let loaded;
	const real = () => {
		loaded ??= now();
		return loaded;
	};
	// Compiled imports ask a module for __esModule before its first use, and take the module as it is if the answer is true.
	return new Proxy(() => {}, { get: (_, key) => key === "__esModule" || memberOf(real, key) });
}

const member = (real, key) => (key === "default" ? (real().default ?? real()) : real()[key]);
const calledMember =
	(real, key) =>
	(...args) =>
		real()[key](...args);

/**
 * v8Hooks connects to the inspector, which tells it the file of each script that is loaded from then on. Connected late, it has to be
 * told of the scripts before that: the inspector lists all of them whenever the debugger is enabled.
 */
function tellAllScripts(hooks) {
	const toldSession = async () => {
		const session = await hooks.getSessionAsync();
		const post = (method) =>
			new Promise((resolve, reject) => session.post(method, (error) => (error ? reject(error) : resolve())));
		await post("Debugger.disable");
		await post("Debugger.enable");
		return session;
	};
	let told;
	return {
		...hooks,
		getSessionAsync() {
			told ??= toldSession();
			return told;
		},
	};
}

/** A resource finds its line in the program by a stack, for which the source maps of Pulumi's own files would be read. */
function leaveOutMapsOfPulumi(sourceMapSupport) {
	const map = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
	sourceMapSupport.install({ retrieveSourceMap: (file) => (ofPulumi.test(file) ? { url: file, map } : null) });
}

Module._load = function loadLate(request, parent, isMain) {
	const now = () => load.call(this, request, parent, isMain);
	const importer = parent?.filename ?? "";
	if (!ofPulumi.test(importer)) return now();
	if (late.test(request)) return loadedLate(now, member);
	if (lateFunctions.test(request)) return loadedLate(now, calledMember);
	if (request === "source-map-support/register") leaveOutMapsOfPulumi(load.call(this, "source-map-support", parent, false));
	if (!v8Hooks.test(request)) return now();
	// At its start, a program waits for the connection to the inspector.
	return /[\\/]closure[\\/]/.test(importer) ? tellAllScripts(now()) : { isInitializedAsync: async () => {} };
};
