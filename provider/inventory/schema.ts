import { z } from "zod";
import { allowed } from "../base/issue-text";
import { nearest } from "../base/nearest";
import { isUnknown } from "../base/unknown";
import type { Problem } from "../base/values";

const field = {
	host: z.string().min(1).describe("Address or DNS name to connect to."),
	port: z.number().int().min(1).max(65535).describe("TCP port of the SSH server. Default: 22."),
	user: z.string().min(1).describe("User to log in as. Default: root."),
	password: z.string().describe("Password of the user, for the login methods password and keyboard-interactive. Secret."),
	privateKey: z.string().describe("Private key (the text, not a file) in OpenSSH, PEM or PPK format. Secret."),
	privateKeyPassword: z.string().describe("Passphrase of `privateKey` or of the file `privateKeyPath`. Secret."),
	agentSocketPath: z.string().describe("Socket of an SSH agent. Default: the environment variable SSH_AUTH_SOCK."),
	hostKey: z
		.string()
		.min(1)
		.describe(
			"Public key of the host, such as `ssh-ed25519 AAAA…`, or its fingerprint, such as `SHA256:…`. Several keys may stand on lines of their own. No other key is accepted. Default: the keys in `knownHostsFile`.",
		),
	dialErrorLimit: z
		.number()
		.int()
		.min(-1)
		.describe("Number of tries to connect. More tries help if the host may still be booting. -1 means no limit. Default: 1."),
	perDialTimeout: z
		.number()
		.min(0)
		.describe(
			"Time limit of one try to connect, in seconds. 0 means no limit. Default: 10 until the server answers, 15 until the login is done.",
		),
	privateKeyPath: z.string().min(1).describe("File with the private key. `~` stands for the home directory."),
	knownHostsFile: z
		.string()
		.min(1)
		.describe("File with the known host keys. Default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts."),
	hostKeyChecking: z
		.enum(["yes", "accept-new", "no"])
		.describe(
			"Check of the host's key. `yes`: the key must be known. `accept-new`: the key of an unknown host is added to `knownHostsFile`, a changed key is refused. `no`: any key is accepted. Default: `yes`.",
		),
	name: z
		.string()
		.regex(/^[^\s/]+$/, "a host's name has no spaces and no slash")
		.describe("Name of the host in ids and in the state. Default: `host:port`."),
	become: z
		.union(
			[z.boolean(), z.string().regex(/^(?!(?:true|false)$)./, { abort: true })],
			'must be true or false without quotes, or a command such as "doas"',
		)
		.describe(
			"How to become root if the user is not root: `true` uses sudo, a text is the command to use, such as `doas`. Default: commands run as the user.",
		),
	becomePassword: z.string().describe("Password that sudo asks for. Secret."),
	sshClient: z
		.enum(["builtin", "openssh"])
		.describe(
			"Program that makes the connection. `builtin`: this provider itself. `openssh`: the `ssh` of the machine that runs Pulumi, with all that its configuration says, such as `ProxyCommand` and certificates. Default: `ovs:sshClient`, or else `builtin`.",
		),
	ovsCommand: z
		.array(z.string().regex(/^[A-Za-z0-9_./:=,@%+{}-]+$/, "must be a word of letters, digits and _ . / : = , @ % + -"))
		.refine(
			(words) => words.join(" ").split("{tool}").length === 2 && !/[{}]/.test(words.join(" ").replace("{tool}", "")),
			'must contain {tool} once, such as ["docker", "exec", "-i", "openvswitch_vswitchd", "{tool}"] or ["microovn.{tool}"]',
		)
		.describe(
			"Command that runs a tool of Open vSwitch, if Open vSwitch is in a container or a snap: a list of words, in which `{tool}` stands for `ovs-vsctl` or `ovs-ofctl`. Default: the tools are on the PATH.",
		),
};

const { become, becomePassword, sshClient, ovsCommand, ...login } = field;
const { host, ...rest } = login;
type Optional<T extends Record<string, z.ZodType>> = { [K in keyof T]: z.ZodOptional<T[K]> };
const optional = <T extends Record<string, z.ZodType>>(shape: T) =>
	Object.fromEntries(
		Object.entries(shape).map(([key, schema]) => [key, schema.optional().describe(schema.description ?? key)]),
	) as Optional<T>;

const proxySchema = z
	.strictObject({ host, ...optional(rest) })
	.describe(
		"Host to connect through (jump host): the same fields without `proxy`, `become`, `becomePassword`, `ovsCommand` and `sshClient`.",
	);
const shared = {
	...optional(rest),
	...optional({ proxy: proxySchema }),
	...optional({ become, becomePassword, sshClient, ovsCommand }),
};

/** A connection object: the fields of @pulumi/command's remote ConnectionArgs, and this provider's own. */
export const connectionSchema = z.strictObject({ host, ...shared });

const { name: _, ...unnamed } = shared;

/** An entry of ovs:hosts. Its key is the host's name, and `host` is optional. */
export const entrySchema = z.strictObject({
	host: host.optional(),
	...unnamed,
	formerly: z
		.array(z.string())
		.optional()
		.describe("Former names of this host. Resources in the state that have a former name follow the new name."),
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
				return { path: `${path}.${key}`, message: `is not a known field${near ? `: did you mean "${near}"?` : ""}` };
			});
		}
		if (there === undefined) return [{ path, message: "is missing" }];
		const isNumberAsText = issue.code === "invalid_type" && issue.expected === "number" && /^\d+$/.test(String(there));
		return [{ path, message: `${allowed(issue)}${isNumberAsText ? ", and is a text: write it without quotes" : ""}` }];
	});
}
