/** A folder and what its files may import. */
export interface Layer {
	/** One line on what the folder holds, for the picture. */
	holds: string;
	/** Other folders whose files it may import. */
	imports: string[];
	/** Single files of other folders that it may import. */
	files?: string[];
	/** The packages and Node modules that it may import: only the listed exports, or with `true` the whole module. */
	packages: Record<string, true | string[]>;
	/** The globals that its code may not use. */
	denied: string[];
	/** Its subfolders by pattern, each with the packages that only that subfolder may import. */
	subfolders?: Record<string, Layer["packages"]>;
	/** True where its files may not import each other, except index.ts, and the files in a folder that has the importing file's name. */
	separate?: boolean;
}

/** The folders of provider/ from top to bottom. Each imports only folders below it. */
const order = ["index", "pulumi", "host", "apply", "kinds", "plan", "openflow", "nft", "network", "model", "tools", "base"];
const below = (folder: string, ...but: string[]) => order.slice(order.indexOf(folder) + 1).filter((one) => !but.includes(one));

/** Globals by which code reaches the denied globals under another name. */
const loopholes = ["globalThis", "global", "require", "module", "eval", "Function"];
const clock = ["Date", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"];
const outside = ["process", "console", "fetch", "crypto", "WebSocket", "XMLHttpRequest", "Worker"];
const everything = [...clock, ...outside, ...loopholes];
const someOutside = ["console", "fetch", "WebSocket", "XMLHttpRequest", "eval", "Function"];

const values: Layer["packages"] = {
	zod: true,
	"ipaddr.js": true,
	"node:util": ["isDeepStrictEqual"],
	"node:crypto": ["createHash", "createPrivateKey", "createPublicKey"],
};
const pure = (folder: string, holds: string, ...but: string[]): Layer => ({
	...{ holds, imports: below(folder, ...but), packages: values, denied: everything },
});

/** The folders of provider/. The linter's rules, the picture in the docs and the tests are derived from this list. */
export const layers: Record<string, Layer> = {
	index: { holds: "the entry that old state requires", imports: ["pulumi"], packages: {}, denied: everything },
	pulumi: {
		holds: "Pulumi's side: check, diff, create, read, update, delete; ids; state",
		imports: [...below("pulumi"), "inventory"],
		files: ["transport/progress", "transport/open"],
		packages: {
			"@pulumi/pulumi": true,
			"@pulumi/pulumi/**": true,
			"node:module": ["createRequire"],
			"node:util": ["isDeepStrictEqual"],
		},
		denied: someOutside,
	},
	host: {
		holds: "one host: its queue, its batch window, its session",
		imports: [...below("host", "kinds"), "transport", "inventory"],
		packages: {
			"node:crypto": ["randomBytes"],
			"node:os": ["availableParallelism", "hostname", "userInfo"],
			"node:util": ["isDeepStrictEqual"],
		},
		denied: [...someOutside, ...loopholes],
	},
	apply: pure("apply", "one batch: read, plan, execute, verify, repair or roll back", "kinds"),
	kinds: { ...pure("kinds", "one file per kind of resource"), separate: true, subfolders: { "*": {} } },
	plan: pure("plan", "one operation to steps; ownership, originals, verification"),
	openflow: pure("openflow", "the language of flows", "nft"),
	nft: pure("nft", "the language of nftables"),
	network: pure("network", "devices, OVS ports, VLANs, tunnels, routes"),
	model: pure("model", "what a kind and a fact are; compare, validate"),
	tools: pure("tools", "one file per host tool: its calls, its output"),
	transport: {
		holds: "SSH and local shells",
		imports: ["inventory", "base"],
		packages: { "node:*": true, "node:*/*": true, "ssh-config": true },
		denied: someOutside,
		subfolders: { openssh: {}, ssh: { ssh2: true } },
	},
	inventory: {
		holds: "which host a name is",
		imports: ["base"],
		packages: { "node:fs": true, "node:net": true, "node:os": true, "node:path": true, "ssh-config": true, zod: true },
		denied: someOutside,
	},
	base: { ...pure("base", "values, schema fields, names, marks"), packages: { ...values, "fastest-levenshtein": true } },
};

/** The folders beside provider/, with their imports from provider/ and from each other. */
export const roots: Record<string, Pick<Layer, "imports" | "packages">> = {
	sdk: {
		imports: ["provider/base", "provider/openflow", "provider/pulumi"],
		packages: {
			"@pulumi/pulumi": true,
			"@pulumi/pulumi/**": true,
			"node:net": ["isIP", "isIPv4", "BlockList", "SocketAddress"],
			"node:crypto": ["createHash"],
		},
	},
	cli: { imports: ["lab", "provider/pulumi"], packages: { "node:*": true, "node:*/*": true, commander: true, listr2: true } },
	lab: { imports: [], packages: { "node:*": true, "node:*/*": true, ssh2: true, zod: true } },
};

/** The folder of a file, by the names above; undefined where the file is in none of them. */
export function layerOf(file: string): string | undefined {
	const [root = "", folder = "", ...rest] = file.split("/");
	if (root !== "provider") return root in roots ? root : undefined;
	const layer = rest.length === 0 ? folder.replace(/\.ts$/, "") : folder;
	return layer in layers ? layer : undefined;
}
