/** How long something may go on, in milliseconds, before a person who waits is told of it; and how often that is looked at. */
const unseen = 2_000;
const look = 500;
/** How many hosts are named in the one line that there is. */
const named = 3;

/** Something that goes on until it ends. */
export interface Stage {
	/** What it is, in the words of a person who waits. */
	what: () => string;
	end(): void;
}

interface Running extends Stage {
	host: string;
	since: number;
}

/** What the hosts of a run are at, told in one line where it takes more than two seconds. */
export class Progress {
	private readonly running = new Set<Running>();
	private timer: NodeJS.Timeout | undefined;
	private shown = "";

	/** @param show puts the line in the place of the one before; an empty one takes it away */
	constructor(public show: (line: string) => void = () => {}) {}

	/** Something begins on a host, within what began there before and has not ended. */
	begin(host: string, what: () => string): Stage {
		const stage = { host, what, since: Date.now(), end: () => this.end(stage) };
		this.running.add(stage);
		this.timer ??= setInterval(() => this.tell(), look).unref();
		return stage;
	}

	/** The same, as long as a promise has not ended. */
	during<T>(host: string, what: string, work: Promise<T>): Promise<T> {
		const { end } = this.begin(host, () => what);
		work.then(end, end);
		return work;
	}

	private end(stage: Running): void {
		this.running.delete(stage);
		if (this.running.size > 0) return;
		clearInterval(this.timer);
		this.timer = undefined;
		this.tell();
	}

	private tell(): void {
		const line = lineOf(this.running, Date.now());
		if (line === this.shown) return;
		this.shown = line;
		this.show(line);
	}
}

/** The innermost of each host that has lasted. */
function lineOf(stages: Iterable<Running>, now: number): string {
	const lasting = [...stages].filter(({ since }) => now - since >= unseen);
	const hosts = [...new Map(lasting.map((stage) => [stage.host, stage])).values()];
	const words = hosts.slice(0, named).map(({ host, what }) => `${host}: ${what()}`);
	const others = hosts.length - words.length;
	return [...words, ...(others > 0 ? [`${others} more ${others === 1 ? "host" : "hosts"} busy`] : [])].join("; ");
}

/** Of this process: its hosts share the one line. */
export const progress = new Progress();
