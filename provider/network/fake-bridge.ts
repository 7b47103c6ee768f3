import { markKey } from "../base/mark";
import { fakeVlan, type Ovs } from "../tools/ovs-listing";
import { rowOwner } from "./ovs-columns";

/** A fake bridge in words, with its mark if it was a port of a program. Undefined for all other names. */
function fakeBridgeText({ ports, bridgeOf }: Ovs, name: string): string | undefined {
	const row = ports.get(name);
	const [vlan, owner] = [fakeVlan(row), rowOwner(row)];
	const mark = owner === undefined ? "" : `, mark ${markKey}=${owner}`;
	return vlan === undefined ? undefined : `${name} is a fake bridge of ${bridgeOf.get(name)} (VLAN ${vlan}${mark})`;
}

/** The reason why no resource creates, changes or deletes a port or bridge of this name. Undefined: it is no fake bridge. */
export function refusalOfFakeBridge(ovs: Ovs, name: string): string | undefined {
	const text = fakeBridgeText(ovs, name);
	return (
		text &&
		`${text}, and no resource manages fake bridges: delete it first (ovs-vsctl del-br ${name}, which deletes its ports too), or choose another name`
	);
}

/** The reason why a resource can't be on a bridge of this name. Undefined: it is no fake bridge. */
export function refusalToBeOnFakeBridge(ovs: Ovs, name: string): string | undefined {
	const text = fakeBridgeText(ovs, name);
	const parent = ovs.bridgeOf.get(name);
	return (
		text &&
		`${text}, and no resource can be on one: name ${parent} in its place. The ports of ${name} are those of ${parent} with the tag ${fakeVlan(ovs.ports.get(name))}`
	);
}

/** Ports for a message, as listForeign wants them. */
export const listedPorts = ({ ports }: Ovs, names: string[]) =>
	names.map((name) => {
		const vlan = fakeVlan(ports.get(name));
		return { name, owner: rowOwner(ports.get(name)), ...(vlan === undefined ? {} : { sort: `fake bridge with VLAN ${vlan}` }) };
	});

/** The commands that delete ports, with a port of each sort. ovs-vsctl does not delete the port of a fake bridge alone. */
export function deletionText({ ports }: Ovs, names: string[]): string {
	const isFake = (name: string) => fakeVlan(ports.get(name)) !== undefined;
	const [port, bridge] = [names.find((name) => !isFake(name)), names.find(isFake)];
	return [
		...(port === undefined ? [] : [`ovs-vsctl del-port ${port}`]),
		...(bridge === undefined ? [] : [`ovs-vsctl del-br ${bridge}`]),
	].join(", ");
}
