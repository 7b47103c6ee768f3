import fc from "fast-check";

// The same random inputs in each run, so that a failing run says something of the change; FC_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
