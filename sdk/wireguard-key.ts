import * as pulumi from "@pulumi/pulumi";
import { isKey, publicKeyOf } from "../provider/base/wireguard-key";

/**
 * The public key of a private key of WireGuard, as `wg pubkey` prints it. It is not secret. Two devices that are peers of each other
 * need it: neither of them can wait for the output `publicKey` of the other.
 *
 * @param privateKey 44 characters in base64, as `wg genkey` prints them. Another text is an error, whose message does not show it.
 */
export function wireGuardPublicKey(privateKey: pulumi.Input<string>): pulumi.Output<string> {
	return pulumi.unsecret(
		pulumi.output(privateKey).apply((key) => {
			if (isKey(key)) return publicKeyOf(key);
			throw new pulumi.RunError(
				"wireGuardPublicKey: this is not a private key in base64, as `wg genkey` prints it: 44 characters",
			);
		}),
	);
}
