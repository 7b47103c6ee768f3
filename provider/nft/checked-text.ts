import { z } from "zod";
import { singleSpaced } from "./syntax";

/** A text that a function checks. Repeated spaces are reduced to one. */
export const checkedText = (problem: (text: string) => string | undefined) =>
	z
		.string()
		.superRefine((text, context) => {
			const message = problem(text);
			if (message) context.addIssue({ code: "custom", message });
		})
		.overwrite(singleSpaced);
