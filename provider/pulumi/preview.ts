import type { PlannedChange } from "../apply/job";
import type { Preview } from "../apply/plan-batch";
import { holdsUnknown } from "../base/unknown";
import { type Difference, describe } from "../model/compare";
import type { Operation } from "../plan/operation";
import { isDeletion, isJournalStep, showCall } from "../tools/call";
import type { Step } from "../tools/list";
import { calls } from "../tools/script";
import { warningsOf } from "../tools/tool";
import { hosts, settings } from "./configuration";
import { tell, warn } from "./engine-log";
import { rethrow } from "./plain-error";
import { commandsHead, notKnown, type ReplacementPart, unknownInput } from "./plan-run";
import { currentRun, type ProgramRun } from "./run";
import { hideSecrets, holdsSecret } from "./secret-values";
import { warnAbout } from "./warning";

const keyOf = ({ want, id }: Operation): string => `${hosts().nameOf(want.host)}/${id}`;

/** Remembers what the program says. Returns false for a resource that this run knows already: the engine checks a replaced one twice. */
export function rememberDeclaration(operation: Operation, declaration: ProgramRun): boolean {
	const key = keyOf(operation);
	const all = currentRun().declarations;
	const isNew = !all.has(key);
	all.set(key, declaration);
	return isNew;
}

/** The declaration of a resource in the program, as far as this run knows it. */
const declarationOf = (operation: Operation): ProgramRun | undefined => currentRun().declarations.get(keyOf(operation));

/** Remembers that the engine asks about a resource. */
export function rememberAsked({ number }: ProgramRun, isUnnamed: boolean): void {
	const run = currentRun();
	run.asked.add(number);
	run.hasUnnamed ||= isUnnamed;
}

/**
 * True where all resources that the program declares before this one are known. The engine asks about one resource at a time, in
 * any order, so a preview can't wait for the others.
 */
function knowsEarlier({ number }: ProgramRun): boolean {
	const { asked, hasUnnamed } = currentRun();
	if (hasUnnamed) return false;
	for (let earlier = 1; earlier < number; earlier++) if (!asked.has(earlier)) return false;
	return true;
}

/** The run of a resource in a preview that may read the hosts (ovs:preview: online). Undefined in other runs. */
export function onlinePreview(operation: Operation): ProgramRun | undefined {
	const declaration = settings().previewsOnline ? declarationOf(operation) : undefined;
	return declaration?.isPreview ? declaration : undefined;
}

/** Plans a change, and shows its commands if the user wants them. Throws where the change would be refused. */
export async function previewChange(operation: Operation, declaration: ProgramRun, part?: ReplacementPart): Promise<void> {
	const { showsCommands } = settings();
	if (holdsUnknown(operation.want)) {
		if (showsCommands) await tell(declaration.urn, notKnown(unknownInput, part));
		return;
	}
	const preview = await hosts().get(operation.want.host).preview(operation).catch(rethrow);
	if (preview.missing !== undefined) await warnOfMissing(operation, preview.missing, declaration);
	await warnOfPreview(operation, preview);
	if (showsCommands) await showPreview(operation, preview, declaration, part);
}

async function warnOfMissing(operation: Operation, missing: string, declaration: ProgramRun): Promise<void> {
	if (knowsEarlier(declaration)) await warnAbout(operation, missing);
	else currentRun().maybeMissing.push({ operation, declaration });
}

/**
 * Warns of what earlier changes lack, as soon as all resources are known that could have declared it. These changes are planned once
 * more, because a resource that was declared meanwhile may also be the reason to refuse one.
 */
export async function warnOfStillMissing(): Promise<void> {
	const run = currentRun();
	const ready = run.maybeMissing.filter(({ declaration }) => knowsEarlier(declaration));
	run.maybeMissing = run.maybeMissing.filter((one) => !ready.includes(one));
	for (const { operation } of ready) {
		try {
			const { missing } = await hosts().get(operation.want.host).preview(operation);
			if (missing !== undefined) await warnAbout(operation, missing);
		} catch (error) {
			// The resource that the engine asks about now is another one.
			await warn(hideSecrets((error as Error).message));
		}
	}
}

