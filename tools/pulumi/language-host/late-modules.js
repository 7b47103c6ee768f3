"use strict";
// This module is loaded before Pulumi's own modules. Pulumi loads a compiler, a package manager and tracing at its start, which
// take two thirds of the start's time and which these programs do not use. Here they are loaded when one of their members is used.
const Module = require("node:module");

const late = /^(typescript|@npmcli\/arborist|normalize-package-data|picomatch|\.\/automation|@opentelemetry\/(?!api$).*)$/;
const ofPulumi = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const { _load: load } = Module;

Module._load = function loadLate(request, parent, isMain) {
	const now = () => load.call(this, request, parent, isMain);
	if (!late.test(request) || !ofPulumi.test(parent?.filename ?? "")) return now();
	let loaded;
	const real = () => {
		loaded ??= now();
		return loaded;
	};
	// Compiled imports ask a module for __esModule before its first use, and take the module as it is if the answer is true.
	return new Proxy(() => {}, {
		get(_, key) {
			if (key === "__esModule") return true;
			return key === "default" ? (real().default ?? real()) : real()[key];
		},
	});
};
