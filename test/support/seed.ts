import fc from "fast-check";

// Each run uses the same random inputs, so that a new failure is caused by a change of the code. FC_SEED sets another seed.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
