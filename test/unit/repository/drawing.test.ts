import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const drawing = resolve(__dirname, "../../../tools/drawing.mjs");

/** Draws hosts by address, each with a Vtep to the listed hosts. The script is an ES module, so it runs in its own process. */
function draw(peers: Record<string, string[]>, width: number): string[] {
	const names = Object.keys(peers);
	const underlay = (name: string) => `192.0.2.${names.indexOf(name) + 1}`;
	const resources = names.flatMap((host, i) => [
		{ type: "t:Bridge", outputs: { host, name: "br-vxlan", addresses: [`10.0.0.${i + 1}/24`] } },
		{
			type: "t:Vtep",
			outputs: {
				host,
				type: "vxlan",
				key: 7,
				localIp: underlay(host),
				peers: Object.fromEntries(peers[host]?.map((peer) => [peer, underlay(peer)]) ?? []),
			},
		},
	]);
	const script = `import { drawNetwork, networkOf } from ${JSON.stringify(drawing)};
process.stdout.write(JSON.stringify(drawNetwork(networkOf(${JSON.stringify(resources)}), ${width})));`;
	return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
}

test("hosts are side by side, and each tunnel is one line", () => {
	expect(draw({ h1: ["h2", "h3"], h2: ["h1"], h3: ["h1"] }, 80)).toEqual([
		"┌─ h1 ───────────────┐  ┌─ h2 ───────────────┐  ┌─ h3 ───────────────┐",
		"│ br-vxlan           │  │ br-vxlan           │  │ br-vxlan           │",
		"│   10.0.0.1/24      │  │   10.0.0.2/24      │  │   10.0.0.3/24      │",
		"│ underlay 192.0.2.1 │  │ underlay 192.0.2.2 │  │ underlay 192.0.2.3 │",
		"└──────────┬─────────┘  └──────────┬─────────┘  └──────────┬─────────┘",
		"           ├────── vxlan 7 ────────┘                       │",
		"           └────── vxlan 7 ────────────────────────────────┘",
	]);
});

test("a narrow terminal gets a list", () => {
	expect(draw({ h1: ["h2"], h2: ["h1"] }, 40)).toEqual([
		"h1: br-vxlan, 10.0.0.1/24, underlay 192.0.2.1",
		"h2: br-vxlan, 10.0.0.2/24, underlay 192.0.2.2",
		"h1 ── vxlan 7 ── h2",
	]);
});
