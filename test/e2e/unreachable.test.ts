import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { type Ended, Project } from "../support/project";

// Hosts to which there is no connection: one refuses it, the other one accepts it and never answers. No lab is needed.
const p = new Project("unreachable");
const bad = new Project("badvalues");
const count = 50;
let silent: Server;
const sockets = new Set<Socket>();
const login = { privateKeyPath: join(p.folder, "key"), hostKeyChecking: "no" };
let ports: { refused: number; silent: number };

async function listening(): Promise<Server> {
	const server = createServer((socket) => {
		sockets.add(socket.on("error", () => {}));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
	execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", login.privateKeyPath]);
	silent = await listening();
	const free = await listening();
	ports = { silent: portOf(silent), refused: portOf(free) };
	free.close();
});

afterAll(async () => {
	for (const socket of sockets) socket.destroy();
	silent.close();
	for (const project of [p, bad]) project.remove();
});

const connection = (name: string, port: number) => ({ ...login, name, host: "127.0.0.1", port });

const bridges = (host: string, port: number) =>
	`for (let i = 0; i < ${count}; i++) new ovs.Bridge("${host}-" + i, { host: ${JSON.stringify(connection(host, port))}, name: "b" + i });`;

/** Puts resources into the state, as if they had been created: no host was ever there. */
function pretend(host: string, port: number): void {
	const stack = `urn:pulumi:dev::unreachable::pulumi:pulumi:Stack::unreachable-dev`;
	const provider = "urn:pulumi:dev::unreachable::pulumi:providers:pulumi-nodejs::default";
	const id = "8c5d0bd1-0000-4000-8000-000000000000";
	const values = (i: number) => ({
		...{ __kind: "Bridge", __v: 1, __owner: "unreachable/dev", __resource: `${host}-${i}` },
		...{ __provider: 'exports.handler=()=>require("pulumi-ovs/runtime").shell', host: connection(host, port), name: `b${i}` },
	});
	p.setResources([
		{ urn: stack, custom: false, type: "pulumi:pulumi:Stack" },
		{ urn: provider, custom: true, id, type: "pulumi:providers:pulumi-nodejs", inputs: {}, outputs: {} },
		...Array.from({ length: count }, (_, i) => ({
			urn: `urn:pulumi:dev::unreachable::pulumi-nodejs:dynamic/ovs:Bridge::${host}-${i}`,
			...{ custom: true, id: `${host}/Bridge/b${i}`, type: "pulumi-nodejs:dynamic/ovs:Bridge" },
			...{ inputs: values(i), outputs: values(i), parent: stack, provider: `${provider}::${id}` },
		})),
	]);
}

/**
 * The engine may stop after the first failures. Of those that it reports, one has the reason, and the others refer to it. `least`: the
 * number of failures that it reports at least.
 */
function expectOneReason({ code, errors, output }: Ended, host: string, reason: RegExp, least = 2): void {
	expect(code).not.toBe(0);
	const ours = errors.filter(({ name }) => name.startsWith(`${host}-`)).map(({ message }) => message.trim());
	const full = ours.filter((message) => reason.test(message));
	expect(full).toHaveLength(1);
	const label = new RegExp(`${host}-\\d+ \\(${host}/Bridge/b\\d+\\)`).exec(full[0] as string)?.[0];
	expect(label).toBeDefined();
	expect(ours.length).toBeGreaterThanOrEqual(least);
	for (const message of ours.filter((one) => one !== full[0])) {
		expect(message).toMatch(`there is no connection to the host: see the error of ${label}`);
		expect(message.length).toBeLessThan(250);
	}
	// Nothing is told at the stack once more, and no message ends in a colon.
	expect(errors.filter(({ name, message }) => name === "" && /connection/.test(message))).toEqual([]);
	expect(output).not.toMatch(/error: .*:\s*$/m);
	expect(output.split(/^Diagnostics:/m)[1]?.match(new RegExp(reason, "g"))).toHaveLength(1);
}

const reasons = { refused: /the connection was refused/, silent: /it did not answer within 10 s/ };

test.each(["refused", "silent"] as const)("a host whose connection is %s is told of once at up", async (host) => {
	p.program(bridges(host, ports[host]));
	expectOneReason(await p.tryUp(), host, reasons[host]);
});

test("a host whose connection is refused is told of once at an online preview", async () => {
	p.program(bridges("refused", ports.refused));
	p.configure({ "ovs:preview": "online" });
	try {
		// The engine asks about one resource at a time.
		expectOneReason(await p.run(["preview"]), "refused", reasons.refused, 1);
	} finally {
		p.configure({});
	}
});

// Each command has its own way to the reader, whatever the reason.
test.each([
	["refresh", ["refresh", "--yes", "--skip-preview"]],
	["preview --refresh", ["preview", "--refresh"]],
	["destroy", ["destroy", "--yes", "--skip-preview"]],
])("a host whose connection is refused is told of once at %s", async (_, args) => {
	p.program(bridges("refused", ports.refused));
	pretend("refused", ports.refused);
	expectOneReason(await p.run(args), "refused", reasons.refused);
});

// test/unit/pulumi/check-failures.test.ts tries all wrong values of all kinds on a copy of the engine's format.
test("no wrong value is shown as <nil>, and the message names the property", async () => {
	const subports = '[{ name: "a", segmentationId: 5000 }]';
	bad.program(`new ovs.Trunk("deep", { host: "127.0.0.1", parent: { port: "p" }, subports: ${subports} });`);
	const { code, output } = await bad.preview();
	expect(code).not.toBe(0);
	expect(output).not.toContain("<nil>");
	expect(output).toMatch(/subports\[0\]\.segmentationId: must be a VLAN id/);
});
