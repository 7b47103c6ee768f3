// NODE_OPTIONS=--require=…/preload.cjs - simulated hosts for a run of Pulumi. Of its processes, only the provider's has hosts.
if (process.argv[1]?.includes("dynamic-provider")) require("./simulate.cjs");
