import type { ClientChannel } from "ssh2";
import type { ExecResult } from "../transport";
import type { Link } from "./client";

/** The program can't have run, so that it may be tried again. */
export class NotStarted extends Error {
	constructor(
		/** The connection is gone; the server opens no further channel; the server runs no commands at all. */
		readonly reason: "closed" | "channel" | "refused",
		message: string,
	) {
		super(message);
	}
}

/** The connection broke, or the program vanished, after it got its input. */
export class Lost extends Error {}

/** It was given up after its time; the channel is closed, the program may still run. */
export class TimedOut extends Error {}

// A program left running in the background may hold stdout open for ever; the script itself has ended.
const AFTER_EXIT_MS = 2_000;

/**
 * Runs a command on a connection, with `stdin` as its input.
 * Nothing is sent before the server has started the command. Throws NotStarted, Lost or TimedOut.
 */
export function execOn(link: Link, command: string, stdin: string, timeoutMs: number): Promise<ExecResult> {
	return new Promise((resolve, reject) => {
		let channel: ClientChannel | undefined;
		let givenUp = false;
		const timer = setTimeout(() => {
			givenUp = true;
			channel?.close();
			reject(new TimedOut());
		}, timeoutMs);
		const settle = (act: () => void): void => {
			clearTimeout(timer);
			act();
		};
		try {
			link.client.exec(command, (error, opened) => {
				if (error) return settle(() => reject(notStarted(link, error)));
				if (givenUp) return opened.on("error", () => {}).close();
				channel = opened;
				collect(opened, Buffer.from(stdin)).then(
					(result) => settle(() => resolve(result)),
					(lost) => settle(() => reject(lost)),
				);
			});
		} catch (error) {
			settle(() => reject(new NotStarted("closed", (error as Error).message)));
		}
	});
}

function notStarted(link: Link, error: Error & { reason?: unknown }): NotStarted {
	if (link.closed) return new NotStarted("closed", error.message);
	return new NotStarted(error.reason === undefined ? "refused" : "channel", error.message);
}

function collect(channel: ClientChannel, stdin: Buffer): Promise<ExecResult> {
	return new Promise((resolve, reject) => {
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];
		let ended: { code: number | null; signal?: string } | undefined;
		let silence: NodeJS.Timeout | undefined;
		const finish = (): void => {
			clearTimeout(silence);
			if (!ended) reject(new Lost());
			else resolve({ stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8"), ...ended });
		};
		const waitForSilence = (): void => {
			clearTimeout(silence);
			silence = setTimeout(() => {
				finish();
				channel.close();
			}, AFTER_EXIT_MS);
		};
		const gather = (chunks: Buffer[]) => (chunk: Buffer) => {
			chunks.push(chunk);
			if (ended) waitForSilence();
		};
		channel.on("data", gather(stdout));
		channel.stderr.on("data", gather(stderr));
		channel.on("error", () => {}); // a write after the program ended; its exit status tells the story
		channel.on("exit", (code: number | null, signal?: string) => {
			ended = signal ? { code, signal } : { code };
			waitForSilence();
		});
		channel.on("close", finish);
		channel.end(stdin); // ssh2 sends as much as the window allows, the rest as it opens
	});
}
