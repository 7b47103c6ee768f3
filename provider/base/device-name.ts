import { createHash } from "node:crypto";

/** Names by dev_valid_name() (Linux, net/core/dev.c), without the characters that `ip -batch` or a shell would interpret. */
export const nameOfDevice = /^(?!\.{1,2}$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/;

export const notDevice = "must be a device name: 1 to 15 of the characters A-Z a-z 0-9 _ . - (not starting with . or -)";

/** The reason why a name can't be that of a device. Undefined: it can be one. */
export const deviceNameProblem = (name: string): string | undefined => (nameOfDevice.test(name) ? undefined : notDevice);

/** Names that the kernel gives no device, because its parameters have them: net.ipv4.conf.all, net.ipv4.conf.default. */
const reservedNames = ["all", "default"];

export const reservedNameText = "is a name that the kernel refuses for devices: choose another";

export const isReservedName = (name: unknown): boolean => reservedNames.includes(String(name));

/** The greatest length of a device name: IFNAMSIZ (linux/if.h) without the terminating NUL. */
const room = 15;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url").replace(/[-_]/g, "0").slice(0, 6);

/** The text cut to `length` characters. The last six are a hash of the whole text. */
const cut = (text: string, length: number): string =>
	text.replace(/[^A-Za-z0-9]/g, "").slice(0, Math.max(0, length - 6)) + hashOf(text);

/**
 * A device name built from a prefix and any text. A name that is valid and has at most 15 characters is used unchanged.
 * A longer name is cut and ends with a hash of the whole text, so that two texts do not get the same name.
 * The names are on hosts and in states already: the result for a text must never change.
 */
export function deviceNameOf(prefix: string, text: string): string {
	const plain = `${prefix}-${text}`;
	if (/^[A-Za-z0-9_.-]{1,15}$/.test(plain)) return plain;
	return `${prefix}-${cut(text, room - prefix.length - 1)}`;
}

/** The name of a VLAN device, such as `eth0.100`. The part before the dot is cut as in deviceNameOf. */
export function vlanNameOf(parent: string, vlanId: number): string {
	const plain = `${parent}.${vlanId}`;
	return plain.length <= room ? plain : `${cut(parent, room - 1 - String(vlanId).length)}.${vlanId}`;
}
