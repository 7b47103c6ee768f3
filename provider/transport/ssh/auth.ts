import { existsSync, readFileSync } from "node:fs";
import {
	type AnyAuthMethod,
	type AuthenticationType,
	type AuthHandlerMiddleware,
	type IdentityCallback,
	OpenSSHAgent,
	type ParsedKey,
} from "ssh2";
import { HostError } from "../../base/host-error";
import type { SshConnection } from "../../inventory/connection";
import { parseKey } from "./keys";

interface Attempt {
	/** What the server calls it. */
	method: AuthenticationType;
	/** For messages: "the key ~/.ssh/id_rsa". */
	label: string;
	auth: AnyAuthMethod;
}

export interface Login {
	handler: AuthHandlerMiddleware;
	/** Why nothing worked, in words, once ssh2 says so. */
	explain(): string;
}

/** The agent's keys; those that key files name come first, with `only` alone. */
class OrderedAgent extends OpenSSHAgent {
	constructor(
		socket: string,
		private readonly wanted: Buffer[],
		private readonly only: boolean,
	) {
		super(socket);
	}

	override getIdentities(callback: IdentityCallback<ParsedKey>): void {
		super.getIdentities((error, keys) => {
			if (error || !keys) return callback(error ?? new Error("the agent has no keys"));
			const isWanted = (key: unknown): boolean => this.wanted.some((blob) => blob.equals((key as ParsedKey).getPublicSSH()));
			const first = keys.filter(isWanted);
			callback(undefined, (this.only ? first : [...first, ...keys.filter((key) => !isWanted(key))]) as ParsedKey[]);
		});
	}
}

/**
 * The ways to log in, in the order they are tried: the named key, the agent, key files, the password.
 * Throws HostError "config" where a named key can't be read, or where there is no way at all.
 */
export function loginFor(name: string, connection: SshConnection): Login {
	const { attempts, notes } = attemptsFor(name, connection);
	if (attempts.length === 0) {
		const files = connection.keyFiles.map((file) => file.path).join(", ");
		const why = notes.length ? notes.join("; ") : `no key file${files && ` (${files})`}, no agent (SSH_AUTH_SOCK), no password`;
		throw new HostError(name, "config", `there is nothing to log in with as ${connection.user}: ${why}`);
	}
	const tried: string[] = [];
	let accepted: readonly string[] | undefined;
	let next = 0;
	return {
		handler: (methodsLeft, _partial, callback) => {
			if (methodsLeft) accepted = methodsLeft;
			while (next < attempts.length) {
				const attempt = attempts[next++] as Attempt;
				if (accepted && !accepted.includes(attempt.method)) continue;
				tried.push(attempt.label);
				return callback(attempt.auth);
			}
			callback(false as unknown as AnyAuthMethod);
		},
		explain: () => {
			const what = tried.length ? `tried ${tried.join(", ")}` : `none of ${attempts.map((a) => a.label).join(", ")} is wanted`;
			const offer = accepted?.length ? `; the server accepts ${accepted.join(", ")}` : "";
			return [`${what}${offer}`, ...notes].join("; ");
		},
	};
}

function attemptsFor(name: string, c: SshConnection): { attempts: Attempt[]; notes: string[] } {
	const username = c.user;
	const notes: string[] = [];
	const keys: Attempt[] = [];
	const addKey = (key: ParsedKey, label: string): void => {
		keys.push({ method: "publickey", label, auth: { type: "publickey", username, key: key as unknown as string } });
	};
	if (c.privateKey !== undefined) addKey(readKey(name, c.privateKey, c.privateKeyPassword, "privateKey"), "privateKey");

	const wanted: Buffer[] = [];
	for (const file of c.keyFiles) {
		const publicPart = publicPartOf(file.path);
		if (publicPart) wanted.push(publicPart);
		if (!existsSync(file.path)) {
			if (file.required) throw new HostError(name, "config", `privateKeyPath: there is no file ${file.path}`);
			continue;
		}
		try {
			const key = readKey(name, readFileSync(file.path, "utf8"), c.privateKeyPassword, file.path);
			if (!key.isPrivateKey()) continue; // IdentityFile may name a .pub whose private half is in the agent
			wanted.push(key.getPublicSSH());
			addKey(key, `the key ${file.path}`);
		} catch (error) {
			if (file.required && !(c.agent && publicPart)) {
				if (error instanceof HostError) throw error;
				throw new HostError(name, "config", `${file.path} can't be read: ${(error as Error).message}`);
			}
			notes.push((error as Error).message.replace(`${name}: `, ""));
		}
	}
	const attempts: Attempt[] = [...keys];
	if (c.agent) {
		const agent: AnyAuthMethod = { type: "agent", username, agent: new OrderedAgent(c.agent, wanted, c.identitiesOnly) };
		const attempt: Attempt = { method: "publickey", label: `the agent at ${c.agent}`, auth: agent };
		// named keys go first, default key files after the agent, as in OpenSSH
		if (c.privateKey !== undefined || c.keyFiles.some((file) => file.required)) attempts.push(attempt);
		else attempts.unshift(attempt);
	}
	const { password } = c;
	if (password !== undefined) {
		attempts.push(
			{ method: "password", label: "the password", auth: { type: "password", username, password } },
			{
				method: "keyboard-interactive",
				label: "the password (keyboard-interactive)",
				auth: {
					type: "keyboard-interactive",
					username,
					prompt: (_name, _text, _language, prompts, finish) => finish(prompts.map(() => password)),
				},
			},
		);
	}
	return { attempts, notes };
}

/** Parses a private key; `from` names it in the HostError "config" that tells an encrypted from a broken one. */
function readKey(name: string, text: string, passphrase: string | undefined, from: string): ParsedKey {
	try {
		return parseKey(text, passphrase);
	} catch (error) {
		const why = (error as Error).message;
		if (/no passphrase given/i.test(why)) {
			throw new HostError(name, "config", `the key ${from} is encrypted: give privateKeyPassword, or load it into an agent`);
		}
		if (passphrase !== undefined && /integrity|decrypt|passphrase/i.test(why)) {
			throw new HostError(name, "config", `privateKeyPassword is not the passphrase of the key ${from}`);
		}
		throw new HostError(name, "config", `the key ${from} is in no format that can be read (OpenSSH, PEM, PPK)`);
	}
}

/** The public half beside a key file, if there is one. */
function publicPartOf(path: string): Buffer | undefined {
	try {
		return parseKey(readFileSync(`${path}.pub`, "utf8")).getPublicSSH();
	} catch {
		return undefined;
	}
}
