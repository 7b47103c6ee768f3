import { accessSync, constants } from "node:fs";
import path from "node:path";

export function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Path of a program on the PATH, without the folder `except`; undefined if there is none. */
export function findProgram(name, except) {
	const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder && path.resolve(folder) !== except);
	return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

/** True if a version is at least another one. */
export function atLeast(have, wanted) {
	const [a, b] = [have, wanted].map((text) => text.split(/[.-]/).map(Number));
	for (let i = 0; i < b.length; i++) {
		if ((a[i] || 0) !== b[i]) return (a[i] || 0) > b[i];
	}
	return true;
}
