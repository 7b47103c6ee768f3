/** "ok" or the error of each change. */
export const messages = (results: PromiseSettledResult<unknown>[]): string[] =>
	results.map((result) => (result.status === "fulfilled" ? "ok" : String(result.reason.message)));
