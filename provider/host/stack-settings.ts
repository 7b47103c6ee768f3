import type { ConfirmSettings } from "../apply/guarded-script";
import type { InventorySettings, SshClientName } from "../inventory/resolve";
import type { OvsTransport } from "./database";

/** Stack configuration, as Pulumi hands it to the provider: text under "ovs:…". */
export type Config = (key: string) => string | undefined;

/** The settings of all hosts, by the stack configuration. */
export interface StackSettings {
	inventory: InventorySettings;
	/** ovs:maxSessions. Undefined: the transport's default. */
	maxSessions: number | undefined;
	/** ovs:commitConfirm */
	confirm: ConfirmSettings;
	/** ovs:transport */
	ovsTransport: OvsTransport;
}

/** Parses the stack configuration. Throws where a setting is not valid. */
export const stackSettings = (config: Config): StackSettings => ({
	confirm: parseConfirm(config("ovs:commitConfirm")),
	maxSessions: parseSessions(config("ovs:maxSessions")),
	ovsTransport: parseOvsTransport(config("ovs:transport")),
	inventory: {
		hosts: parseHosts(config("ovs:hosts")),
		sshConfig: config("ovs:sshConfig"),
		sshClient: parseSshClient(config("ovs:sshClient")),
	},
});

/** The least and the greatest number of seconds: opening a connection takes some, and the next run waits for an undo. */
const [shortestConfirm, longestConfirm] = [5, 240];

function parseConfirm(text = "0"): ConfirmSettings {
	const [, digits, always, joint] = /^(\d{1,4})( always)?( joint)?$/.exec(text.trim()) ?? [];
	const seconds = Number(digits ?? Number.NaN);
	const isOff = seconds === 0 && always === undefined && joint === undefined;
	if (isOff || (seconds >= shortestConfirm && seconds <= longestConfirm))
		return { seconds, always: always !== undefined, ...(joint === undefined ? {} : { joint: true }) };
	throw new Error(
		`the stack configuration ovs:commitConfirm must be 0 (off), a number of seconds from ${shortestConfirm} to ${longestConfirm}, or such a number and the words always and joint or one of them ("30 always", "30 joint", "30 always joint"), and is ${JSON.stringify(text)}`,
	);
}

function parseSessions(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
	throw new Error(
		`the stack configuration ovs:maxSessions must be a whole number from 1 to 9999, and is ${JSON.stringify(text)}`,
	);
}

const sshClients: readonly string[] = ["builtin", "openssh"] satisfies SshClientName[];

function parseSshClient(text = "builtin"): SshClientName {
	if (sshClients.includes(text)) return text as SshClientName;
	throw new Error(
		`the stack configuration ovs:sshClient must be builtin or openssh (the ssh of this machine), and is ${JSON.stringify(text)}`,
	);
}

const ovsTransports: readonly string[] = ["auto", "ovsdb", "vsctl"] satisfies OvsTransport[];

function parseOvsTransport(text = "auto"): OvsTransport {
	if (ovsTransports.includes(text)) return text as OvsTransport;
	throw new Error(
		`the stack configuration ovs:transport must be auto, ovsdb (Open vSwitch's database over the SSH connection) or vsctl (the command ovs-vsctl), and is ${JSON.stringify(text)}`,
	);
}

function parseHosts(text: string | undefined): Record<string, unknown> | undefined {
	if (text === undefined) return undefined;
	try {
		const hosts = JSON.parse(text) as unknown;
		if (typeof hosts === "object" && hosts !== null && !Array.isArray(hosts)) return hosts as Record<string, unknown>;
	} catch {
		// Said below, without the text: it may hold secrets.
	}
	throw new Error("the stack configuration ovs:hosts must be a map of names to connections, such as {h1: {host: 192.0.2.1}}");
}
