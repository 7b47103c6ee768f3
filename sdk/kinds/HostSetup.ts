// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `sudoers` of HostSetup. */
export interface HostSetupSudoersArgs {
	/** User that may run all commands as root by sudo without a password. */
	user: pulumi.Input<string>;
}

/** The object in `sudoers` of HostSetup, as an output. */
export interface HostSetupSudoers {
	/** User that may run all commands as root by sudo without a password. */
	user: string;
}

/** The arguments of HostSetup. */
export interface HostSetupArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the setup. The names of its files end in it.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Packages of Debian or Ubuntu. Those that are missing are installed. `[]` installs none.
	 *
	 * @default ["iproute2","iputils-ping","kmod","nftables","openvswitch-switch","procps"]
	 */
	packages?: pulumi.Input<pulumi.Input<string>[]>;
	/** Kernel modules that are loaded now and at each boot. A module that is removed from the program stays loaded until the next boot. */
	modules?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Services of systemd that are started now and at each boot. A service that runs is not restarted. A service that is removed from the program stays on.
	 *
	 * @default no service is changed
	 */
	services?: pulumi.Input<pulumi.Input<string>[]>;
	/** A rule of sudo for a user with which connections log in (`become`). */
	sudoers?: pulumi.Input<HostSetupSudoersArgs>;
}

/** The fields that a program can pass to HostSetup.get. */
export type HostSetupState = Partial<HostSetupArgs>;

const shape: Shape = {
	kind: "HostSetup",
	inputs: ["host", "name", "packages", "modules", "services", "sudoers"],
	computed: ["versions"],
	filledIn: ["packages"],
	namedByResource: true,
	refers: [],
	makes: [],
};

/** What a host needs before other resources can be on it: packages, kernel modules, services, and a rule of sudo. Name it in `dependsOn` of the host's other resources. Packages are installed on Debian and Ubuntu only. Installed packages are not upgraded. At destroy, the files of the resource are deleted. Packages stay installed, modules stay loaded, and services stay on. */
export class HostSetup extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/HostSetup/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: HostSetupState, opts?: pulumi.CustomResourceOptions): HostSetup;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): HostSetup;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): HostSetup {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new HostSetup(name, state as HostSetupArgs, opts);
	}

	/** True if a value is a HostSetup, even one from another copy of this package. */
	static override isInstance(value: unknown): value is HostSetup {
		return isKind(value, "HostSetup");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the setup. The names of its files end in it.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Packages of Debian or Ubuntu. Those that are missing are installed. `[]` installs none.
	 *
	 * @default ["iproute2","iputils-ping","kmod","nftables","openvswitch-switch","procps"]
	 */
	declare readonly packages: pulumi.Output<string[]>;
	/** Kernel modules that are loaded now and at each boot. A module that is removed from the program stays loaded until the next boot. */
	declare readonly modules: pulumi.Output<string[] | undefined>;
	/**
	 * Services of systemd that are started now and at each boot. A service that runs is not restarted. A service that is removed from the program stays on.
	 *
	 * @default no service is changed
	 */
	declare readonly services: pulumi.Output<string[] | undefined>;
	/** A rule of sudo for a user with which connections log in (`become`). */
	declare readonly sudoers: pulumi.Output<HostSetupSudoers | undefined>;
	/** Version of each package in `packages`. */
	declare readonly versions: pulumi.Output<{ [key: string]: string }>;

	constructor(name: string, args: HostSetupArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
