import type { Values } from "../base/values";
import type { Link } from "../tools/ip-link";
import type { DeviceChange } from "./device-change";

/** The master of a device: a VRF, or any other device with members. */
export const masterOf = (links: Map<string, Link> | undefined, { master }: Link): { vrf?: string; master?: string } =>
	master !== undefined && links?.get(master)?.kind === "vrf" ? { vrf: master } : { master };

/** The master that values name. */
export const masterIn = (values: Values | undefined): string | undefined => values?.vrf ?? values?.master;

/** True if a change moves an existing device into or out of a VRF. The kernel then removes its IPv6 addresses and all routes. */
export const entersVrf = ({ want, have, was }: DeviceChange): boolean =>
	have !== undefined &&
	[want?.vrf, have.value.vrf].some((v) => v !== undefined) &&
	masterIn(want) !== masterIn(have.value) &&
	(masterIn(want) ?? masterIn(was)) !== undefined;

/** True where a change takes a device that is up out of a VRF. The kernel removes its IPv6 addresses before `ip` could. */
export const leavesVrf = ({ want, have, was }: DeviceChange): boolean =>
	have?.value.up === true && have.value.vrf !== undefined && masterIn(want) === undefined && masterIn(was) === have.value.vrf;

/** The devices whose master is this one. */
export const membersOf = (links: Map<string, Link> | undefined, name: string): Link[] =>
	[...(links?.values() ?? [])].filter(({ master }) => master === name);

/** The type of a device in words. */
export const kindText = ({ kind }: Link): string =>
	kind === undefined ? "a NIC" : kind === "bridge" ? "a Linux bridge" : `a device of type ${kind}`;
