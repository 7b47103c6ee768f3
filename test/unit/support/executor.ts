import type { Executor } from "../../../provider/host/executor";

/** The executor of a fake host on this machine, unless the test says otherwise. */
export const fakeExecutor = (fake: Pick<Executor, "run"> & Partial<Executor>): Executor => ({
	isRemote: () => false,
	another: () => {
		throw new Error("this fake host has no second connection");
	},
	ovsCommand: () => undefined,
	close: async () => undefined,
	...fake,
});
