/** The texts in the parentheses of all actions `learn`. */
export const learnTexts = (actions: string): string[] =>
	[...actions.matchAll(/\blearn\(((?:[^()]|\([^()]*\))*)\)/g)].map(([, text = ""]) => text);

/** The cookie of the flows that a `learn` adds, in the form of ovs-ofctl. */
export const cookieLearned = (text: string): string =>
	`0x${BigInt(/(?:^|,)\s*cookie=(0x[\da-f]+|\d+)/i.exec(text)?.[1] ?? 0).toString(16)}`;

/**
 * The error of a `learn` that would delete what others have put there: with `delete_learned`, the flows of its table and cookie go
 * together with the flow (ovs-actions(7)). Flows that are added without a cookie have the cookie 0.
 */
export function learnProblem(actions: string): string | undefined {
	const text = learnTexts(actions).find((one) => /(?:^|,)\s*delete_learned\b/.test(one) && cookieLearned(one) === "0x0");
	if (text === undefined) return undefined;
	const table = /(?:^|,)\s*table=(\w+)/.exec(text)?.[1] ?? "1";
	return `has learn with delete_learned and the cookie 0: together with this flow, Open vSwitch would delete all flows with the cookie 0 in table ${table}, those of others too. Give learn a cookie of its own, such as cookie=0x5`;
}
