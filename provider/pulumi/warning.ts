import { type Operation, operationError } from "../plan/operation";
import { hosts } from "./configuration";
import { warn } from "./engine-log";
import { hideSecrets } from "./secret-values";

/** Shows a warning about one object, with its host and id. */
export const warnAbout = (operation: Operation, warning: string): Promise<void> =>
	warn(hideSecrets(operationError(hosts().nameOf(operation.want.host), operation, warning).message));
