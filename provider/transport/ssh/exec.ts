import type { Client, ClientChannel } from "ssh2";
import { ConnectionLost, NotStarted, TimedOut } from "../open-connection";
import type { ExecResult } from "../transport";

// Longest wait for further output after the exit status. A background process of the script can keep stdout open for ever.
const AFTER_EXIT_MS = 2_000;

interface Connected {
	readonly ssh2: Client;
	readonly closed: boolean;
}

/**
 * Runs a command on a connection, with `stdin` as its input. The input is not sent before the server has started the command.
 * Throws NotStarted, ConnectionLost or TimedOut.
 */
export function execOn(client: Connected, command: string, stdin: string, timeoutMs: number): Promise<ExecResult> {
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
			client.ssh2.exec(command, (error, opened) => {
				if (error) return settle(() => reject(notStarted(client, error)));
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

function notStarted(client: Connected, error: Error & { reason?: unknown }): NotStarted {
	if (client.closed) return new NotStarted("closed", error.message);
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
			if (!ended) reject(new ConnectionLost());
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
		channel.on("error", () => {}); // the program ended before it read all input; its exit status is reported
		channel.on("exit", (code: number | null, signal?: string) => {
			ended = signal ? { code, signal } : { code };
			waitForSilence();
		});
		channel.on("close", finish);
		channel.end(stdin);
	});
}
