import type { OtherScript } from "../tools/host-lock";

/** Another script changes the host at the moment. The change was not made. */
export class HostBusy extends Error {
	constructor(readonly other: OtherScript) {
		super(`${other.holder} changes the host`);
		this.name = "HostBusy";
	}
}

/**
 * Another run has changed the host since the facts were read. The change was not made, and all known facts were read again: it can be
 * planned again. `isCutOff`: that run has ended in the middle of its change.
 */
export class PlanOutdated extends Error {
	constructor(
		readonly by: string,
		readonly isCutOff: boolean,
	) {
		super(`${by} has changed the host meanwhile`);
		this.name = "PlanOutdated";
	}
}

/** The result of work, or the error that says that its plan has to be made again. */
export const unlessOutdated = <T>(work: Promise<T>): Promise<T | PlanOutdated> =>
	work.catch((error) => {
		if (error instanceof PlanOutdated) return error;
		throw error;
	});

/** Repeats work that needs no new plan while other runs change the host. The session ends the repetition with another error. */
export async function untilCurrent<T>(work: () => Promise<T>): Promise<T> {
	const result = await unlessOutdated(work());
	return result instanceof PlanOutdated ? untilCurrent(work) : result;
}
