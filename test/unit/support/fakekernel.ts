import { sha256 } from "../../../provider/base/sha256";
import { runner, unit, unitName } from "../../../provider/tools/boot-runner";
import { FakeHost } from "./fakehost";

interface Device {
	index: number;
	kind?: string;
	data: Record<string, unknown>;
	up: boolean;
	mac: string;
	mtu: number;
	alias?: string;
	master?: string;
	/** The device below a VLAN. */
	parent?: string;
	addresses: string[];
}

interface Route {
	dst: string;
	table: string;
	proto: string;
	type: string;
	via?: string;
	dev?: string;
	metric?: string;
	tos?: string;
	/** Route attributes that `ip route add` can't set. */
	nhid?: number;
}

/** A fake host that also has devices, addresses, routes and the journal. `ip -batch` changes them as the kernel does. */
export class FakeKernel extends FakeHost {
	readonly devices = new Map<string, Device>();
	routes: Route[] = [];
	rules: { priority: number; table: string; protocol: string; fwmark?: string }[] = [];
	/** The permanent entries and the proxy entries, as `ip -N -j neigh` prints them. */
	neighbors: { dst: string; dev: string; lladdr?: string; router?: null; proxy?: null; protocol?: string }[] = [];
	/** The static entries of Linux bridges, as `bridge -j fdb show` prints them. */
	bridgeEntries: { mac: string; ifname: string; master: string; vlan?: number; flags: string[]; state: string }[] = [];
	/** The multicast groups of Linux bridges, as `bridge -d -j mdb show` prints them. */
	bridgeGroups: { dev: string; port: string; grp: string; state: string; vid?: number }[] = [];
	/** What the read of what is attached to a device prints, by device. */
	readonly attached = new Map<string, string>();
	readonly parameters = new Map<string, string>();
	/** Values that the kernel takes for others, as it rounds times. */
	readonly rounded = new Map<string, string>();
	readonly journal = new Map<string, string>();
	/** What programs have noted of others, by file. */
	readonly owed = new Map<string, string>();
	readonly bootFiles = new Map<string, string>();
	/** Words: the kernel refuses a line of ip's batch that contains one of them. */
	readonly refusedWords = new Set<string>();
	/** Words that the kernel accepts and ignores in a line of ip's batch. */
	readonly ignoredWords = new Set<string>();
	private index = 0;

	device(name: string, more: Partial<Device> = {}): Device {
		const index = ++this.index;
		const made = {
			index,
			data: {},
			up: false,
			mac: `02:00:00:00:00:${String(index).padStart(2, "0")}`,
			mtu: 1500,
			addresses: [],
		};
		this.devices.set(name, { ...made, ...more });
		return this.devices.get(name) as Device;
	}

	protected override change(argv: string[], stdin: string): string {
		if (stdin.includes("/etc/pulumi-ovs/boot")) return this.writeBootFiles(stdin);
		if (argv[3] === "owed") this.owed.set(argv[4] ?? "", stdin.trim());
		if (argv[3] === "not-owed") this.owed.delete(argv[4] ?? "");
		if (argv[3] === "owed" || argv[3] === "not-owed") return "";
		if (argv[0] === "sh") return this.note(argv.slice(4), stdin);
		if (argv[0] === "sysctl") return this.setParameters(stdin);
		if (argv[0] === "bridge") return this.addBridgeEntries(stdin.trimEnd().split("\n"));
		if (argv[0] === "ip") return this.batch(stdin.trimEnd().split("\n"), argv.includes("-force"));
		const before = new Map([...this.bridges].map(([bridge, ports]) => [bridge, [...ports].join()]));
		const message = this.vsctl(argv);
		for (const [bridge, ports] of this.bridges) if (before.get(bridge) !== [...ports].join()) this.changeMac(bridge);
		const ports = new Set([...this.bridges.values()].flatMap((on) => [...on]));
		for (const port of ports) if (!this.devices.has(port)) this.device(port, { kind: "openvswitch" });
		for (const [name, { kind }] of this.devices) if (kind === "openvswitch" && !ports.has(name)) this.remove(name);
		return message;
	}

