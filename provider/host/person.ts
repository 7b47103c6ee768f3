import { hostname, userInfo } from "node:os";

/** The user and the machine of this process: `anna@laptop`. A container may run it as a user without a name. */
export function person(): string {
	try {
		return `${userInfo().username}@${hostname()}`;
	} catch {
		return `user ${process.getuid?.()}@${hostname()}`;
	}
}
