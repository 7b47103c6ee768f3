import { createHash } from "node:crypto";

/** The SHA-256 of a text in hexadecimal digits, as `sha256sum` prints it. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
