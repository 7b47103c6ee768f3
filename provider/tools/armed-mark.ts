import { markKey } from "../base/mark";
import { vsctl } from "./call";
import { readTimeout } from "./ovs-tools";
import type { OvsdbOperation } from "./ovsdb";

/**
 * The key in external_ids of Open vSwitch's root row while a change waits for its confirmation. A transaction of the database takes no
 * lock of the host, so it would not see the change otherwise. After a reboot, the key may stand without such a change.
 */
export const armedKey = `${markKey}-armed`;
const value = "yes";

/** ovs-vsctl which does not wait for ovs-vswitchd: the daemon does not use this key. */
const words = `${vsctl} --no-wait --timeout=${readTimeout}`;

/** The command of a shell script that sets the key. */
export const setArmedMark = `${words} set Open_vSwitch . external_ids:${armedKey}=${value} </dev/null`;

/** The command that removes the key. It succeeds without the key, too. */
export const removeArmedMark = `${words} remove Open_vSwitch . external_ids ${armedKey} >/dev/null 2>&1 </dev/null`;

/** The operation by which a transaction changes nothing while the key is set. */
export const waitWhileArmed = (): OvsdbOperation => ({
	...{ op: "wait", table: "Open_vSwitch", timeout: 0, columns: ["_uuid"], until: "==", rows: [] },
	where: [["external_ids", "includes", ["map", [[armedKey, value]]]]],
});
