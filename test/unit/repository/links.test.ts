import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: root, encoding: "utf8" });
const pages = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md").trim().split("\n").sort();

interface Link {
	/** The file relative to the root; "" for an anchor of the same page. */
	file: string;
	anchor: string | undefined;
}

const withoutCode = (text: string) => text.replace(/^ *```.*?^ *```/gms, "");

/** The relative links and pictures of a page. Line breaks within a link's text are allowed. */
function linksOf(page: string): Link[] {
	return [...withoutCode(read(page)).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, target = ""]) => {
		const [path = "", anchor] = target.split("#");
		return { file: path === "" ? page : normalize(join(dirname(page), path)), anchor };
	});
}

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(page: string): Set<string> {
	const seen = new Map<string, number>();
	const headings = [...withoutCode(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
		text
			.toLowerCase()
			.replace(/[^\p{Letter}\p{Number}\s_-]/gu, "")
			.trim()
			.replaceAll(" ", "-"),
	);
	return new Set(
		headings.map((text) => {
			const count = seen.get(text) ?? 0;
			seen.set(text, count + 1);
			return count === 0 ? text : `${text}-${count}`;
		}),
	);
}

/** The links of a page that lead nowhere; `exists` decides whether a file is there. */
function deadLinks(page: string, exists: (file: string) => boolean): string[] {
	return linksOf(page).flatMap(({ file, anchor }) => {
		if (!exists(file)) return [`${page}: ${file}`];
		if (anchor === undefined || !file.endsWith(".md")) return [];
		return anchorsOf(file).has(anchor) ? [] : [`${page}: ${file}#${anchor}`];
	});
}

test.each(pages)("%s has no dead link", (page) => {
	expect(deadLinks(page, (file) => existsSync(join(root, file)))).toEqual([]);
});

test("a link to a missing file and to a missing anchor is found", () => {
	const targets = linksOf("README.md").map(({ file }) => file);
	expect(targets.length).toBeGreaterThan(40);
	expect(deadLinks("README.md", () => false)).toHaveLength(targets.length);
	expect(anchorsOf("docs/drift.md")).toContain("exit-codes");
	expect(anchorsOf("docs/drift.md")).not.toContain("exit-code");
});

test("every page of docs/ is in its index", () => {
	const index = linksOf("docs/README.md").map(({ file }) => file);
	const docs = pages.filter(
		(page) => page.startsWith("docs/") && !page.startsWith("docs/resources/") && page !== "docs/README.md",
	);
	expect(index).toEqual(expect.arrayContaining([...docs, "docs/resources/README.md"]));
});

test("every example is in the index of examples", () => {
	const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
	const index = linksOf("examples/README.md").map(({ file }) => file);
	expect(index).toEqual(expect.arrayContaining(folders.map(({ name }) => `examples/${name}`)));
});

describe("the npm package", () => {
	const [{ files, size }] = JSON.parse(run("npm", "pack", "--dry-run", "--json", "--ignore-scripts")) as [
		{ files: { path: string }[]; size: number },
	];
	const packed = new Set(files.map(({ path }) => path));
	const has = (file: string) => packed.has(file) || [...packed].some((path) => path.startsWith(`${file}/`));

	test("has all pages of docs/ and all examples", () => {
		const wanted = pages.filter((page) => /^(docs|examples)\//.test(page));
		expect([...packed]).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ...wanted]));
	});

	test("has no dead link in its pages", () => {
		const dead = [...packed].filter((file) => file.endsWith(".md")).flatMap((page) => deadLinks(page, has));
		expect(dead).toEqual([]);
	});

	test("has neither tests nor what an example leaves behind, and less than 1 MB", () => {
		expect([...packed].filter((file) => /^(test|provider|sdk|cli|bench)\/|node_modules|Pulumi\.\w+\.yaml$/.test(file))).toEqual(
			[],
		);
		expect(size).toBeLessThan(1_000_000);
	});

	test("names its repository, so that npm's page can show the README's links", () => {
		const { repository, homepage, bugs } = JSON.parse(read("package.json"));
		const url = /^git\+(https:\/\/.+)\.git$/.exec(repository.url)?.[1];
		expect(url).toMatch(/^https:/);
		expect([homepage, bugs.url]).toEqual([`${url}#readme`, `${url}/issues`]);
	});
});
