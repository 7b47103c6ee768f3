import type { Call } from "./call";
import { saidOnOneLine } from "./output";
import type { AnyFact, Reading, Refusal, Tool } from "./tool";

/** The loading of kernel modules. A module that is loaded already stays as it is. */
export interface ModprobeStep {
	tool: "modprobe";
	phase: "modules";
	names: string[];
}

export interface ModuleFact extends AnyFact<boolean> {
	read: "module";
	name: string;
}

/** True for a module that is loaded, or that is a part of the kernel. The file names of modules have "-" or "_". */
const isLoaded = `
is_loaded() {
[ -d "/sys/module/$1" ] || sed 's|.*/||; s|[.]ko.*||; y/-/_/' "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null | grep -qxF -- "$1"
}`.trim();

const load = `
${isLoaded}
for m; do
is_loaded "$m" && continue
modprobe -- "$m" || exit
echo "loaded: $m"
is_loaded "$m" || { echo "other name: $m $(modprobe --resolve-alias "$m" | tr '\\n' ' ')"; exit 1; }
done`.trim();

/** The names among these that are loaded. */
const read = `${isLoaded}\nfor m; do if is_loaded "$m"; then echo "$m"; fi; done`;

const readCall = (names: string[]): Call => ({ argv: ["sh", "-c", read, "module", ...names] });

function refusal(result: Reading): Refusal {
	const stderr = result.stderr.replace(/^loaded: .*\n?/gm, "");
	const said = saidOnOneLine({ ...result, stderr }, "modprobe");
	const [, alias, modules = ""] = /other name: (\S+) (.*)/.exec(said) ?? [];
	if (alias !== undefined) return { text: `modules: ${alias} is another name of ${modules.trim()}: write that name` };
	return {
		text: `modules: ${said}: correct the name, or install the module (Ubuntu: linux-modules-extra-$(uname -r), RHEL: kernel-modules-extra). If this host is a container, load the module on the machine that runs it, and leave it out here`,
	};
}

export const modprobe: Tool<ModprobeStep, ModuleFact> = {
	name: "modprobe",
	program: "modprobe",
	packages: { modprobe: "kmod" },
	call: (steps) => ({ argv: ["sh", "-c", load, "modules", ...new Set(steps.flatMap(({ names }) => names))] }),
	executedCount: (steps, { stderr }) => (/^loaded: /m.test(stderr) ? steps.length : 0),
	refusal,
	invalidates: () => ["host setup"],
	isIrreversible: true,
	// Others may use the modules meanwhile.
	undo: () => ({}),
	joined: {
		group: () => "modules",
		call: (facts) => readCall(facts.map(({ name }) => name)),
		readings: (reading, facts) => facts.map(() => reading),
	},
	reads: {
		module: {
			call: ({ name }) => readCall([name]),
			program: () => "sh",
			parse: ({ stdout }, { name }) => stdout.split("\n").includes(name),
			dependsOn: () => [],
			isOfSetup: true,
		},
	},
};
