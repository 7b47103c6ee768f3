/** The greatest length of one message in bytes. The whole configuration of a switch with 10,000 ports is a tenth of it. */
const longestMessage = 256 * 2 ** 20;

const [quotationMark, backslash] = [0x22, 0x5c];
const opening = new Set([..."{["].map((sign) => sign.charCodeAt(0)));
const closing = new Set([..."}]"].map((sign) => sign.charCodeAt(0)));
const space = new Set([..." \t\r\n"].map((sign) => sign.charCodeAt(0)));

/** Splits a stream of bytes into the JSON objects and arrays in it. A message may come in parts, and several in one part. */
export class JsonMessages {
	private parts: Buffer[] = [];
	private size = 0;
	private depth = 0;
	private isInString = false;
	private isEscaped = false;

	/** `limit`: the greatest length of one message in bytes. */
	constructor(private readonly limit = longestMessage) {}

	/** The messages that end in this part. Throws where the stream holds something else, or a message is too long. */
	push(part: Buffer): unknown[] {
		const messages: unknown[] = [];
		let start = 0;
		for (let at = 0; at < part.length; at++) {
			if (!this.endsMessage(part[at] as number)) continue;
			this.keep(part.subarray(start, at + 1));
			messages.push(JSON.parse(Buffer.concat(this.parts).toString("utf8")));
			this.parts = [];
			this.size = 0;
			start = at + 1;
		}
		this.keep(part.subarray(start));
		return messages;
	}

	private endsMessage(byte: number): boolean {
		if (this.isInString) {
			if (this.isEscaped) this.isEscaped = false;
			else if (byte === backslash) this.isEscaped = true;
			else if (byte === quotationMark) this.isInString = false;
			return false;
		}
		if (opening.has(byte)) this.depth++;
		else if (this.depth === 0) {
			if (!space.has(byte)) throw new Error("the stream holds something else than JSON messages");
		} else if (byte === quotationMark) this.isInString = true;
		else if (closing.has(byte)) return --this.depth === 0;
		return false;
	}

	private keep(part: Buffer): void {
		if (part.length === 0) return;
		this.size += part.length;
		if (this.size > this.limit) throw new Error(`a message is longer than ${this.limit} bytes`);
		this.parts.push(part);
	}
}
