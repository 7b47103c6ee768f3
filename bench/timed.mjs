import { Failed, quietly } from "../tools/commands.mjs";

/** The longest time of one step, in minutes. */
const longest = 60;

/** Runs a program, whose output is in the error if it fails. Returns the seconds that it took. */
export async function timed(program, args, options) {
	let timer;
	const until = new Promise((resolve) => {
		timer = setTimeout(resolve, longest * 60_000);
	});
	const start = performance.now();
	let isOver = false;
	until.then(() => {
		isOver = true;
	});
	try {
		await quietly(program, args, { ...options, until });
		return (performance.now() - start) / 1000;
	} catch (error) {
		throw isOver ? new Failed(`${program} was ended after ${longest} minutes`) : error;
	} finally {
		clearTimeout(timer);
	}
}
