import { type Layer, layers } from "./layers";

const row = 44;
const box = { left: 12, width: 580, height: 32 };
const lane = { first: 628, step: 34 };
const top = 16;

const css = `
	text { font: 13px system-ui, sans-serif; fill: #1f2328 }
	.name { font-family: ui-monospace, monospace; font-weight: 600 }
	.legend { font-size: 12px; fill: #59636e }
	rect { fill: #f6f8fa; stroke: #8c959f }
	.pure { fill: #ddf4ff; stroke: #54aeff }
	path { fill: none; stroke: #8c959f }
	circle, .head { fill: #0969da; stroke: none }
	@media (prefers-color-scheme: dark) {
		text { fill: #f0f6fc }
		.legend { fill: #9198a1 }
		rect { fill: #151b23; stroke: #656c76 }
		.pure { fill: #121d2f; stroke: #1f6feb }
		path { stroke: #656c76 }
		circle, .head { fill: #4493f8 }
	}
`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * An SVG picture of the folders of provider/, as boxes from top to bottom, and of the imports between them. A vertical line leads
 * down to each folder. A dot on that line, at the height of another folder, means that the other folder imports this one.
 */
export function picture(arrows: Map<string, Map<string, number>>): string {
	const names = Object.keys(layers);
	const middle = (name: string) => top + names.indexOf(name) * row + box.height / 2;
	const right = box.left + box.width;
	const x = (name: string) => lane.first + (names.indexOf(name) - 1) * lane.step;
	const boxes = names.map((name) => {
		const y = middle(name);
		const { holds, denied } = layers[name] as Layer;
		return [
			`<rect${denied.includes("Date") ? ' class="pure"' : ""} x="${box.left}" y="${y - box.height / 2}" width="${box.width}" height="${box.height}" rx="6"/>`,
			`<text class="name" x="${box.left + 14}" y="${y + 4.5}">${name === "index" ? "index.ts" : `${name}/`}</text>`,
			`<text x="${box.left + 112}" y="${y + 4.5}">${escaped(holds)}</text>`,
		].join("\n");
	});
	const lines = names.flatMap((name) => {
		const to = names.filter((other) => arrows.get(name)?.has(other));
		const from = names.filter((other) => arrows.get(other)?.has(name));
		const [out, into] = [middle(name) - 6, middle(name) + 6];
		return [
			...(to.length > 0 ? [`<path d="M${right} ${out}H${Math.max(...to.map(x))}"/>`] : []),
			...(from.length > 0
				? [
						`<path d="M${x(name)} ${middle(from[0] ?? "") - 6}V${into}H${right + 8}"/>`,
						`<path class="head" d="M${right} ${into}l9 -4.5v9z"/>`,
					]
				: []),
			...to.map((other) => `<circle cx="${x(other)}" cy="${out}" r="3.5"/>`),
		];
	});
	const [width, height] = [lane.first + (names.length - 1) * lane.step, top + names.length * row + 24];
	const legend =
		"A line leads down to each folder from those that import it: a dot stands for one importer. Blue folders are pure.";
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		"<title>The folders of provider/ and which imports which</title>",
		`<style>${css}</style>`,
		...lines,
		...boxes,
		`<text class="legend" x="${box.left}" y="${height - 10}">${legend}</text>`,
		"</svg>\n",
	].join("\n");
}
