import { z } from "zod";
import * as f from "../../base/fields";
import { memoize } from "../../base/memoize";
import { isKey, keyForm, publicKeyOf } from "../../base/wireguard-key";
import { noKey } from "../../tools/wg";

/** The message must not have the value, which may be secret. */
const keyBy = (what: string, command: string) =>
	z
		.string()
		.regex(keyForm, `must be ${what} in base64, as \`${command}\` prints it: 44 characters`)
		.refine((text) => text !== noKey, `must not be a key of zeros, which means no key: \`${command}\` makes one`);

export const privateKey = f.secret(keyBy("a private key", "wg genkey"));
export const presharedKey = f.secret(keyBy("a preshared key", "wg genpsk"));
export const publicKey = keyBy("a public key", "wg pubkey");

/** The public key of a device by its inputs, which are looked at many times. Undefined: its private key is not known. */
export const ownPublicKey = memoize((want: { privateKey?: unknown }): string | undefined =>
	isKey(want.privateKey) ? publicKeyOf(want.privateKey) : undefined,
);
