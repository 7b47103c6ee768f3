import { z } from "zod";
import { needsBridge } from "../device";
import * as f from "../fields";
import { kind } from "../kind";
import { interfaceFault, ofport, planPlace } from "../ports";
import { type ColumnField, planColumns, readColumns, rowOwner } from "../tools/columns";
import { checkTunnel, ovsTunnelTypes, remoteIp, tunnelClaim, tunnelColumns, tunnelFields } from "../tunnels";
import { checkVlans, vlanColumns, vlanFields } from "../vlans";

const portColumns: ColumnField[] = [...vlanColumns, { field: "protected", table: "Port", column: "protected", as: "flag" }];

const interfaceColumns: ColumnField[] = [
	...tunnelColumns,
	{ field: "ofportRequest", table: "Interface", column: "ofport_request", as: "one", unmanaged: true },
	{ field: "externalIds", table: "Interface", column: "external_ids", as: "keys" },
];

export const tunnel = kind({
	type: "Tunnel",
	summary: "A tunnel to one peer, as a port of an Open vSwitch bridge. For many peers of one bridge, see Vtep.",
	schema: f
		.object({
			name: f.required(f.deviceName, "Name of the port. Default: the resource's name."),
			bridge: f.required(f.deviceName, "The bridge that the tunnel is a port of."),
			type: f.required(z.enum(ovsTunnelTypes), "Encapsulation."),
			remoteIp: f.required(remoteIp, 'Remote endpoint: an address, or "flow".'),
			...tunnelFields,
			...vlanFields,
			protected: f.flag("Protected ports never forward to each other: split horizon."),
			ofportRequest: f.unmanaged(f.integer(1, 65279, "an OpenFlow port number"), "The OpenFlow port number to ask for."),
			options: f.wholeMap("Further options of the interface, by OVS's names."),
			externalIds: f.ownKeys("Keys of the interface's external_ids."),
		})
		.superRefine(f.issues(checkTunnel))
		.superRefine(f.issues(checkVlans)),
	computed: {
		uuid: { type: "string", help: "UUID of the port's row." },
		ofport: { type: "number", help: "OpenFlow port number." },
	},
	key: ["name"],
	fixed: [],
	facts: () => [{ read: "ovs" }],
	claims: (want) => [`OVS port ${want.name}`, tunnelClaim(want, want.remoteIp)],
	needs: (want) => [needsBridge(want.bridge)],

	observe({ ovs }, want) {
		const row = ovs.ports.get(want.name);
		const iface = ovs.interfaces.get(want.name);
		if (!row || !iface) return undefined;
		return {
			value: {
				name: want.name,
				bridge: ovs.bridgeOf.get(want.name),
				...readColumns(portColumns, () => row),
				...readColumns(interfaceColumns, () => iface),
			} as typeof want,
			computed: { uuid: row._uuid, ofport: ofport(iface) },
			owner: rowOwner(row),
			fault: interfaceFault(iface),
		};
	},

	plan(change) {
		const { want, was } = change;
		const name = (want ?? was)?.name as string;
		if (!want) return [{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name }];
		return [
			...planPlace(change),
			...planColumns(portColumns, { Port: name }, change),
			...planColumns(interfaceColumns, { Interface: name }, change),
		];
	},
});