	protected override look(argv: string[]): string {
		const line = argv.join(" ");
		if (line.includes("SSH_CONNECTION")) return [...this.owed.values()].map((note) => `owed ${note}\n`).join("");
		if (line.includes("addr show")) return JSON.stringify([...this.devices].map(linkJson));
		if (line.includes("table does not exist")) return this.routesOf(argv.slice(5));
		if (line.includes("route show")) return `family 4\n${JSON.stringify(this.routes.map(routeJson))}\nfamily 6\n[]`;
		if (line.includes("neigh show")) return `${JSON.stringify(this.neighbors)}\n`;
		if (argv.at(-2) === "attached") return this.attached.get(argv.at(-1) ?? "") ?? "";
		if (line.includes("fdb show"))
			return `${JSON.stringify(this.bridgeEntries)}\n${JSON.stringify([{ mdb: this.bridgeGroups, router: {} }])}`;
		if (line.includes("rule show")) return `family 4\n${JSON.stringify(this.rules)}\nfamily 6\n[]`;
		if (argv[0] === "sysctl") return `${this.parameters.get(argv.at(-1) ?? "") ?? ""}\n`;
		if (line.includes("/etc/pulumi-ovs/boot")) return this.bootSums();
		if (argv[3] === "journal")
			return argv
				.slice(4)
				.flatMap((file) => this.journal.get(file) ?? [])
				.join("\n");
		if (line.includes("/run/pulumi-ovs")) return [...this.journal.values()].join("\n");
		return super.look(argv);
	}

	/** The lists of tables, which are given by a family and a number each. */
	private routesOf(places: string[]): string {
		const lists = places.flatMap((table, i) => {
			if (i % 2 === 0) return [];
			const own = places[i - 1] === "4" ? this.routes.filter((route) => (route.table ?? "254") === table) : [];
			return [`table ${places[i - 1]} ${table}\n${JSON.stringify(own.map(routeJson))}\n`];
		});
		return lists.join("");
	}

	/** A local port gets another MAC address with other ports, and so do the VLANs on top of it. */
	private changeMac(name: string): void {
		this.neighbors = this.neighbors.filter(({ dev }) => dev !== name);
		for (const [vlan, { parent }] of this.devices) if (parent === name) this.changeMac(vlan);
	}

	private removeOver(name: string): void {
		this.routes = this.routes.filter((r) => r.dev !== name);
		this.neighbors = this.neighbors.filter(({ dev }) => dev !== name);
	}

	private addBridgeEntries(lines: string[]): string {
		for (const line of lines) {
			const [sort, verb, mac = "", , ifname = "", ...words] = line.split(" ");
			if (sort === "mdb" && ![...this.refusedWords].some((word) => line.includes(word))) {
				const [, , , dev = "", , port = "", , grp = "", state = "", , vid] = line.split(" ");
				this.bridgeGroups.push({ dev, port, grp, state, ...(vid === undefined ? {} : { vid: Number(vid) }) });
				continue;
			}
			const { master } = this.devices.get(ifname) ?? {};
			if (verb !== "replace" || master === undefined || [...this.refusedWords].some((word) => line.includes(word)))
				return "RTNETLINK answers: Operation not supported";
			const vlan = words.includes("vlan") ? { vlan: Number(words[words.indexOf("vlan") + 1]) } : {};
			const flags = words.includes("sticky") ? ["sticky"] : [];
			this.bridgeEntries.push({ mac, ifname, ...vlan, flags, master, state: words.includes("static") ? "static" : "permanent" });
		}
		return "";
	}

	private note(files: string[], stdin: string): string {
		for (const file of files) this.journal.delete(file);
		for (const [, file = "", entry = ""] of stdin.matchAll(/(.*)\n(.*)\n/g)) this.journal.set(file, entry);
		return "";
	}

	private writeBootFiles(script: string): string {
		for (const [, name = "", , text = ""] of script.matchAll(/^cat >\.new-(\d\d-\S+) <<'(\w+)'\n(.*?)^\2$/gms))
			this.bootFiles.set(name, text);
		for (const [, names = ""] of script.matchAll(/^rm -f -- (.*)$/gm))
			for (const name of names.split(" ")) this.bootFiles.delete(name);
		return "";
	}

	private bootSums(): string {
		const all = [...this.bootFiles, ["run", runner], [unitName, unit]] as const;
		return all.map(([name, text]) => `${sha256(text)}  ${name}\n`).join("");
	}

	/** A change of ip_forward is copied to all devices. */
	private setParameters(stdin: string): string {
		for (const [, key = "", value = ""] of stdin.matchAll(/(.*)=(.*)\n/g)) {
			if (key === "net/ipv4/ip_forward" && this.parameters.get(key) !== value)
				for (const other of this.parameters.keys())
					if (/^net\/ipv4\/conf\/.*\/forwarding$/.test(other)) this.parameters.set(other, value);
			this.parameters.set(key, this.rounded.get(value) ?? value);
		}
		return "";
	}

