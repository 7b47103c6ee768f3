import { HostError } from "../../base/host-error";
import { quote } from "../../base/shell-quote";
import type { OpenSsh, SshConnection } from "../../inventory/connection";
import type { OpenConnection } from "../open-connection";
import { systemClock } from "../system-clock";
import { LoginFailed, OpenSshClient } from "./client";

/**
 * The longest time for a login beside `perDialTimeout`, with what ssh_config runs for it: a ProxyCommand that starts a tunnel, or a touch
 * of a key.
 */
const LOGIN_MS = 60_000;
const NO_LIMIT_MS = 86_400_000;

/** The time in which a login that a server cut off is tried again (MaxStartups of sshd_config, on the host or a jump host). */
const CUT_OFF_MS = 4_000;
const FIRST_PAUSE_MS = 200;

/** Connects to a host by OpenSSH's own client. Throws HostError "unreachable", "auth" or "hostkey". */
export async function openByOpenSsh(
	name: string,
	connection: SshConnection,
	to: OpenSsh,
	clock = systemClock,
): Promise<OpenConnection> {
	const { dialErrorLimit, perDialTimeout = 0 } = connection;
	const isLimited = dialErrorLimit === undefined && connection.perDialTimeout !== 0;
	const limit = isLimited ? LOGIN_MS + perDialTimeout * 1000 : NO_LIMIT_MS;
	const end = clock.now() + CUT_OFF_MS;
	for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
		try {
			const client = await OpenSshClient.open(to, limit);
			return { client, end: () => client.end() };
		} catch (error) {
			if (!(error instanceof LoginFailed)) throw error;
			if (!isCutOff(error.said) || clock.now() + pause > end) throw explained(name, to, error.said);
			await clock.sleep(pause * (0.75 + Math.random() / 2)).over;
		}
	}
}

const isCutOff = (said: string): boolean => /kex_exchange_identification: .*(closed by remote host|Connection reset)/.test(said);

/** Kinds of failures, by the messages of OpenSSH's sshconnect.c and sshconnect2.c. */
const kinds: [HostError["kind"], RegExp][] = [
	["hostkey", /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key is known|revoked by/i],
	["auth", /Permission denied|Too many authentication failures/i],
];

/** The lines of OpenSSH's warning of a changed key that say nothing about this key. */
const warning = /^@|^IT IS POSSIBLE|^Someone could|^It is also possible|^Please contact|^Add correct/;

function explained(name: string, to: OpenSsh, said: string): HostError {
	const kind = kinds.find(([, pattern]) => pattern.test(said))?.[0] ?? "unreachable";
	const command = ["ssh", ...to.arguments, "--", to.destination, "true"].map(quote).join(" ");
	const lines = said.split(/\r?\n/).filter((line) => /\w/.test(line) && !warning.test(line));
	// `ssh` with ControlPersist drops what a ProxyCommand writes.
	const hidden = /UNKNOWN port/.test(said) ? "This shows what its ProxyCommand says" : "Try it";
	return new HostError(
		name,
		kind,
		`OpenSSH's client got no connection: ${lines.join(" ").replace(/\.$/, "")}. ${hidden}: ${command}`,
	);
}
