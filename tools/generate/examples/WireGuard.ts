import * as pulumi from "@pulumi/pulumi";
import * as ovs from "pulumi-ovs";

// wg genkey | pulumi config set --secret keys:h1
const config = new pulumi.Config("keys");
const [one, two] = [config.requireSecret("h1"), config.requireSecret("h2")];

new ovs.WireGuard("wg-h1", {
	host: "h1",
	name: "wg0",
	privateKey: one,
	listenPort: 51820,
	addresses: ["10.9.0.1/24"],
	peers: [{ publicKey: ovs.wireGuardPublicKey(two), endpoint: "192.0.2.2:51820", allowedIps: ["10.9.0.2/32"] }],
});

new ovs.WireGuard("wg-h2", {
	host: "h2",
	name: "wg0",
	privateKey: two,
	listenPort: 51820,
	addresses: ["10.9.0.2/24"],
	peers: [{ publicKey: ovs.wireGuardPublicKey(one), endpoint: "192.0.2.1:51820", allowedIps: ["10.9.0.1/32"] }],
});
