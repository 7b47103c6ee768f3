import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { portText } from "../model/provided-name";
import { rowOwner } from "../network/ovs-columns";
import { isMadeByOvs, portsWithRequestedNumber, requestsNumber, tunnelsByEndpoints } from "../network/ovs-port";
import { knownOvs } from "../tools/ovs-listing";
import type { Operation } from "./operation";
import { otherNames, refuseAdopted, type TakeOverContext } from "./take-over-context";

/** The program's tunnels of Open vSwitch that it does not declare any more and whose endpoints this operation needs. */
function tunnelsInTheWay(op: Operation, facts: Facts, around: TakeOverContext): string[] {
	const ovs = op.mode === "delete" ? undefined : knownOvs(facts);
	if (!ovs) return [];
	const made = new Set(op.kind.makes(op.want));
	return [...new Set(otherNames(op))]
		.flatMap((endpoints) => tunnelsByEndpoints(ovs).get(endpoints) ?? [])
		.filter((name) => rowOwner(ovs.ports.get(name)) === op.owner && !made.has(portText(name)))
		.filter((name) => around.program.holder(portText(name)) === undefined);
}

/**
 * The program's ports that it does not declare any more and whose OpenFlow port number this operation requests. Open vSwitch would
 * create a port that stays again, with another number, some time after the change.
 */
function numbersInTheWay(op: Operation, facts: Facts, around: TakeOverContext): string[] {
	const ovs = op.mode === "delete" ? undefined : knownOvs(facts);
	if (!ovs) return [];
	return portsWithRequestedNumber(ovs, op.want).flatMap(({ port, number }) => {
		if (rowOwner(ovs.ports.get(port)) !== op.owner) return [];
		const what = portText(port);
		const holder = around.program.holder(what);
		if (holder === undefined) {
			if (!isMadeByOvs(ovs, port))
				throw new Refused(
					`${number} is that of ${what}, which this program does not declare any more: first run \`pulumi up\` without this ofportRequest, or choose another number`,
				);
			refuseAdopted(op, what, { netns: "", name: port }, facts);
			return [port];
		}
		if (!around.createdHere(what) && !requestsNumber(ovs, port))
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
