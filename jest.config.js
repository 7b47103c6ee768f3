/** @type {import("jest").Config} */
const ring = (name, timeout) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
	modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.cache/"],
	// Jest ignores testTimeout in the settings of a project: test/support/timeout.ts sets it.
	globals: { ringTimeout: timeout },
	globalSetup: "<rootDir>/test/support/run-start.ts",
	globalTeardown: "<rootDir>/test/support/run-end.ts",
	setupFiles: ["<rootDir>/test/support/seed.ts", "<rootDir>/test/support/lab.ts"],
	setupFilesAfterEnv: ["<rootDir>/test/support/timeout.ts", "<rootDir>/test/support/trace.ts"],
});

module.exports = {
	testSequencer: "<rootDir>/test/support/longest-first.js",
	// Rings from fast to slow: pure code, kinds on the lab's hosts, the Pulumi engine on the examples. `npm run soak` runs the last.
	projects: [
		ring("unit", 60_000),
		ring("lab-product", 180_000),
		ring("lab", 120_000),
		ring("e2e", 300_000),
		ring("soak", 120_000),
	],
};
