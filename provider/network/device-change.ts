import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import type { ProvidedName } from "../model/provided-name";
import type { Link } from "../tools/ip-link";

/** The device as it was read. */
export interface DeviceRead {
	link?: Link;
}

/** A device's settings: wanted now, found on the host, and wanted in the last update. */
export interface DeviceChange {
	want?: Values;
	have?: Pick<Observed<Values, DeviceRead>, "value" | "internal" | "shared">;
	was?: Values;
	facts?: Facts;
	/** True where the steps are for the next boot, when the host itself may have set an address before. */
	atBoot?: true;
	/** True for a device that was there before the program. */
	isAdopted?: boolean;
	/** The values that destroy restores. */
	originals?: Values;
	/** The facts before a change that is undone. */
	factsBefore?: Facts;
	/** True where another resource of the same batch creates this. Undefined where the change is not to what the program wants. */
	createdHere?(name: ProvidedName): boolean;
	/** The device as it was, where the change recreates it. */
	former?: DeviceChange["have"];
	/** The facts in which that device is, where it is not in the present ones any more. */
	formerFacts?: Facts;
	/** True where the line that creates the device gives it its MAC address. */
	isCreatedWithMac?: boolean;
}
