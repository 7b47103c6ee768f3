import { withSealedSecrets } from "../../../provider/pulumi/sealed";

/** The form in which Pulumi sends a secret. */
const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

test("the secret fields of a state go to the engine as secrets, at any depth, and those of before an adoption too", () => {
	const state = (key: unknown, psk: unknown) => ({
		...{ __kind: "WireGuard", name: "wg0", privateKey: key, peers: [{ publicKey: "p", presharedKey: psk }, { publicKey: "q" }] },
		__previous: { listenPort: 1, peers: [{ publicKey: "p", presharedKey: psk }] },
	});
	expect(withSealedSecrets(state("k", "s"))).toEqual(state(secret("k"), secret("s")));
});

test("a state without secret fields stays as it is", () => {
	for (const state of [{ __kind: "Tunnel", name: "t" }, { __kind: "Link", privateKey: "k" }, { __kind: "none" }])
		expect(withSealedSecrets(state)).toEqual(state);
});
