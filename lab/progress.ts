/** Receiver of the lab's progress. A stage is one step of a start, and can report details while it runs. */
export interface Progress {
	stage<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
	note(text: string): void;
}

/** Ignores all progress: the default for scripts and tests. */
export const silent: Progress = {
	stage: (_title, work) => work(() => {}),
	note: () => {},
};
