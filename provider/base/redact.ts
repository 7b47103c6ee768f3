/** `text` without any of the secrets that may have found their way into it; one that holds another goes first. */
export const redact = (text: string, secrets: readonly (string | undefined)[]): string =>
	[...secrets]
		.sort((a = "", b = "") => b.length - a.length)
		.reduce<string>((out, secret) => (secret ? out.split(secret).join("***") : out), text);
