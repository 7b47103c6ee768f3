/** An object that must exist before a boot file can be run, or that its commands create. */
export type BootObject =
	| { sort: "bridge" | "namespace" | "port"; name: string }
	/** `namespaces`: those that the device may be in. "": the host's own. */
	| { sort: "device"; name: string; namespaces: string[] };

/** `netns`: the namespace that the object is in. "": the host's own. */
export interface BootCreation {
	sort: "device" | "namespace" | "table" | "group" | "meter" | "tlv-map";
	/** The name of a device or namespace; the family and name of a table; the bridge and the number or field of an OpenFlow object. */
	name: string;
	netns: string;
}

/** The need for a network namespace. "": the host's own, which is always there. */
export const inNamespace = (netns: string): BootObject[] => (netns === "" ? [] : [{ sort: "namespace", name: netns }]);

export const bootDevice = (name: string, ...namespaces: string[]): BootObject => ({ sort: "device", name, namespaces });

/** The two digits with which the name of a boot file begins. The host runs the files in the order of their names. */
export const bootOrder = {
	namespaces: "10",
	parametersOfAllDevices: "20",
	parametersOfHost: "21",
	devices: "30",
	settings: "40",
	parametersOfDevice: "50",
	routes: "60",
	rules: "70",
	nft: "80",
	flowObjects: "85",
	flows: "90",
} as const;

/** The part of a boot file that brings back the effect of steps after a reboot. */
export interface BootPart {
	/** The order of the file, if this is its first part. Default: that of settings. */
	order?: (typeof bootOrder)[keyof typeof bootOrder];
	/** Commands of the shell. They change nothing where the object is there already. */
	lines: string[];
	needs: BootObject[];
	makes?: BootObject[];
	/** The objects that another program may have created under the same name. */
	creates?: BootCreation[];
	/** Kernel modules that nothing loads by itself. */
	modules?: string[];
}
