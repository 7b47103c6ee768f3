import { Progress } from "../../../provider/transport/progress";

let lines: string[];
let progress: Progress;

beforeEach(() => {
	jest.useFakeTimers();
	lines = [];
	progress = new Progress((line) => lines.push(line));
});
afterEach(() => jest.useRealTimers());

const begin = (host: string, what: string) => progress.begin(host, () => what);

test("work that ends within two seconds is not shown", () => {
	for (let i = 0; i < 10; i++) {
		const { end } = begin("h1", "reading");
		jest.advanceTimersByTime(1_900);
		end();
	}
	expect(lines).toEqual([]);
});

test("longer work is shown once, and removed at its end", () => {
	const { end } = begin("h1", "reading");
	jest.advanceTimersByTime(60_000);
	expect(lines).toEqual(["h1: reading"]);
	end();
	expect(lines).toEqual(["h1: reading", ""]);
	expect(jest.getTimerCount()).toBe(0);
});

test("the innermost work of a host is shown", () => {
	begin("h1", "waiting");
	const inner = begin("h1", "connecting");
	jest.advanceTimersByTime(2_500);
	inner.end();
	jest.advanceTimersByTime(500);
	begin("h1", "reading");
	jest.advanceTimersByTime(1_500);
	expect(lines).toEqual(["h1: connecting", "h1: waiting"]);
	jest.advanceTimersByTime(500);
	expect(lines.at(-1)).toBe("h1: reading");
});

test("the text may change during the work", () => {
	const stage = begin("h1", "waiting for a");
	jest.advanceTimersByTime(2_500);
	stage.what = () => "waiting for b";
	jest.advanceTimersByTime(500);
	expect(lines).toEqual(["h1: waiting for a", "h1: waiting for b"]);
});

test("many hosts share the line", () => {
	for (const i of [1, 2, 3, 4, 5]) begin(`h${i}`, "reading");
	jest.advanceTimersByTime(2_000);
	expect(lines).toEqual(["h1: reading; h2: reading; h3: reading; 2 more hosts busy"]);
});

test("a promise is shown until it settles, and its failure reaches its caller", async () => {
	let fail = (_: Error) => {};
	const work = progress.during(
		"h1",
		"connecting",
		new Promise((_, reject) => {
			fail = reject;
		}),
	);
	jest.advanceTimersByTime(3_000);
	fail(new Error("refused"));
	await expect(work).rejects.toThrow("refused");
	expect(lines).toEqual(["h1: connecting", ""]);
});
