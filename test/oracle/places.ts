import { allFeatures } from "./features";
import { namespaceFeatures, namespaceTrial, whyNoNamespaces } from "./namespaces";
import { type Trial, trial } from "./trial";

/** The host of the lab that takes inputs. */
export const labHost = "h2";

type Wanted = Omit<Trial, "where" | "repeat">;

/** test/soak/oracle.test.ts repeats a batch: `variable` says there how many inputs of this place are tried, `other` those of the other. */
const repeat = ({ batchSize, only }: Wanted, variable: string, other: string): string =>
	`ORACLE_SEED={seed} ORACLE_BATCH=${batchSize} ${variable}=${batchSize} ${other}=0${only ? ` ORACLE_KINDS=${only}` : ""} npm test -- soak --testPathPatterns soak/oracle`;

/**
 * Inputs that the host in namespaces can have. Where there is no such host, the lab's host takes as many of all kinds, which takes longer.
 */
export async function tryInNamespaces(wanted: Wanted): Promise<string[]> {
	const all = { ...wanted, repeat: repeat(wanted, "ORACLE_INPUTS", "ORACLE_LAB_INPUTS") };
	const reason = whyNoNamespaces();
	if (reason === undefined) return namespaceTrial(all);
	process.stderr.write(`No host in namespaces, so that the lab's host takes the ${all.inputs} inputs: ${reason}\n`);
	return trial({ ...all, where: { host: labHost, features: allFeatures } });
}

/** Inputs that only the lab's host can have. */
export async function tryOnLab(all: Wanted): Promise<string[]> {
	if (all.inputs === 0) return [];
	const other = whyNoNamespaces() === undefined ? await namespaceFeatures() : undefined;
	const where = { host: labHost, features: allFeatures, other };
	return trial({ ...all, repeat: repeat(all, "ORACLE_LAB_INPUTS", "ORACLE_INPUTS"), where });
}
