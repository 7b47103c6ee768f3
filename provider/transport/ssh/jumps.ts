import { HostError } from "../../base/host-error";
import type { SshConnection } from "../../inventory/connection";
import type { Link } from "./client";
import { dial } from "./dial";

interface Shared {
	link: Promise<Link>;
	users: number;
}

const shared = new Map<string, Shared>();

/** A connection with the jump hosts it needs, which all hosts behind the same one share. */
export interface Route {
	link: Link;
	/** Ends the connection, and those to jump hosts that nobody else uses; a second time it does nothing. */
	end(): Promise<void>;
}

/** Connects to a host through its jump hosts, if it has any. Throws HostError as dial() does, naming the host. */
export async function connectRoute(name: string, connection: SshConnection): Promise<Route> {
	const { jump } = connection;
	if (!jump) {
		const link = await dial(name, connection);
		return { link, end: () => link.end() };
	}
	const key = JSON.stringify(jump);
	const hop = useJump(key, jump);
	try {
		const through = await hop.link.catch((error: Error) => {
			throw viaJump(name, jump, error);
		});
		through.hold();
		try {
			const link = await dial(name, connection, through);
			let ended: Promise<void> | undefined;
			const end = (): Promise<void> => {
				ended ??= link.end().then(() => leave(key, hop));
				return ended;
			};
			return { link, end };
		} finally {
			through.release();
		}
	} catch (error) {
		await leave(key, hop);
		throw error;
	}
}

const ends = new WeakMap<Link, () => Promise<void>>();

function useJump(key: string, jump: SshConnection): Shared {
	let hop = shared.get(key);
	if (!hop) {
		const route = connectRoute(jump.label, jump);
		const forget = (): void => {
			if (shared.get(key) === hop) shared.delete(key);
		};
		const link = route.then((opened) => {
			ends.set(opened.link, opened.end);
			opened.link.client.once("close", forget);
			return opened.link;
		});
		hop = { users: 0, link };
		link.catch(forget);
		shared.set(key, hop);
	}
	hop.users++;
	return hop;
}

async function leave(key: string, hop: Shared): Promise<void> {
	if (--hop.users > 0) return;
	if (shared.get(key) === hop) shared.delete(key);
	const link = await hop.link.catch(() => undefined);
	if (link) await ends.get(link)?.();
}

function viaJump(name: string, jump: SshConnection, error: Error): Error {
	if (!(error instanceof HostError)) return error;
	return new HostError(name, error.kind, `its jump host ${error.message.replace(`${error.host}: `, `${jump.label}: `)}`);
}
