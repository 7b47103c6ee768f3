// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `columns` of OpenVSwitch. */
export interface OpenVSwitchColumnsArgs {
	/**
	 * Files of this host for SSL connections to controllers and managers. The whole host has one set of files.
	 *
	 * @default left alone
	 */
	ssl?: pulumi.Input<OpenVSwitchColumnsSslArgs>;
	/**
	 * Managers of the database, such as `[{ target: "ptcp:6640:127.0.0.1" }]`. The list replaces the managers that the program named before. If the host has others, name them too, or remove them first: the provider removes none of them.
	 *
	 * @default left alone
	 */
	manager_options?: pulumi.Input<pulumi.Input<OpenVSwitchColumnsManagerOptionArgs>[]>;
	/**
	 * Name of the host's operating system. Scripts of Open vSwitch write it when the service starts.
	 *
	 * @default left alone
	 */
	system_type?: pulumi.Input<string>;
	/**
	 * Version of the host's operating system. Scripts of Open vSwitch write it when the service starts.
	 *
	 * @default left alone
	 */
	system_version?: pulumi.Input<string>;
}

/** The object in `columns` of OpenVSwitch, as an output. */
export interface OpenVSwitchColumns {
	/**
	 * Files of this host for SSL connections to controllers and managers. The whole host has one set of files.
	 *
	 * @default left alone
	 */
	ssl?: OpenVSwitchColumnsSsl;
	/**
	 * Managers of the database, such as `[{ target: "ptcp:6640:127.0.0.1" }]`. The list replaces the managers that the program named before. If the host has others, name them too, or remove them first: the provider removes none of them.
	 *
	 * @default left alone
	 */
	manager_options?: OpenVSwitchColumnsManagerOption[];
	/**
	 * Name of the host's operating system. Scripts of Open vSwitch write it when the service starts.
	 *
	 * @default left alone
	 */
	system_type?: string;
	/**
	 * Version of the host's operating system. Scripts of Open vSwitch write it when the service starts.
	 *
	 * @default left alone
	 */
	system_version?: string;
}

