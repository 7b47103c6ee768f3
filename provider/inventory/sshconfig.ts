import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { type Directive, glob, type Line, LineType, parse, type Section } from "ssh-config";
import { expandPath, homeDirectory, localUser } from "./paths";

type Env = Record<string, string | undefined>;

/** The options of one host: lower-case keyword → the words of each line that applies. */
export type SshOptions = Map<string, string[][]>;

const MAX_INCLUDE_DEPTH = 16;

const words = (line: Directive): string[] => (Array.isArray(line.value) ? line.value.map((word) => word.val) : [line.value]);
const isSection = (line: Line): line is Section => "config" in line;

/**
 * An OpenSSH client configuration with its Include files.
 * The library ssh-config parses the text. The matching is done here, because the library's compute() ignores Include, and runs
 * nslookup and `Match exec` commands, which a preview must not do.
 */
export class SshConfig {
	/** The Host patterns without wildcards, to suggest names for a misspelt one. */
	readonly names: string[] = [];
	private readonly lines: Line[];
	private readonly stamps = new Map<string, string>();
	private readonly included = new Map<string, Line[]>();
	private readonly found = new Map<string, { options: SshOptions; known: boolean }>();

	/** Reads `path` and its Include files. Throws the error of the file system or the parser. */
	constructor(
		readonly path: string,
		private readonly env: Env,
	) {
		this.lines = this.read(path);
		this.visit(this.lines, 0);
	}

	/** False after one of the files has changed. */
	fresh(): boolean {
		return [...this.stamps].every(([file, was]) => stamp(file) === was);
	}

	/** True where a Host or Match line names this host; `Host *` does not. */
	knows(name: string): boolean {
		return this.look(name).known;
	}

	options(name: string): SshOptions {
		return this.look(name).options;
	}

	private look(name: string) {
		let entry = this.found.get(name);
		if (!entry) {
			entry = { options: new Map(), known: false };
			this.apply(this.lines, name, entry, 0);
			this.found.set(name, entry);
		}
		return entry;
	}

	private apply(lines: Line[], name: string, into: { options: SshOptions; known: boolean }, depth: number): void {
		for (const line of lines) {
			if (line.type !== LineType.DIRECTIVE) continue;
			const keyword = line.param.toLowerCase();
			if (isSection(line)) {
				const verdict = keyword === "host" ? hostVerdict(words(line), name) : this.matchVerdict(words(line), name, into.options);
				if (verdict === "no") continue;
				if (verdict === "named") into.known = true;
				this.apply(line.config, name, into, depth);
			} else if (keyword === "include") {
				for (const file of this.includes(words(line))) {
					if (depth < MAX_INCLUDE_DEPTH) this.apply(this.included.get(file) ?? [], name, into, depth + 1);
				}
			} else if (keyword === "identityfile" || !into.options.has(keyword)) {
				into.options.set(keyword, [...(into.options.get(keyword) ?? []), words(line)]);
			}
		}
	}

	private matchVerdict(criteria: string[], name: string, options: SshOptions): Verdict {
		let verdict: Verdict = "general";
		for (let i = 0; i < criteria.length; i++) {
			const criterion = (criteria[i] ?? "").toLowerCase();
			if (criterion === "all") continue;
			const patterns = (criteria[++i] ?? "").split(",");
			const subject = {
				originalhost: name,
				host: options.get("hostname")?.[0]?.[0]?.replace(/%[hn]/g, name) ?? name,
				user: options.get("user")?.[0]?.[0] ?? localUser(this.env),
				localuser: localUser(this.env),
			}[criterion];
			if (subject === undefined) return "no"; // exec, canonical, final and negations never match
			const one = hostVerdict(patterns, subject);
			if (one === "no") return "no";
			if (one === "named" && criterion.endsWith("host")) verdict = "named";
		}
		return verdict;
	}

	/** Reads all Include files, so that fresh() checks them too, and collects `names`. */
	private visit(lines: Line[], depth: number): void {
		for (const line of lines) {
			if (line.type !== LineType.DIRECTIVE) continue;
			if (isSection(line)) {
				if (/^host$/i.test(line.param)) this.names.push(...words(line).filter((word) => !/[*?!]/.test(word)));
				this.visit(line.config, depth);
			} else if (/^include$/i.test(line.param)) {
				for (const file of this.includes(words(line))) {
					if (this.included.has(file) || depth >= MAX_INCLUDE_DEPTH) continue;
					const inner = this.read(file);
					this.included.set(file, inner);
					this.visit(inner, depth + 1);
				}
			}
		}
	}

	private read(file: string): Line[] {
		this.stamps.set(file, stamp(file));
		try {
			return parse(readFileSync(file, "utf8"));
		} catch (error) {
			throw new Error(`${file} can't be read as an SSH configuration: ${(error as Error).message}`);
		}
	}

	/** The files that an Include line names: relative to ~/.ssh as in OpenSSH, with wildcards in the last part. Missing ones are skipped. */
	private includes(patterns: string[]): string[] {
		return patterns.flatMap((pattern) => {
			const absolute = isAbsolute(pattern) || /^[~$]/.test(pattern);
			const path = expandPath(absolute ? pattern : join(homeDirectory(this.env), ".ssh", pattern), this.env);
			try {
				if (!/[*?]/.test(basename(path))) return statSync(path).isFile() ? [path] : [];
				const files = readdirSync(dirname(path)).filter((file) => glob([basename(path)], file));
				return files.sort().map((file) => join(dirname(path), file));
			} catch {
				return [];
			}
		});
	}
}

type Verdict = "no" | "general" | "named";

/** "named": the pattern list matches by more than `*`; "general": by `*` alone. A negated pattern that matches gives "no". */
function hostVerdict(patterns: string[], name: string): Verdict {
	if (!glob(patterns, name)) return "no";
	const named = patterns.some((pattern) => !pattern.startsWith("!") && !/^\*+$/.test(pattern) && glob([pattern], name));
	return named ? "named" : "general";
}

function stamp(file: string): string {
	const stat = statSync(file, { throwIfNoEntry: false });
	return stat ? `${stat.mtimeMs}/${stat.size}` : "none";
}

const cache = new Map<string, SshConfig>();

/** The parsed configuration at `path`. It is read again only after one of its files has changed. */
export function loadSshConfig(path: string, env: Env): SshConfig {
	const key = `${homeDirectory(env)}\0${path}`;
	const known = cache.get(key);
	if (known?.fresh()) return known;
	const config = new SshConfig(path, env);
	cache.set(key, config);
	return config;
}
