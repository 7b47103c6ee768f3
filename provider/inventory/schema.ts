import { z } from "zod";
import { nearest } from "../base/nearest";
import { isUnknown } from "../base/unknown";
import type { Problem } from "../base/values";

const field = {
	host: z.string().min(1).describe("Address or DNS name to connect to."),
	port: z.number().int().min(1).max(65535).describe("TCP port of sshd (default 22)."),
	user: z.string().min(1).describe("User to log in as (default root)."),
	password: z.string().describe("Password of the user, for password and keyboard-interactive logins. Secret."),
	privateKey: z.string().describe("The private key itself, in OpenSSH or PEM format. Secret."),
	privateKeyPassword: z.string().describe("Passphrase of privateKey or of the file privateKeyPath. Secret."),
	agentSocketPath: z.string().describe("Socket of an SSH agent (default: the environment's SSH_AUTH_SOCK)."),
	hostKey: z
		.string()
		.min(1)
		.describe(
			'The host\'s only accepted public key: "ssh-ed25519 AAAA…", or its fingerprint "SHA256:…". Without it known_hosts decides.',
		),
	dialErrorLimit: z
		.number()
		.int()
		.min(-1)
		.describe("Tries to connect (default 1). More tries help if the host may still be booting; -1 = no limit."),
	perDialTimeout: z
		.number()
		.min(0)
		.describe("Seconds per try to connect; 0 = no limit. Default: 10 until the server answers, 15 until the login is done."),
	privateKeyPath: z.string().min(1).describe("File of the private key; ~ is the home directory."),
	knownHostsFile: z
		.string()
		.min(1)
		.describe("File of known host keys (default ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts)."),
	hostKeyChecking: z
		.enum(["yes", "accept-new", "no"])
		.describe(
			'"yes" (default): the host\'s key must be known. "accept-new": an unknown host\'s key is added to knownHostsFile, a changed one refused. "no": any key is accepted.',
		),
	name: z
		.string()
		.regex(/^[^\s/]+$/, "a host's name has no spaces and no slash")
		.describe("The host's identity in ids and state (default host:port)."),
	become: z
		.union([z.boolean(), z.string().min(1)], 'must be true, false, or a command such as "doas"')
		.describe('Run as root although the user isn\'t: true = sudo, or the command to use, such as "doas".'),
	becomePassword: z.string().describe("The password sudo asks for. Secret."),
};

const { become, becomePassword, ...login } = field;
const { host, ...rest } = login;
type Optional<T extends Record<string, z.ZodType>> = { [K in keyof T]: z.ZodOptional<T[K]> };
const optional = <T extends Record<string, z.ZodType>>(shape: T) =>
	Object.fromEntries(
		Object.entries(shape).map(([key, schema]) => [key, schema.optional().describe(schema.description ?? key)]),
	) as Optional<T>;

const proxySchema = z
	.strictObject({ host, ...optional(rest) })
	.describe("A host to connect through (a jump host); the same fields.");
const shared = { ...optional(rest), ...optional({ proxy: proxySchema }), ...optional({ become, becomePassword }) };

/** A connection object: the fields of @pulumi/command's remote ConnectionArgs, and this provider's own. */
export const connectionSchema = z.strictObject({ host, ...shared });

const { name: _, ...unnamed } = shared;

/** An entry of ovs:hosts. Its key is the host's name, and `host` is optional. */
export const entrySchema = z.strictObject({
	host: host.optional(),
	...unnamed,
	formerly: z.array(z.string()).optional().describe("Names this host had before; state that has them follows the rename."),
});

export type ConnectionObject = z.output<typeof connectionSchema>;
export type InventoryEntry = z.output<typeof entrySchema>;

const fieldsOf = (path: PropertyKey[], schema: z.ZodObject): string[] =>
	Object.keys(path.includes("proxy") ? proxySchema.shape : schema.shape);

/** The errors of `value` by `schema`. Values that are not known yet are no errors. */
export function problemsOf(schema: z.ZodObject, value: unknown, at: string): Problem[] {
	const parsed = schema.safeParse(value);
	if (parsed.success) return [];
	return parsed.error.issues.flatMap((issue) => {
		const there = issue.path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key], value);
		if (isUnknown(there)) return [];
		const path = [at, ...issue.path.map(String)].join(".");
		if (issue.code === "unrecognized_keys") {
			return issue.keys.map((key) => {
				const near = nearest(key, fieldsOf(issue.path, schema));
				return { path: `${path}.${key}`, message: `unknown field "${key}"${near ? ` (did you mean "${near}"?)` : ""}` };
			});
		}
		const message = there === undefined ? "is missing" : issue.message;
		return [{ path, message }];
	});
}
