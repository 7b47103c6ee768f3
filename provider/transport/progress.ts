/** Age in milliseconds from which a stage is shown, and the interval in which the line is updated. */
const shownAfterMs = 2_000;
const refreshMs = 500;
/** Largest number of hosts that the line names. */
const maxHosts = 3;

/** A stage of the work on a host, such as opening the connection. */
export interface Stage {
	/** Present description for the user, such as "connecting to root@192.0.2.1". */
	what: () => string;
	end(): void;
}

interface RunningStage extends Stage {
	host: string;
	since: number;
}

/** One line of text with the present stage of each host, shown if the stage takes more than two seconds. */
export class Progress {
	private readonly running = new Set<RunningStage>();
	private timer: NodeJS.Timeout | undefined;
	private shown = "";

	/** @param show replaces the line shown before; an empty line removes it */
	constructor(public show: (line: string) => void = () => {}) {}

	/** Begins a stage on a host. Stages nest: of several stages on one host, the line shows the newest. */
	begin(host: string, what: () => string): Stage {
		const stage = { host, what, since: Date.now(), end: () => this.end(stage) };
		this.running.add(stage);
		this.timer ??= setInterval(() => this.refresh(), refreshMs).unref();
		return stage;
	}

	/** Begins a stage that ends when the promise settles. */
	during<T>(host: string, what: string, work: Promise<T>): Promise<T> {
		const { end } = this.begin(host, () => what);
		work.then(end, end);
		return work;
	}

	private end(stage: RunningStage): void {
		this.running.delete(stage);
		if (this.running.size > 0) return;
		clearInterval(this.timer);
		this.timer = undefined;
		this.refresh();
	}

	private refresh(): void {
		const line = lineOf(this.running, Date.now());
		if (line === this.shown) return;
		this.shown = line;
		this.show(line);
	}
}

/** The line at the time `now`, with the newest stage of each host among those that have lasted long enough. */
function lineOf(stages: Iterable<RunningStage>, now: number): string {
	const lasting = [...stages].filter(({ since }) => now - since >= shownAfterMs);
	const hosts = [...new Map(lasting.map((stage) => [stage.host, stage])).values()];
	const words = hosts.slice(0, maxHosts).map(({ host, what }) => `${host}: ${what()}`);
	const others = hosts.length - words.length;
	return [...words, ...(others > 0 ? [`${others} more ${others === 1 ? "host" : "hosts"} busy`] : [])].join("; ");
}

/** The progress of all hosts of this process: the engine shows one line only. */
export const progress = new Progress();
