import type { Clock } from "../../base/clock";
import { HostError } from "../../base/host-error";
import type { SshConnection } from "../../inventory/connection";
import type { OpenConnection } from "../open-connection";
import { systemClock } from "../system-clock";
import type { SshClient } from "./client";
import { dial } from "./dial";

/** A connection to a jump host, which all hosts behind this jump host use. */
interface SharedJump {
	connection: Promise<OpenConnection<SshClient>>;
	users: number;
}

const sharedJumps = new Map<string, SharedJump>();

/** Connects to a host, through its jump hosts if it has any. Throws the errors of `dial`, with the name of the host. */
export async function openConnection(
	name: string,
	connection: SshConnection,
	clock = systemClock,
): Promise<OpenConnection<SshClient>> {
	const { jump } = connection;
	if (!jump) {
		const client = await dial(name, connection, undefined, clock);
		return { client, end: () => client.end() };
	}
	const key = JSON.stringify(jump);
	const shared = acquireJump(key, jump, clock);
	try {
		const through = await shared.connection.catch((error: Error) => {
			throw jumpError(name, jump, error);
		});
		through.client.hold();
		try {
			const client = await dial(name, connection, through.client, clock);
			let ended: Promise<void> | undefined;
			const end = (): Promise<void> => {
				ended ??= client.end().then(() => releaseJump(key, shared));
				return ended;
			};
			return { client, end };
		} finally {
			through.client.release();
		}
	} catch (error) {
		await releaseJump(key, shared);
		throw error;
	}
}

function acquireJump(key: string, jump: SshConnection, clock: Clock): SharedJump {
	let shared = sharedJumps.get(key);
	if (!shared) {
		const added = { users: 0, connection: openConnection(jump.label, jump, clock) };
		const forget = (): void => {
			if (sharedJumps.get(key) === added) sharedJumps.delete(key);
		};
		added.connection.then(({ client }) => client.onClose(forget), forget);
		sharedJumps.set(key, added);
		shared = added;
	}
	shared.users++;
	return shared;
}

async function releaseJump(key: string, shared: SharedJump): Promise<void> {
	if (--shared.users > 0) return;
	if (sharedJumps.get(key) === shared) sharedJumps.delete(key);
	const connection = await shared.connection.catch(() => undefined);
	await connection?.end();
}

function jumpError(name: string, jump: SshConnection, error: Error): Error {
	if (!(error instanceof HostError)) return error;
	return new HostError(name, error.kind, `its jump host ${error.message.replace(`${error.host}: `, `${jump.label}: `)}`);
}