	private batch(lines: string[], goesOn: boolean): string {
		let refused = "";
		for (const [i, line] of lines.entries()) {
			const message = [...this.refusedWords].some((word) => line.includes(word))
				? "RTNETLINK answers: Invalid argument"
				: this.carry(this.heard(line).split(" "));
			if (message === "") continue;
			refused = `${message}\nCommand failed -:${i + 1}`;
			if (!goesOn) return refused;
		}
		return refused;
	}

	private heard(line: string): string {
		return [...this.ignoredWords].reduce((rest, word) => rest.replace(` ${word}`, ""), line);
	}

	private carry([object = "", verb = "", ...words]: string[]): string {
		const after = (word: string) => (words.includes(word) ? words[words.indexOf(word) + 1] : undefined);
		const name = after("dev") ?? "";
		const device = this.devices.get(name);
		if (object === "route") return this.route(verb, words, after);
		if (object === "rule") {
			const [table = "", protocol = "", fwmark] = [after("table"), after("protocol"), after("fwmark")];
			const rule = { priority: Number(after("pref")), table, protocol, ...(fwmark === undefined ? {} : { fwmark }) };
			if (verb === "add") this.rules.push(rule);
			else this.rules = this.rules.filter((r) => JSON.stringify(r) !== JSON.stringify(rule));
			return "";
		}
		if (object === "neigh") return this.neighbor(verb, words, after);
		if (object === "link" && verb === "add") {
			if (device) return "RTNETLINK answers: File exists";
			const mac = words[2] === "address" ? { mac: words[3] as string } : {};
			this.device(name, { kind: after("type"), data: dataOf(after), ...mac });
			return "";
		}
		if (!device) return `Cannot find device "${name}"`;
		if (object === "link" && verb === "del") this.remove(name);
		else if (object === "link") {
			const bond = words[2] === "master" && this.devices.get(words[3] ?? "")?.kind === "bond";
			if (bond && device.up) return "RTNETLINK answers: Operation not permitted";
			this.set(name, device, words.slice(2));
		} else {
			const cidr = words[1] === "peer" ? `${words[0]}/${words[2]?.split("/")[1]}` : (words[0] ?? "");
			if (verb === "add" && device.addresses.includes(cidr)) return "RTNETLINK answers: File exists";
			device.addresses = device.addresses.filter((a) => a !== cidr);
			if (verb !== "del") device.addresses.push(cidr);
			// Without its last address, a device has no routes. The kernel counts the addresses of each family.
			else if (device.addresses.length === 0) this.removeOver(name);
		}
		return "";
	}

	private set(name: string, device: Device, [what = "", value = "", ...more]: string[]): void {
		if (what === "up") device.up = true;
		if (what === "down") this.setDown(name, device);
		if (what === "address") {
			device.mac = value;
			this.neighbors = this.neighbors.filter(({ dev }) => dev !== name);
		}
		if (what === "mtu") device.mtu = Number(value);
		if (what === "type") this.setOptions(device, more);
		if (what === "alias") device.alias = [value, ...more].join(" ").replaceAll('"', "") || undefined;
		if (what === "master" || what === "nomaster") {
			this.free(name, device);
			device.master = what === "master" ? value : undefined;
		}
	}

	private setOptions(device: Device, words: string[]): void {
		const options = words.flatMap((word, i) =>
			i % 2 === 0 ? [[word === "lacp_rate" ? "ad_lacp_rate" : word, words[i + 1]]] : [],
		);
		const numbers = options.map(([word, value]) => [word, /^\d+$/.test(value ?? "") ? Number(value) : value]);
		device.data = { ...device.data, ...Object.fromEntries(numbers) };
	}

	/** A device that is set down loses its IPv6 addresses and its routes. */
	private setDown(name: string, device: Device): void {
		device.up = false;
		this.forget(name, device);
		const above = [...this.devices].filter(([, { parent }]) => parent === name).map(([vlan]) => vlan);
		for (const vlan of above) this.removeOver(vlan);
	}

	/** A device leaves its master. One that leaves a bond is set down. */
	private free(name: string, device: Device): void {
		if (this.devices.get(device.master ?? "")?.kind === "bond") this.setDown(name, device);
		device.master = undefined;
		this.bridgeEntries = this.bridgeEntries.filter(({ ifname }) => ifname !== name);
		this.bridgeGroups = this.bridgeGroups.filter(({ port }) => port !== name);
		this.forget(name, device);
	}

	/** A device that enters or leaves a VRF, or is set down, loses its IPv6 addresses, except link-local ones, and its routes. */
	private forget(name: string, device: Device): void {
		device.addresses = device.addresses.filter((a) => !a.includes(":") || a.startsWith("fe80:"));
		this.removeOver(name);
	}

