import { peers } from "../peers";
import { elsewhere, type Faults, liveAll } from "../peers/run";
import { newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// Configurations of other tools come true as resources, read back as they were said, change, and leave nothing.
const hosts = ["h2", "h3", "h1", "gw", "t1", "t2"];

jest.setTimeout(900_000);

afterAll(async () => {
	await newRun();
	await Promise.all(hosts.map(cleanHost));
});

describe.each(peers)("$name", ({ configurations }) => {
	const said = configurations.filter(({ resources }) => resources !== undefined);
	let faults: Faults;

	beforeAll(async () => {
		faults = await liveAll(hosts, said);
	});

	test.each([...said.map(({ name }) => name), elsewhere])("%s", (name) => {
		expect(faults.get(name)).toEqual([]);
	});
});
