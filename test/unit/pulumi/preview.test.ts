import type { Preview } from "../../../provider/apply/plan-batch";
import type { Values } from "../../../provider/base/values";
import {
	previewChange,
	previewReplacement,
	rememberAsked,
	rememberDeclaration,
	tellOffline,
	warnOfStillMissing,
} from "../../../provider/pulumi/preview";
import { beginRun, currentRun } from "../../../provider/pulumi/run";
import { rememberSecret } from "../../../provider/pulumi/secret-values";
import type { Step } from "../../../provider/tools/list";
import { kindNamed, operationOf } from "../support/cases";

// The messages of an online preview, and of `pulumi-ovs plan`.

const mockTold: string[] = [];
let mockPreviewed: () => Preview;
let mockShown: boolean;
let mockOnline = true;
const mockHosts = { nameOf: () => "h1", get: () => ({ preview: async () => mockPreviewed() }) };
jest.mock("../../../provider/pulumi/configuration", () => ({
	hosts: () => mockHosts,
	settings: () => ({ showsCommands: mockShown, previewsOnline: mockOnline }),
}));
jest.mock("../../../provider/pulumi/engine-log", () => ({
	tell: async (urn: string, text: string) => mockTold.push(`${urn}: ${text}`),
	warn: async (text: string) => mockTold.push(`warning: ${text}`),
}));

const bridge = operationOf(kindNamed("Bridge"), { want: { name: "br0" } as Values });
const missing = "it can't be previewed until h1/HostSetup/s has set the host up";

/** What is told of a preview of the program's second resource. */
async function told(preview: Preview, { shown = true, knowsFirst = true } = {}): Promise<string[]> {
	mockTold.length = 0;
	[mockPreviewed, mockShown] = [() => preview, shown];
	if (knowsFirst) rememberAsked({ urn: "first", isPreview: true, number: 1 }, false);
	await previewChange(bridge, { urn: "urn", isPreview: true, number: 2 });
	return mockTold;
}

test("commands that are not known are never told as no commands, also where an earlier resource is not known", async () => {
	const line = `urn: the commands are not known yet: ${missing}`;
	expect(await told({ steps: [], missing }, { knowsFirst: false })).toEqual([line]);
	expect(await told({ steps: [], missing })).toEqual([`warning: h1/Bridge/br0: ${missing}`, line]);
	expect(await told({ steps: [], missing }, { shown: false })).toEqual([`warning: h1/Bridge/br0: ${missing}`]);
});

test("what is missing is told when the engine has asked about all earlier resources, if none of them has declared it", async () => {
	const { configuration } = currentRun();
	for (const found of [missing, undefined]) {
		beginRun(configuration);
		expect(await told({ steps: [], missing }, { shown: false, knowsFirst: false })).toEqual([]);
		await warnOfStillMissing();
		expect(mockTold).toEqual([]);
		mockPreviewed = () => ({ steps: [], missing: found });
		rememberAsked({ urn: "first", isPreview: true, number: 1 }, false);
		rememberAsked({ urn: "urn", isPreview: true, number: 2 }, false);
		for (let i = 0; i < 2; i++) await warnOfStillMissing();
		expect(mockTold).toEqual(found === undefined ? [] : [`warning: h1/Bridge/br0: ${found}`]);
	}
});

test("nothing is told of a change without commands", async () => {
	expect(await told({ steps: [] })).toEqual([]);
});

test("the message of a step is told, whether or not commands are shown", async () => {
	const step: Step = { tool: "uplink", phase: "uplinks", bridge: "br0", nic: "eth1", rows: [], undo: [], warning: "a lease" };
	expect(await told({ steps: [step] }, { shown: false })).toEqual(["warning: h1/Bridge/br0: a lease"]);
});

test("so is what the change may do to the connection", async () => {
	const preview = { steps: [], warnings: ["it may cut the connection"] };
	expect(await told(preview, { shown: false })).toEqual(["warning: h1/Bridge/br0: it may cut the connection"]);
});

