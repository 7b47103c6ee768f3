import { isMap, type Values } from "./values";

/** An address of a device: as text, or with attributes. */
export type DeviceAddress = string | ({ address: string } & Values);

/**
 * The address with its prefix length, by which the members of two lists of addresses are compared. Other members are returned as they are.
 */
export const addressOf = (member: unknown): unknown => (isMap(member) ? member.address : member);

/** The addresses of a list, with their prefix lengths. Members that are not known yet are left out. */
export const addressesIn = (list: unknown): string[] =>
	Array.isArray(list) ? list.map(addressOf).filter((one): one is string => typeof one === "string") : [];

/** The attributes of the address with this prefix length. Undefined: the list does not have it, or has it as text. */
export function attributesIn(list: unknown, cidr: string): Values | undefined {
	const found = Array.isArray(list) ? list.find((one) => isMap(one) && one.address === cidr) : undefined;
	return found as Values | undefined;
}
