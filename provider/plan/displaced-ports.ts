import { memoize } from "../base/memoize";
import { valuesByKey } from "../base/values-by-key";
import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { portText } from "../model/requirements";
import { readColumns, rowOwner } from "../network/ovs-columns";
import { hasOwnDevice, numberOf } from "../network/ovs-port";
import { isTunnelType, tunnelColumns, tunnelText } from "../network/ovs-tunnel";
import { knownOvs, type Ovs, type Row } from "../tools/ovs-listing";
import type { Operation } from "./operation";
import { claimsBesideNames, refuseAdopted, type TakeOverContext } from "./take-over-context";

const endpointsOf = memoize((iface: Row): string => {
	const found = readColumns(tunnelColumns, () => iface);
	return tunnelText(found, found.remoteIp);
});

/** The names of the tunnels of Open vSwitch by their endpoints, in the words of `provides`. */
const tunnelsByEndpoints = memoize((ovs: Ovs) =>
	valuesByKey(
		[...ovs.ports.keys()].flatMap((name) => {
			const iface = ovs.interfaces.get(name);
			return iface ? [[endpointsOf(iface), name] as const] : [];
		}),
	),
);

/** The program's tunnels of Open vSwitch that it does not declare any more and whose endpoints this operation needs. */
function tunnelsInTheWay(op: Operation, facts: Facts, around: TakeOverContext): string[] {
	const ovs = op.mode === "delete" ? undefined : knownOvs(facts);
	if (!ovs) return [];
	const made = new Set(op.kind.makes(op.want));
	return [...new Set(claimsBesideNames(op))]
		.flatMap((claim) => tunnelsByEndpoints(ovs).get(claim) ?? [])
		.filter((name) => rowOwner(ovs.ports.get(name)) === op.owner && !made.has(portText(name)))
		.filter((name) => around.program.holder(portText(name)) === undefined);
}

/** True for a port that is on no device which exists without Open vSwitch, such as a NIC or the device of a VM. */
const isMadeByOvs = (ovs: Ovs, port: string): boolean =>
	(ovs.interfacesOf.get(port) ?? []).every((name) => {
		const iface = ovs.interfaces.get(name);
		return hasOwnDevice(iface) || iface?.type === "patch" || isTunnelType(iface?.type);
	});

/**
 * The program's ports that it does not declare any more and whose OpenFlow port number this operation requests. Open vSwitch would
 * create a port that stays again, with another number, some time after the change.
 */
function numbersInTheWay(op: Operation, facts: Facts, around: TakeOverContext): string[] {
	const ovs = op.mode === "delete" ? undefined : knownOvs(facts);
	if (!ovs || op.want.ofportRequest === undefined || op.want.optional) return [];
	const claims = claimsBesideNames(op);
	if (ovs.interfaces.get(op.want.name)?.ofport_request === op.want.ofportRequest) return [];
	return [...ovs.ports].flatMap(([name, row]) => {
		const number = numberOf(ovs, name);
		if (number === undefined || !claims.includes(number) || rowOwner(row) !== op.owner || name === op.want.name) return [];
		const what = portText(name);
		const holder = around.program.holder(what);
		if (holder === undefined) {
			if (!isMadeByOvs(ovs, name))
				throw new Refused(
					`${number} is that of ${what}, which this program does not declare any more: first run \`pulumi up\` without this ofportRequest, or choose another number`,
				);
			refuseAdopted(op, what, { netns: "", name }, facts);
			return [name];
		}
		if (!around.createdHere(what) && typeof ovs.interfaces.get(name)?.ofport_request !== "number")
			throw new Refused(
				`${number} is that of ${holder}, which sets no ofportRequest: Open vSwitch would create that port again with another number. Choose another ofportRequest, or set one there too`,
			);
		return [];
	});
}

/** The ports of Open vSwitch that have to be deleted before an operation can have their endpoints or their number. */
export const displacedPorts = (op: Operation, facts: Facts, around: TakeOverContext): string[] => [
	...tunnelsInTheWay(op, facts, around),
	...numbersInTheWay(op, facts, around),
];
