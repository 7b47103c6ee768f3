/** The text with every secret replaced by `***`. Longer secrets are replaced first, because they may contain shorter ones. */
export const redact = (text: string, secrets: readonly (string | undefined)[]): string =>
	[...secrets]
		.sort((a = "", b = "") => b.length - a.length)
		.reduce<string>((out, secret) => (secret ? out.split(secret).join("***") : out), text);