test("the differences stand before the commands, without values of secrets and of what the program has dropped", async () => {
	rememberSecret("hunter2-token");
	const step: Step = { tool: "modprobe", phase: "modules", names: ["openvswitch"] };
	const differences = [
		{ path: "tag", want: 30, have: 7 },
		{ path: "mtu", want: 1500, have: undefined },
		{ path: "trunks", want: undefined, have: [5] },
		{ path: "externalIds.token", want: "hunter2-token", have: "hunter1-token" },
		{ path: "externalIds.old", want: undefined, have: "hunter0-token" },
		{ path: "long", want: "l".repeat(300), have: "" },
		{ path: "key", want: "psk-1", have: "psk-0", isSecret: true as const },
	];
	const [shown = ""] = await told({ steps: [step], differences });
	const lines = shown.split("\n").map((line) => line.trim());
	expect(lines.slice(1, 9)).toEqual([
		"# tag is 7, wanted 30",
		"# mtu is not set, wanted 1500",
		"# trunks is set, wanted unset",
		"# externalIds.token has another value than wanted",
		"# externalIds.old is set, wanted unset",
		"# long has another value than wanted",
		"# key has another value than wanted",
		expect.stringMatching(/^sh -c/),
	]);
	const many = Array.from({ length: 12 }, (_, i) => ({ path: `flows[${i}]`, want: 1, have: 2 }));
	expect((await told({ steps: [step], differences: many }))[0]?.split("\n").slice(10, 13)).toEqual([
		"    # flows[9] is 2, wanted 1",
		"    # and 2 more",
		expect.stringMatching(/^ {4}sh -c/),
	]);
});

test("an offline preview says once that it shows no commands, where they are wanted", async () => {
	const { configuration } = currentRun();
	const offline = async (shown: boolean, online: boolean, isPreview = true) => {
		beginRun(configuration);
		mockTold.length = 0;
		[mockShown, mockOnline] = [shown, online];
		rememberDeclaration(bridge, { urn: "urn", isPreview, number: 1 });
		for (let i = 0; i < 2; i++) await tellOffline(bridge);
		mockOnline = true;
		return mockTold;
	};
	expect(await offline(true, false)).toEqual([
		"undefined: this preview is offline and shows no commands: to see them, run `pulumi config set ovs:preview online`",
	]);
	for (const [shown, online, isPreview] of [
		[false, false, true],
		[true, true, true],
		[true, false, false],
	] as const)
		expect(await offline(shown, online, isPreview)).toEqual([]);
});

describe("the creation of a replacement", () => {
	const removal = operationOf(kindNamed("Bridge"), { want: null, was: { name: "br0" } });
	const creationOf = (name: string) => operationOf(kindNamed("Bridge"), { want: { name } });
	const notKnown = "urn: the commands that create the new object are not known yet: ";

	/** What is told of a replacement by a bridge of this name. The removal has no steps. */
	async function replaced(name: string, creation: () => Preview, shown = true): Promise<string[]> {
		mockTold.length = 0;
		const answers = [() => ({ steps: [] }), creation];
		[mockPreviewed, mockShown] = [() => (answers.shift() as () => Preview)(), shown];
		await previewReplacement(removal, creationOf(name), { urn: "urn", isPreview: true, number: 1 });
		return mockTold;
	}

	const refuse = (): never => {
		throw new Error("h1/Bridge/br1: no");
	};

	test("is shown for another object, with the reason where it is not known", async () => {
		const step = { tool: "modprobe", phase: "modules", names: ["openvswitch"] } as const;
		const [told = ""] = await replaced("br1", () => ({ steps: [{ ...step, names: [...step.names] }] }));
		expect(told).toMatch(/^urn: commands on h1, if you update now, to create the new object:\n {4}/);
		expect(await replaced("br1", () => ({ steps: [], missing }))).toEqual([`${notKnown}${missing}`]);
		expect(await replaced("br1", refuse)).toEqual([`${notKnown}h1/Bridge/br1: no`]);
	});

	test("is warned of, whether or not commands are shown", async () => {
		const warned = ["warning: h1/Bridge/br1: it may cut the connection"];
		expect(await replaced("br1", () => ({ steps: [], warnings: ["it may cut the connection"] }), false)).toEqual(warned);
		expect(await replaced("br1", refuse, false)).toEqual([]);
	});

	test("is not known before the removal of the same object", async () => {
		expect(await replaced("br0", refuse)).toEqual([`${notKnown}they depend on what is on the host after the removal`]);
	});
});
