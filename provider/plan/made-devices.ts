import type { NamedDevice } from "../model/observed";
import { parseName } from "../model/provided-name";
import type { Operation } from "./operation";

/** The devices that the resource creates, by its inputs. */
export const madeDevices = ({ kind, want }: Pick<Operation, "kind" | "want">): NamedDevice[] =>
	kind
		.makes(want)
		.flatMap((name) => parseName(name) ?? [])
		.filter(({ sort }) => sort === "device")
		.map(({ name, netns }) => ({ name, netns }));