/** The messages for the user about a planned change. */
export const warningsIn = ({ steps, warnings = [] }: Preview): string[] => [...warningsOf(steps), ...warnings];

async function warnOfPreview(operation: Operation, preview: Preview): Promise<void> {
	for (const message of warningsIn(preview)) await warnAbout(operation, message);
}

/** The same for a replacement, which begins with the removal of the old object. Only the removal is refused. */
export async function previewReplacement(removal: Operation, creation: Operation, declaration: ProgramRun): Promise<void> {
	await previewChange(removal, declaration, "remove the old object");
	const { showsCommands } = settings();
	const part = "create the new object";
	const isSame = keyOf(removal) === keyOf(creation);
	try {
		if (isSame) throw new Error("they depend on what is on the host after the removal");
		const preview = await hosts().get(creation.want.host).preview(creation);
		await warnOfPreview(creation, preview);
		if (showsCommands) await showPreview(creation, preview, declaration, part);
	} catch (error) {
		if (!showsCommands) return;
		// The old object may be the reason of a refusal, such as a device that it holds.
		await tell(declaration.urn, hideSecrets(notKnown((error as Error).message, part)));
	}
}

async function showPreview(operation: Operation, preview: Preview, declaration: ProgramRun, part?: ReplacementPart) {
	const { steps, missing } = preview;
	if (steps.length === 0 && missing !== undefined) await tell(declaration.urn, hideSecrets(notKnown(missing, part)));
	else await showCommands(operation, preview, declaration, part);
}

/** Says, once per run, why an offline preview shows no commands of this change. */
export async function tellOffline(operation: Operation): Promise<void> {
	const run = currentRun();
	const { showsCommands, previewsOnline } = settings();
	if (!showsCommands || previewsOnline || run.isToldOffline || !declarationOf(operation)?.isPreview) return;
	run.isToldOffline = true;
	await tell(undefined, "this preview is offline and shows no commands: to see them, run `pulumi config set ovs:preview online`");
}

/** The lines of the commands that carry steps out, without those that may hold secrets. */
export function shownCommands(operation: Operation, steps: Step[]): string[] {
	const shown = steps.filter((step) => !isJournalStep(step) && step.tool !== "boot-file" && !mayHoldSecrets(operation, step));
	return calls(shown).flatMap((call) => showCall(call).split("\n"));
}

/** The greatest number of differences that are shown, and the length of a line that shows one. */
const [mostDifferences, longestDifference] = [10, 200];

/** The differences as comments. The value of a secret input is not shown, nor one that the program has dropped: it may have been secret. */
function differenceLines(differences: Difference[]): string[] {
	const lines = differences.map((one) => {
		const hidden = describe({ ...one, isSecret: true });
		if (one.want === undefined ? !["number", "boolean"].includes(typeof one.have) : holdsSecret(one.want)) return hidden;
		const line = describe(one);
		return line.length > longestDifference ? hidden : line;
	});
	const more = lines.length - mostDifferences;
	return [...lines.slice(0, mostDifferences), ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `# ${line}`);
}

/** Shows what is different on the host, and the commands of a change, beside its resource. */
export async function showCommands(
	operation: Operation,
	{ steps, differences = [] }: PlannedChange,
	declaration = declarationOf(operation),
	part?: ReplacementPart,
): Promise<void> {
	const commands = shownCommands(operation, steps);
	if (commands.length === 0) return;
	const lines = [...differenceLines(differences), ...commands];
	const about = declaration ? "" : `${operation.resource ?? operation.id}: `;
	const head = `${about}${commandsHead(hosts().nameOf(operation.want.host), declaration?.isPreview === true, part)}`;
	await tell(declaration?.urn, hideSecrets([head, ...lines.map((line) => `    ${line}`)].join("\n")));
}

/**
 * True for values that destroy restores. Nothing tells which of them were secret inputs, because the program does not run. The
 * steps that delete objects have only names.
 */
const mayHoldSecrets = ({ mode }: Operation, step: Step): boolean => mode === "delete" && !isDeletion(step);
