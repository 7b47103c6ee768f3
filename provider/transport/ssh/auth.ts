import { existsSync, readFileSync } from "node:fs";
import {
	type AnyAuthMethod,
	type AuthenticationType,
	type AuthHandlerMiddleware,
	type IdentityCallback,
	OpenSSHAgent,
	type ParsedKey,
	type SignCallback,
	type SigningRequestOptions,
} from "ssh2";
import { HostError } from "../../base/host-error";
import type { SshConnection } from "../../inventory/connection";
import { isWeak, parseKey, WeakSignature, withStrongHash } from "./keys";

interface AuthMethod {
	/** Name of the method in the SSH protocol (RFC 4252). */
	type: AuthenticationType;
	/** Text for messages, such as "the key ~/.ssh/id_rsa". */
	label: string;
	auth: AnyAuthMethod;
}

interface Login {
	handler: AuthHandlerMiddleware;
	/** Text for the error message after all methods have failed: what was tried, and what the server accepts. */
	explain(): string;
}

/** An SSH agent that offers the keys in `wanted` first, and no other keys if `only` is true (IdentitiesOnly of ssh_config). */
class OrderedAgent extends OpenSSHAgent {
	constructor(
		socket: string,
		private readonly wanted: Buffer[],
		private readonly only: boolean,
		private readonly refused: () => void,
	) {
		super(socket);
	}

	override sign(
		key: ParsedKey | Buffer | string,
		data: Buffer,
		options?: SigningRequestOptions | SignCallback,
		callback?: SignCallback,
	): boolean {
		const hash = typeof options === "object" ? options.hash : undefined;
		if (!isWeak(key as ParsedKey, hash)) return super.sign(key, data, options as SigningRequestOptions, callback);
		this.refused();
		callback?.(new WeakSignature());
		return true;
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
 * The authentication methods in the order of their use: the given key, the agent, key files, the password.
 * Throws HostError "config" if a given key can't be read, or if there is no method at all.
 */
export function loginFor(name: string, connection: SshConnection): Login {
	const { methods, notes } = authMethods(name, connection);
	if (methods.length === 0) {
		const files = connection.keyFiles.map((file) => file.path).join(", ");
		const why = notes.length ? notes.join("; ") : `no key file${files && ` (${files})`}, no agent (SSH_AUTH_SOCK), no password`;
		throw new HostError(
			name,
			"config",
			`no way to log in to ${connection.host} as ${connection.user} (${why}): set privateKeyPath or password in the connection, or load a key into your agent (ssh-add). For another user, set user`,
		);
	}
	const tried: string[] = [];
	let accepted: readonly string[] | undefined;
	let next = 0;
	return {
		handler: (methodsLeft, _partial, callback) => {
			if (methodsLeft) accepted = methodsLeft;
			while (next < methods.length) {
				const method = methods[next++] as AuthMethod;
				if (accepted && !accepted.includes(method.type)) continue;
				tried.push(method.label);
				return callback(method.auth);
			}
			callback(false as unknown as AnyAuthMethod);
		},
		explain: () => {
			const what = tried.length ? `tried ${tried.join(", ")}` : `it accepts none of ${methods.map((m) => m.label).join(", ")}`;
			const offer = accepted?.length ? `; the server accepts ${accepted.join(", ")}` : "";
			return [`${what}${offer}`, ...notes].join("; ");
		},
	};
}

function authMethods(name: string, c: SshConnection): { methods: AuthMethod[]; notes: string[] } {
	const username = c.user;
	const notes: string[] = [];
	const keys: AuthMethod[] = [];
	const refused = (): void => {
		const note = "it accepts RSA keys only with SHA-1 signatures: update sshd on the host, or use an Ed25519 key";
		if (!notes.includes(note)) notes.push(note);
	};
	const addKey = (parsed: ParsedKey, label: string): void => {
		const key = withStrongHash(parsed, refused) as unknown as string;
		keys.push({ type: "publickey", label, auth: { type: "publickey", username, key } });
	};
	if (c.privateKey !== undefined) addKey(readKey(name, c.privateKey, c.privateKeyPassword, "privateKey"), "privateKey");

	const wanted: Buffer[] = [];
	for (const file of c.keyFiles) {
		const publicPart = publicKeyBeside(file.path);
		if (publicPart) wanted.push(publicPart);
		if (existsSync(`${file.path}-cert.pub`)) notes.push(`only sshClient "openssh" uses the certificate ${file.path}-cert.pub`);
		if (!existsSync(file.path)) {
			if (file.required) throw new HostError(name, "config", `privateKeyPath: there is no file ${file.path}`);
			continue;
		}
		try {
			const key = readKey(name, readFileSync(file.path, "utf8"), c.privateKeyPassword, file.path);
			if (!key.isPrivateKey()) continue; // IdentityFile may name a public key whose private key is in the agent
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
	const methods: AuthMethod[] = [...keys];
	if (c.agent) {
		const agent = new OrderedAgent(c.agent, wanted, c.identitiesOnly, refused);
		const method: AuthMethod = {
			...{ type: "publickey", label: `the agent at ${c.agent}` },
			auth: { type: "agent", username, agent },
		};
		// OpenSSH also offers given keys before the agent's keys, and default key files after them.
		if (c.privateKey !== undefined || c.keyFiles.some((file) => file.required)) methods.push(method);
		else methods.unshift(method);
	}
	const { password } = c;
	if (password !== undefined) {
		methods.push(
			{ type: "password", label: "the password", auth: { type: "password", username, password } },
			{
				type: "keyboard-interactive",
				label: "the password (keyboard-interactive)",
				auth: {
					type: "keyboard-interactive",
					username,
					prompt: (_name, _text, _language, prompts, finish) => finish(prompts.map(() => password)),
				},
			},
		);
	}
	return { methods, notes };
}

/** Parses a private key. Throws HostError "config", which names the key by `from`. */
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
		if (isOnSecurityKey(text)) {
			throw new HostError(name, "config", `the key ${from} is on a security key, which only sshClient "openssh" can use`);
		}
		throw new HostError(name, "config", `the key ${from} has an unknown format. Use OpenSSH, PEM or PPK.`);
	}
}

/** True for a key file of the types sk-ssh-ed25519@openssh.com and sk-ecdsa-sha2-nistp256@openssh.com. */
const isOnSecurityKey = (text: string): boolean =>
	/sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com/.test(
		Buffer.from(text.replace(/-----[^-]+-----/g, ""), "base64").toString("latin1"),
	);

/** The public key in the file `path`.pub; undefined if there is no readable one. */
function publicKeyBeside(path: string): Buffer | undefined {
	try {
		return parseKey(readFileSync(`${path}.pub`, "utf8")).getPublicSSH();
	} catch {
		return undefined;
	}
}
