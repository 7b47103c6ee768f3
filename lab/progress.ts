/** How the lab tells what it is doing. A stage may say details while it runs. */
export interface Progress {
	stage<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
	note(text: string): void;
}

/** Says nothing: the default for scripts and tests. */
export const silent: Progress = {
	stage: (_title, work) => work(() => {}),
	note: () => {},
};
