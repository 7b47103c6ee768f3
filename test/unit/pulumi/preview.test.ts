import type { Preview } from "../../../provider/apply/plan-batch";
import type { Values } from "../../../provider/base/values";
import { noteAsked, previewChange } from "../../../provider/pulumi/preview";
import { kindNamed, operationOf } from "../support/cases";

// The messages of an online preview, and of `pulumi-ovs plan`.

const mockTold: string[] = [];
let mockPreview: Preview;
let mockShown: boolean;
const mockHosts = { nameOf: () => "h1", get: () => ({ preview: async () => mockPreview }) };
jest.mock("../../../provider/pulumi/configuration", () => ({
	hosts: () => mockHosts,
	run: () => ({ showsCommands: mockShown, previewsOnline: true }),
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
	[mockPreview, mockShown] = [preview, shown];
	if (knowsFirst) noteAsked({ urn: "first", isPreview: true, number: 1 }, false);
	await previewChange(bridge, { urn: "urn", isPreview: true, number: 2 });
	return mockTold;
}

test("commands that are not known are never told as no commands, also where an earlier resource is not known", async () => {
	const line = `urn: the commands are not known yet: ${missing}`;
	expect(await told({ steps: [], missing }, { knowsFirst: false })).toEqual([line]);
	expect(await told({ steps: [], missing })).toEqual([`warning: h1/Bridge/br0: ${missing}`, line]);
	expect(await told({ steps: [], missing }, { shown: false })).toEqual([`warning: h1/Bridge/br0: ${missing}`]);
});

test("nothing is told of a change without commands", async () => {
	expect(await told({ steps: [] })).toEqual([]);
});
