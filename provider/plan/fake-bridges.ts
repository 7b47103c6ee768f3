import { memoize } from "../base/memoize";
import { ownerIn } from "../base/state-fields";
import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { bridgeText, parseName, portText } from "../model/provided-name";
import { refusalOfFakeBridge, refusalToBeOnFakeBridge } from "../network/fake-bridge";
import { rowOwner } from "../network/ovs-columns";
import { interfaceText } from "../network/ovs-port";
import { fakeVlan, knownOvs, type Ovs } from "../tools/ovs-listing";
import type { Operation } from "./operation";
import { isAdopted } from "./ownership";

/** The names of all fake bridges. All operations of a batch go by the same facts, so that this is computed once for a batch. */
const fakeBridges = memoize((ovs: Ovs) => [...ovs.ports].flatMap(([name, row]) => (fakeVlan(row) === undefined ? [] : [name])));

/** The fake bridges that have the name of a bridge, port or interface of the resource. */
function namesakes({ kind, want }: Operation, ovs: Ovs): string[] {
	const all = fakeBridges(ovs);
	if (all.length === 0) return [];
	const provided = new Set(kind.provides(want));
	return all.filter((name) => [bridgeText(name), portText(name), interfaceText(name)].some((own) => provided.has(own)));
}

/** Throws where the resource needs the name of a fake bridge, or is to be on one: such a bridge has no row in the table Bridge. */
export function refuseFakeBridges(op: Operation, facts: Facts): void {
	const ovs = knownOvs(facts);
	if (!ovs || fakeBridges(ovs).length === 0) return;
	for (const name of namesakes(op, ovs)) throw new Refused(String(refusalOfFakeBridge(ovs, name)));
	for (const { name, property } of op.kind.requires(op.want)) {
		const required = parseName(name);
		const refusal = required?.sort === "bridge" ? refusalToBeOnFakeBridge(ovs, required.name) : undefined;
		if (refusal !== undefined) throw new Refused(property === undefined ? refusal : `${property}: ${refusal}`);
	}
}

/**
 * True where a fake bridge has the name of an object that is to be deleted: the object itself is gone. Throws where somebody has made
 * the fake bridge of the program's own port. Throws for an adopted resource of several ports, such as a Vtep, whose release would
 * change the fake bridge.
 */
export function isFakeBridge(op: Operation, facts: Facts): boolean {
	const ovs = knownOvs(facts);
	if (!ovs) return false;
	const names = namesakes(op, ovs);
	const isOwn = (owner: string | undefined) => owner !== undefined && [op.owner, ownerIn(op.was)].includes(owner);
	const refused = names.find((name) => isOwn(rowOwner(ovs.ports.get(name))) || (isAdopted(op) && name !== op.want.name));
	if (refused !== undefined) throw new Refused(String(refusalOfFakeBridge(ovs, refused)));
	return names.length > 0;
}
