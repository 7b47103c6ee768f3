import type { NamedDevice } from "../model/observed";
import { namedIn } from "../model/requirements";
import type { Operation } from "./operation";

/** The devices that the resource creates, by its inputs. */
export const madeDevices = ({ kind, want }: Pick<Operation, "kind" | "want">): NamedDevice[] =>
	kind
		.makes(want)
		.flatMap((thing) => namedIn(thing) ?? [])
		.filter(({ sort }) => sort === "device")
		.map(({ name, netns }) => ({ name, netns }));
