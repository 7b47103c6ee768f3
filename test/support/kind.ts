import { type Values, withoutUnset } from "../../provider/base/values";
import { shell } from "../../provider/index";
import { kinds } from "../../provider/kinds";
import { describe, differences } from "../../provider/model/compare";
import type { Kind } from "../../provider/model/kind";
import { checkInputs } from "../../provider/model/validate";
import { closeAll } from "../../provider/transport/open";

const owner = "lab/test";

let counter = 0;

/** OVS_TRANSPORT=vsctl runs all tests with ovs-vsctl where they would use the database of Open vSwitch. */
const usual: Record<string, string | undefined> = { "ovs:transport": process.env.OVS_TRANSPORT };

/** Brings the provider into the state at the start of a run: no connections, and no facts about hosts. */
export async function newRun(config: Record<string, string> = {}): Promise<void> {
	await closeAll();
	await shell.configure({ config: { get: (key) => config[key] ?? usual[key] } });
}

async function checked(olds: Values, kind: string, args: Values, tag: string): Promise<Values> {
	const envelope = { __provider: "x", __kind: kind, __v: 1, __owner: owner, __resource: tag };
	const { inputs, failures } = await shell.check(olds, { ...args, ...envelope });
	if (failures.length > 0) throw new Error(failures.map((f) => `${f.property} ${f.reason}`).join("; "));
	return { ...inputs, __provider: "x" };
}

/** A resource with its inputs and its state, as the engine stores it. */
export class Made {
	private constructor(
		readonly kind: string,
		public id: string,
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

	/** A partly created resource, from the error that the provider returned to the engine. */
	static fromError(kind: string, args: Values, error: Values): Made {
		return new Made(kind, error.id, `${++counter}:${kind}`, args, error.properties);
	}

	/** The fields for which an update to these inputs would replace the object; undefined if nothing would change. */
	async diff(args = this.args): Promise<string[] | undefined> {
		const { changes, replaces } = await shell.diff(this.id, this.state, await checked(this.state, this.kind, args, this.tag));
		return changes === false ? undefined : replaces;
	}

	/** The differences between the state and the inputs, and the object's fault, in words. */
	differences(): string[] {
		const kind = kinds[this.kind] as Kind;
		const all = differences(kind, checkInputs(kind, this.args).values, withoutUnset(this.state)).map(describe);
		return this.state.error ? [...all, `error: ${this.state.error}`] : all;
	}

	async update(args = this.args): Promise<this> {
		const news = await checked(this.state, this.kind, args, this.tag);
		this.state = (await shell.update(this.id, this.state, news)).outs;
		this.args = args;
		return this;
	}

	/** Deletes the object and creates it with these inputs, or the other way around, as the engine does for a replacement. */
	async replace(args: Values): Promise<this> {
		const news = await checked(this.state, this.kind, args, this.tag);
		const { deleteBeforeReplace } = await shell.diff(this.id, this.state, news);
		if (deleteBeforeReplace) await this.delete();
		const { id, outs } = await shell.create(await checked({}, this.kind, args, this.tag));
		if (!deleteBeforeReplace) await this.delete();
		[this.id, this.state, this.args] = [id, outs, args];
		return this;
	}

	/** Reads the object from the host and returns its new state; false if it does not exist. */
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

/** Creates several resources at the same time, as the engine does. */
export const createAll = (all: [kind: string, args: Values][]): Promise<Made[]> =>
	Promise.all(all.map(([kind, args]) => Made.create(kind, args)));

/** Expects, in a new run, that a refresh finds no drift. */
export async function expectConverged(all: Made[], config: Record<string, string> = {}): Promise<void> {
	await newRun(config);
	await Promise.all(all.map((made) => made.refresh()));
	for (const made of all) expect([made.id, await made.diff()]).toEqual([made.id, undefined]);
}

/** Deletes all resources at the same time, in a new run. */
export async function deleteAll(all: Made[], config: Record<string, string> = {}): Promise<void> {
	await newRun(config);
	await Promise.all(all.map((made) => made.delete()));
}

/** Expects that a refresh finds drift, and that an update repairs it. */
export async function repairs(made: Made): Promise<void> {
	await newRun();
	await made.refresh();
	if ((await made.diff()) === undefined) throw new Error(`${made.id}: no drift was seen`);
	await made.update();
	await newRun();
	await made.refresh();
	if ((await made.diff()) !== undefined) throw new Error(`${made.id}: there is drift after the repair`);
}