	remove(name: string): void {
		for (const [member, device] of this.devices) if (device.master === name) this.free(member, device);
		this.devices.delete(name);
		this.bridgeEntries = this.bridgeEntries.filter(({ ifname }) => ifname !== name);
		this.bridgeGroups = this.bridgeGroups.filter(({ port }) => port !== name);
		this.removeOver(name);
	}

	/** Without a protocol, an entry that is replaced keeps its own. */
	private neighbor(verb: string, words: string[], after: (word: string) => string | undefined): string {
		const isProxy = words[0] === "proxy";
		const [dst = "", dev = ""] = [words[isProxy ? 1 : 0], after("dev")];
		if (!this.devices.has(dev)) return `Cannot find device "${dev}"`;
		const there = this.neighbors.find((one) => one.dst === dst && one.dev === dev && (one.proxy === null) === isProxy);
		if (verb === "del" && !there) return "RTNETLINK answers: No such file or directory";
		this.neighbors = this.neighbors.filter((one) => one !== there);
		const protocol = after("protocol") ?? there?.protocol;
		if (verb === "replace")
			this.neighbors.push({
				...{ dst, dev, lladdr: after("lladdr") },
				...(words.includes("router") ? { router: null } : {}),
				...(isProxy ? { proxy: null } : {}),
				...(protocol === undefined ? {} : { protocol }),
			});
		return "";
	}

	private route(verb: string, words: string[], after: (word: string) => string | undefined): string {
		const kinds = ["blackhole", "unreachable", "prohibit", "anycast", "broadcast", "multicast"];
		const type = kinds.includes(words[0] ?? "") ? (words[0] as string) : "unicast";
		const dst = words[type === "unicast" ? 0 : 1] ?? "";
		const vrf = after("vrf");
		const table = vrf === undefined ? (after("table") ?? "254") : String(this.devices.get(vrf)?.data.table);
		const dev = after("dev");
		const key = { dst, table, metric: after("metric") ?? after("priority"), tos: after("tos") };
		const path = { type, via: after("via"), dev };
		const has = (r: Route, some: Partial<Route>) =>
			Object.entries(some).every(([name, value]) => value === undefined || r[name as keyof Route] === value);
		const isOfKey = (r: Route) => r.metric === key.metric && r.tos === key.tos && has(r, { dst, table });
		const named = { ...path, type: type === "unicast" ? undefined : type, proto: after("proto") };
		const there = this.routes.find((r) => isOfKey(r) && (verb !== "del" || has(r, named)));
		if (verb === "del" && !there) return "RTNETLINK answers: No such process";
		if (verb === "add" && there) return "RTNETLINK answers: File exists";
		if (verb === "append" && this.routes.some((r) => isOfKey(r) && has(r, path))) return "RTNETLINK answers: File exists";
		if (verb !== "del" && dev !== undefined && !this.devices.has(dev)) return `Cannot find device "${dev}"`;
		if (verb !== "del" && dev !== undefined && !this.devices.get(dev)?.up) return "Error: Device for nexthop is not up.";
		if (verb !== "append") this.routes = this.routes.filter((r) => r !== there);
		if (verb !== "del") this.routes.push({ ...key, proto: after("proto") ?? "3", ...path });
		return "";
	}
}

function dataOf(after: (word: string) => string | undefined): Record<string, unknown> {
	const key = after("key");
	const quad = key === undefined ? undefined : `0.0.${Math.floor(Number(key) / 256)}.${Number(key) % 256}`;
	const all = {
		...{ table: after("table"), remote: after("remote"), ikey: quad, okey: quad },
		...(after("type") === "bond" ? bondData(after) : {}),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const bondData = (after: (word: string) => string | undefined) => ({
	...{ mode: after("mode"), miimon: Number(after("miimon")) },
	...{ xmit_hash_policy: after("xmit_hash_policy"), ad_lacp_rate: after("lacp_rate") },
});

const routeJson = ({ via, proto, metric, ...r }: Route) => ({
	...{ ...r, protocol: proto, scope: "0", gateway: via },
	...(metric === undefined ? {} : { metric: Number(metric) }),
});

function linkJson([name, device]: [string, Device]) {
	const addresses = device.addresses.map((cidr) => cidr.split("/"));
	return {
		...{ ifindex: device.index, ifname: name, flags: device.up ? ["UP"] : [], mtu: device.mtu, address: device.mac },
		...{ ifalias: device.alias, master: device.master, link: device.parent },
		linkinfo: { info_kind: device.kind, info_data: device.data },
		addr_info: addresses.map(([local, length]) => ({ family: "inet", local, prefixlen: Number(length), scope: "global" })),
	};
}
