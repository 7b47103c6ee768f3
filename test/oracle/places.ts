import { fullKernel } from "./kernel";
import { namespaceKernel, namespaceTrial, whyNoNamespaces } from "./namespaces";
import { type Trial, trial } from "./trial";

const labHost = "h2";

/** Inputs that the host in namespaces can have. Where there is no such host, the lab's host takes as many of all kinds, which takes longer. */
export async function tryInNamespaces(all: Omit<Trial, "where" | "variable">): Promise<string[]> {
	const variable = "ORACLE_INPUTS";
	const reason = whyNoNamespaces();
	if (reason === undefined) return namespaceTrial({ ...all, variable });
	process.stderr.write(`No host in namespaces, so that the lab's host takes the ${all.inputs} inputs: ${reason}\n`);
	return trial({ ...all, variable, where: { host: labHost, kernel: fullKernel } });
}

/** Inputs that only the lab's host can have. */
export async function tryOnLab(all: Omit<Trial, "where" | "variable">): Promise<string[]> {
	if (all.inputs === 0) return [];
	const other = whyNoNamespaces() === undefined ? await namespaceKernel() : undefined;
	return trial({ ...all, variable: "ORACLE_LAB_INPUTS", where: { host: labHost, kernel: fullKernel, other } });
}