/** The object in `columns.ssl` of OpenVSwitch. */
export interface OpenVSwitchColumnsSslArgs {
	/** Path of the file on the host that has the switch's private key (PEM). */
	private_key: pulumi.Input<string>;
	/** Path of the file on the host that has the switch's certificate (PEM). */
	certificate: pulumi.Input<string>;
	/** Path of the file on the host that has the certificate of the authority that controllers must have (PEM). */
	ca_cert: pulumi.Input<string>;
	/**
	 * Get the authority's certificate from the first controller if the file `ca_cert` does not exist. The first connection is not protected.
	 *
	 * @default left alone
	 */
	bootstrap_ca_cert?: pulumi.Input<boolean>;
	/**
	 * Keys of the SSL row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `columns.ssl` of OpenVSwitch, as an output. */
export interface OpenVSwitchColumnsSsl {
	/** Path of the file on the host that has the switch's private key (PEM). */
	private_key: string;
	/** Path of the file on the host that has the switch's certificate (PEM). */
	certificate: string;
	/** Path of the file on the host that has the certificate of the authority that controllers must have (PEM). */
	ca_cert: string;
	/**
	 * Get the authority's certificate from the first controller if the file `ca_cert` does not exist. The first connection is not protected.
	 *
	 * @default left alone
	 */
	bootstrap_ca_cert?: boolean;
	/**
	 * Keys of the SSL row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** An item of `columns.manager_options` of OpenVSwitch. */
export interface OpenVSwitchColumnsManagerOptionArgs {
	/** Connection method: `ptcp:6640` waits for connections, `tcp:192.0.2.9:6640` connects; `ssl` and `unix` likewise. */
	target: pulumi.Input<string>;
	/** Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000. */
	max_backoff?: pulumi.Input<number>;
	/** Time in milliseconds without traffic after which the database sends a probe. 0 turns probes off. The default is 5000. */
	inactivity_probe?: pulumi.Input<number>;
	/** `in-band`: the connection passes through a bridge of this host. `out-of-band`: the connection uses another network. */
	connection_mode?: pulumi.Input<"in-band" | "out-of-band">;
	/** Keys of the manager's other_config. */
	other_config?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the manager's external_ids. */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** An item of `columns.manager_options` of OpenVSwitch, as an output. */
export interface OpenVSwitchColumnsManagerOption {
	/** Connection method: `ptcp:6640` waits for connections, `tcp:192.0.2.9:6640` connects; `ssl` and `unix` likewise. */
	target: string;
	/** Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000. */
	max_backoff?: number;
	/** Time in milliseconds without traffic after which the database sends a probe. 0 turns probes off. The default is 5000. */
	inactivity_probe?: number;
	/** `in-band`: the connection passes through a bridge of this host. `out-of-band`: the connection uses another network. */
	connection_mode?: "in-band" | "out-of-band";
	/** Keys of the manager's other_config. */
	other_config?: { [key: string]: string };
	/** Keys of the manager's external_ids. */
	external_ids?: { [key: string]: string };
}

/** The arguments of OpenVSwitch. */
export interface OpenVSwitchArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Keys of the root row's other_config. For IPsec of tunnels: `certificate`, `private_key` and `ca_cert` are paths of files on the host, and `ipsec_skb_mark` says which tunnel packets never leave the host in plain text. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the root row's external_ids. Each start of Open vSwitch writes `rundir`, and `system-id` from the host's `/etc/openvswitch/system-id.conf`; older versions write `hostname` too. Another value in the program is drift after a restart: change that file or the host's name. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Bridge by physical network, for OVN: entries of the key ovn-bridge-mappings in external_ids. Entries of others in this key stay as they are. Not together with this key in `externalIds`.
	 *
	 * @default left alone
	 */
	ovnBridgeMappings?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the root row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<OpenVSwitchColumnsArgs>;
	/**
	 * The root row always exists. Destroy gives the keys their former values back.
	 *
	 * @deprecated Remove this field: it has no effect.
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to OpenVSwitch.get. */
export type OpenVSwitchState = Partial<OpenVSwitchArgs>;

const shape: Shape = {
	kind: "OpenVSwitch",
	inputs: ["host", "otherConfig", "externalIds", "ovnBridgeMappings", "columns", "adopt"],
	computed: ["ovsVersion", "systemId"],
	filledIn: [],
	namedByResource: false,
	refers: [],
	makes: [],
};

/** Settings of a host's whole Open vSwitch, such as other_config:vlan-limit: keys of the only row in the table Open_vSwitch. The row is never created or deleted. At destroy, the keys get their former values back. */
export class OpenVSwitch extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/OpenVSwitch`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenVSwitchState, opts?: pulumi.CustomResourceOptions): OpenVSwitch;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenVSwitch;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenVSwitch {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenVSwitch(name, state as OpenVSwitchArgs, opts);
	}

	/** True if a value is a OpenVSwitch, even one from another copy of this package. */
	static override isInstance(value: unknown): value is OpenVSwitch {
		return isKind(value, "OpenVSwitch");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Keys of the root row's other_config. For IPsec of tunnels: `certificate`, `private_key` and `ca_cert` are paths of files on the host, and `ipsec_skb_mark` says which tunnel packets never leave the host in plain text. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the root row's external_ids. Each start of Open vSwitch writes `rundir`, and `system-id` from the host's `/etc/openvswitch/system-id.conf`; older versions write `hostname` too. Another value in the program is drift after a restart: change that file or the host's name. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Bridge by physical network, for OVN: entries of the key ovn-bridge-mappings in external_ids. Entries of others in this key stay as they are. Not together with this key in `externalIds`.
	 *
	 * @default left alone
	 */
	declare readonly ovnBridgeMappings: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Further columns of the root row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<OpenVSwitchColumns | undefined>;
	/** Version of Open vSwitch, such as 3.1.0. */
	declare readonly ovsVersion: pulumi.Output<string>;
	/** The host's system-id (external_ids:system-id). */
	declare readonly systemId: pulumi.Output<string>;

	constructor(name: string, args: OpenVSwitchArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
