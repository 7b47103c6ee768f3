import { shell } from "../../provider/index";
import { closeAll } from "../../provider/transport/open";

// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs of any kind
type Values = Record<string, any>;

const owner = "lab/test";
let counter = 0;

/** What a new run of the engine starts with: no connection, nothing known of any host. */
export async function newRun(config: Record<string, string> = {}): Promise<void> {
	await closeAll();
	await shell.configure({ config: { get: (key) => config[key] } });
}

async function checked(olds: Values, kind: string, args: Values, tag: string): Promise<Values> {
	const envelope = { __provider: "x", __kind: kind, __v: 1, __owner: owner, __resource: tag };
	const { inputs, failures } = await shell.check(olds, { ...args, ...envelope });
	if (failures.length > 0) throw new Error(failures.map((f) => `${f.property} ${f.reason}`).join("; "));
	return { ...inputs, __provider: "x" };
}

/** A resource, as the engine keeps it in its state. */
export class Made {
	private constructor(
		readonly kind: string,
		readonly id: string,
		private readonly tag: string,
		public args: Values,
		public state: Values,
	) {}

	static async create(kind: string, args: Values): Promise<Made> {
		const tag = `${++counter}:${kind}`;
		const inputs = await checked({}, kind, args, tag);
		const { id, outs } = await shell.create(inputs);
		return new Made(kind, id, tag, args, outs);
	}

	/** A half-made resource's state, out of the error that the engine was told. */
	static fromError(kind: string, args: Values, error: Values): Made {
		return new Made(kind, error.id, `${++counter}:${kind}`, args, error.properties);
	}

	/** Which fields a run with these inputs would replace the object for; undefined: nothing is to be done. */
	async diff(args = this.args): Promise<string[] | undefined> {
		const { changes, replaces } = await shell.diff(this.id, this.state, await checked(this.state, this.kind, args, this.tag));
		return changes === false ? undefined : replaces;
	}

	async update(args = this.args): Promise<this> {
		const news = await checked(this.state, this.kind, args, this.tag);
		this.state = (await shell.update(this.id, this.state, news)).outs;
		this.args = args;
		return this;
	}

	/** Deleted, then made anew with these inputs, as the engine replaces what it knows is to be replaced. */
	async replace(args: Values): Promise<this> {
		await this.diff(args);
		await this.delete();
		this.state = (await shell.create(await checked({}, this.kind, args, this.tag))).outs;
		this.args = args;
		return this;
	}

	/** As it is on the host; false: it is gone. */
	async refresh(): Promise<Values | false> {
		const { id, props } = await shell.read(this.id, { ...this.state, __provider: "x" });
		if (!id) return false;
		this.state = props ?? {};
		return this.state;
	}

	delete(): Promise<void> {
		return shell.delete(this.id, this.state);
	}
}

export const create = Made.create;

/** Several at once, as the engine does it. */
export const createAll = (all: [kind: string, args: Values][]): Promise<Made[]> =>
	Promise.all(all.map(([kind, args]) => Made.create(kind, args)));

/** In a run of its own: a refresh finds nothing of them that is not as wanted. */
export async function expectConverged(all: Made[]): Promise<void> {
	await newRun();
	for (const made of all) {
		await made.refresh();
		expect([made.id, await made.diff()]).toEqual([made.id, undefined]);
	}
}

/** In a run of its own: all at once, as the engine does it. */
export async function deleteAll(all: Made[]): Promise<void> {
	await newRun();
	await Promise.all(all.map((made) => made.delete()));
}

/** In one run: drift is seen, the update repairs it, and then there is none. */
export async function repairs(made: Made): Promise<void> {
	await newRun();
	await made.refresh();
	if ((await made.diff()) === undefined) throw new Error(`${made.id}: no drift was seen`);
	await made.update();
	await newRun();
	await made.refresh();
	if ((await made.diff()) !== undefined) throw new Error(`${made.id}: there is drift after the repair`);
}
