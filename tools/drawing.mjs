// Draws a network from the state of a stack: the hosts side by side, and below them the tunnels between their bridges.

/**
 * @typedef {{ name: string, lines: string[] }} Box
 * @typedef {{ from: number, to: number, label: string }} Line
 */

const typeOf = (resource) => resource.type.split(":").at(-1);
const bare = (address) => address.split("/")[0];

/** The hosts and tunnels in `pulumi stack export`'s resources. */
export function networkOf(resources) {
	const outputs = (type) => resources.filter((one) => typeOf(one) === type).map((one) => one.outputs ?? {});
	const hosts = new Map();
	const hostOf = (host) => {
		const name = typeof host === "string" ? host : (host?.name ?? host?.host ?? "?");
		if (!hosts.has(name)) hosts.set(name, { name, bridges: [], locals: new Set(), tunnels: [] });
		return hosts.get(name);
	};
	for (const { host, name, addresses } of outputs("Bridge")) {
		hostOf(host).bridges.push({ name, addresses: addresses ?? [] });
	}
	for (const { host, localIp, peers, type, key } of outputs("Vtep")) {
		const known = hostOf(host);
		if (localIp) known.locals.add(localIp);
		for (const remote of Object.values(peers ?? {})) known.tunnels.push({ remote, type, key });
	}
	for (const { host, localIp, remoteIp, type, key } of outputs("Tunnel")) {
		const known = hostOf(host);
		if (localIp && localIp !== "flow") known.locals.add(localIp);
		if (remoteIp && remoteIp !== "flow") known.tunnels.push({ remote: remoteIp, type, key });
	}
	return [...hosts.values()].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

function boxOf(host) {
	const bridges = host.bridges.flatMap(({ name, addresses }) => [name, ...addresses.map((one) => `  ${one}`)]);
	return { name: host.name, lines: [...bridges, ...[...host.locals].map((one) => `underlay ${one}`)] };
}

function linesOf(hosts) {
	const owner = new Map(hosts.flatMap((host, index) => [...host.locals].map((address) => [bare(address), index])));
	const lines = new Map();
	hosts.forEach((host, index) => {
		for (const { remote, type, key } of host.tunnels) {
			const other = owner.get(bare(remote));
			if (other === undefined || other === index) continue;
			const [from, to] = [Math.min(index, other), Math.max(index, other)];
			const label = [type, key].filter((part) => part !== undefined).join(" ");
			lines.set(`${from} ${to} ${label}`, { from, to, label });
		}
	});
	return [...lines.values()].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
}

function drawBoxes(boxes, inner) {
	const height = Math.max(...boxes.map((box) => box.lines.length));
	const row = (draw) => boxes.map(draw).join("  ");
	const half = Math.floor(inner / 2);
	return [
		row((box) => `┌─ ${box.name} ${"─".repeat(inner - box.name.length - 3)}┐`),
		...Array.from({ length: height }, (_, i) => row((box) => `│ ${(box.lines[i] ?? "").padEnd(inner - 2)} │`)),
		row(() => `└${"─".repeat(half)}┬${"─".repeat(inner - half - 1)}┘`),
	];
}

function drawLines(lines, count, width) {
	const column = (index) => index * (width + 2) + 1 + Math.floor((width - 2) / 2);
	const last = (index) => lines.findLastIndex((line) => line.from === index || line.to === index);
	return lines.map(({ from, to, label }, row) => {
		const cells = new Array(column(count - 1) + 1).fill(" ");
		for (let x = column(from); x <= column(to); x++) cells[x] = "─";
		for (let i = 0; i < count; i++) if (last(i) > row) cells[column(i)] = "│";
		cells[column(from)] = last(from) > row ? "├" : "└";
		cells[column(to)] = last(to) > row ? "┤" : "┘";
		const text = ` ${label} `;
		const middle = Math.floor((column(from) + column(from + 1)) / 2 - text.length / 2);
		cells.splice(middle, text.length, ...text);
		return cells.join("").trimEnd();
	});
}

/** The lines of the drawing, or of a list where the terminal is too narrow for the drawing. */
export function drawNetwork(hosts, terminalWidth = 80) {
	if (hosts.length === 0) return [];
	const boxes = hosts.map(boxOf);
	const lines = linesOf(hosts);
	const inner = Math.max(18, ...boxes.flatMap((box) => [...box.lines, `${box.name}  `].map((text) => text.length + 2)));
	const width = inner + 2;
	if (boxes.length * (width + 2) > terminalWidth) {
		return [
			...boxes.map((box) => `${box.name}: ${box.lines.map((line) => line.trim()).join(", ")}`),
			...lines.map((line) => `${hosts[line.from].name} ── ${line.label} ── ${hosts[line.to].name}`),
		];
	}
	return [...drawBoxes(boxes, inner), ...drawLines(lines, hosts.length, width)];
}
