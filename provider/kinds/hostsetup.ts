import { z } from "zod";
import * as f from "../base/fields";
import { listForeign } from "../base/mark";
import { ownerIn } from "../base/state-fields";
import { isUnknown } from "../base/unknown";
import { type Delete, type Keep, markAfter, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked, type ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Step } from "../tools/list";
import { type SetupFile, type SetupFileSort, type SetupFileStep, setupFile, sudoRule } from "../tools/setup-file";

/** The packages with the tools that the resources run on Debian and Ubuntu. netcat is not one of them, because it would take over `nc`. */
const neededPackages = ["iproute2", "iputils-ping", "kmod", "nftables", "openvswitch-switch", "procps"];

/** A part of file names. sudo ignores files whose names have a dot. */
const setupName = z
	.string()
	.regex(
		/^[A-Za-z0-9_-]{1,100}$/,
		"must be 1 to 100 of the characters A-Z a-z 0-9 _ -, because it is a part of file names: set name",
	);

const packageName = z
	.string()
	.regex(
		/^[a-z0-9][a-z0-9+.-]+$/,
		"must be the name of a Debian package, such as openvswitch-switch, without a version (lower case, digits, + . -)",
	);

const moduleName = z
	.string()
	.regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/, "must be the name of a kernel module, such as openvswitch")
	.overwrite((name) => (isUnknown(name) ? name : name.replaceAll("-", "_")));

const serviceName = z
	.string()
	.regex(
		/^(?!.*\.(?:socket|target|timer|mount|path|device|slice|scope|swap|automount)$)[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,200}$/,
		"must be the name of a systemd service, such as openvswitch-switch",
	)
	.overwrite((name) => name.replace(/\.service$/, ""));

const userName = z
	.string()
	.regex(
		/^[a-z_][A-Za-z0-9_.-]{0,63}$/,
		"must be the name of a user of the host: it begins with a-z or _ and has only the characters A-Z a-z 0-9 _ . -",
	)
	.refine((name) => name !== "root", "must not be root: root needs no sudo");

interface Internal {
	files: SetupFile[];
}

interface Wanted {
	name: string;
	packages?: string[];
	modules?: string[];
	services?: string[];
	sudoers?: { user: string };
}

/** The members of a list. In a preview, a whole list may not be known yet. */
const known = (list: string[] | undefined): string[] => (Array.isArray(list) ? list : []);

const headOf = (name: string, owner: string): string =>
	`# pulumi-ovs: HostSetup/${name} of ${owner}. pulumi up writes this file, pulumi destroy deletes it.\n`;

const ownerOf = ({ name, text }: SetupFile): string | undefined => {
	const [, named, owner] = /^# pulumi-ovs: HostSetup\/(\S+) of (\S+)\. pulumi up writes/.exec(text) ?? [];
	return named === name ? owner : undefined;
};

/** The lines of a file that are no comments. */
const linesOf = ({ text }: SetupFile): string[] => text.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));

const modulesText = (name: string, owner: string, modules: string[]): string =>
	`${headOf(name, owner)}${modules.map((module) => `${module}\n`).join("")}`;

const sudoersText = (name: string, owner: string, user: string): string => `${headOf(name, owner)}${sudoRule(user)}\n`;

/** The user of the rule; undefined for a file that sudo does not use, or that was changed. */
function userIn(file: SetupFile): string | undefined {
	const [line = "", ...more] = linesOf(file);
	return file.isUsed && more.length === 0 ? /^(\S+) ALL=\(root\) NOPASSWD: ALL$/.exec(line)?.[1] : undefined;
}

const fileOf = (files: SetupFile[], sort: SetupFileSort): SetupFile | undefined => files.find((file) => file.sort === sort);

/** The modules that are loaded now and at each boot, and those in the file that the program does not name. */
function modulesThere(facts: Facts, file: SetupFile | undefined, wanted: string[]): string[] | undefined {
	const listed = file ? linesOf(file).map((line) => line.trim().replaceAll("-", "_")) : [];
	const there = listed.filter((name) => !wanted.includes(name) || facts.isModuleLoaded(name));
	return there.length > 0 ? [...new Set(there)].sort() : undefined;
}

function observe(facts: Facts, want: Wanted, context: ObserveContext): Observed<Wanted, Internal> | undefined {
	const files = facts.setupFiles.filter(({ name }) => name === want.name);
	const marks = files.flatMap((file) => ownerOf(file) ?? []);
	const owner = marks.find((mark) => context.owners.includes(mark)) ?? marks[0];
	if (owner === undefined) return undefined;
	const versions = (want.packages ?? []).flatMap((name): [string, string][] => {
		const { version } = facts.package(name);
		return version === undefined ? [] : [[name, version]];
	});
	const sudoers = fileOf(files, "sudoers");
	const user = sudoers && userIn(sudoers);
	return {
		value: {
			name: want.name,
			packages: want.packages && versions.map(([name]) => name),
			modules: modulesThere(facts, fileOf(files, "modules"), want.modules ?? []),
			services: want.services?.filter((name) => facts.service(name).isOn),
			sudoers: sudoers && ({ user } as Wanted["sudoers"]),
		},
		computed: { versions: Object.fromEntries(versions) },
		internal: { files },
		owner,
		insteadOfAdoption: `Its files are ${files.map(({ sort, name }) => setupFile(sort, name)).join(" and ")}`,
		warnings: context.deleting && sudoers && files.length === 1 ? [keptText(want.name)] : undefined,
	};
}

const keptText = (name: string): string =>
	`the file ${setupFile("sudoers", name)} stays, because this connection may become root only by it. When the user has another way to become root, delete the file by hand`;

/** The steps for one of the two files. `text` undefined: there is to be no such file. */
function fileSteps(sort: SetupFileSort, name: string, text: string | undefined, files: SetupFile[]): SetupFileStep[] {
	const there = fileOf(files, sort);
	const step = { tool: "setup-file", phase: "setup-files", sort, name } as const;
	if (text === undefined) return there ? [{ ...step, op: "remove" }] : [];
	return there?.text === text && there.isUsed ? [] : [{ ...step, op: "write", text }];
}

/** Throws where a file of the name that the setup would have is not this program's. */
function refuseFilesOfOthers(files: SetupFile[], owners: (string | undefined)[]): void {
	const others = files.filter((file) => !owners.includes(ownerOf(file) ?? ""));
	if (others.length === 0) return;
	const named = others.map((file) => ({ name: setupFile(file.sort, file.name), owner: ownerOf(file) }));
	throw new Refused(`this program did not write ${listForeign(named)}: choose another name, or delete the file from the host`);
}

/** Throws where the host lacks what a field needs. */
function refuseUnable(missing: Wanted, facts: Facts): void {
	const [name] = missing.packages ?? [];
	if (name !== undefined && !facts.package(name).hasApt)
		throw new Refused(
			`packages: this host has no apt, and HostSetup installs packages on Debian and Ubuntu only: install what is needed by hand, and set packages: []`,
		);
	const [service] = missing.services ?? [];
	if (service !== undefined && !facts.service(service).hasSystemd)
		throw new Refused(
			`services: this host does not run systemd, so that ${service} can't be enabled: leave services out, and start it in the host's own way`,
		);
}

function planKeep(change: Keep<Wanted, Internal>): Step[] {
	const { want, have, facts, was } = change;
	const files = have?.internal?.files ?? facts.setupFiles.filter(({ name }) => name === want.name);
	const owner = markAfter(change) ?? "";
	const formerOwner = ownerIn(was);
	const { packages = [], modules = [], services = [], sudoers } = want;
	const missing = {
		name: want.name,
		packages: packages.filter((name) => facts.package(name).version === undefined),
		services: services.filter((name) => !facts.service(name).isOn),
	};
	if (change.intent === "apply") {
		refuseFilesOfOthers(files, [owner, formerOwner]);
		refuseUnable(missing, facts);
	}
	const unloaded = modules.filter((name) => !facts.isModuleLoaded(name));
	const step = <T extends Step>(names: string[], one: (names: string[]) => T): T[] => (names.length > 0 ? [one(names)] : []);
	return [
		...step(missing.packages, (names) => ({ tool: "packages", phase: "packages", names })),
		...step(unloaded, (names) => ({ tool: "modprobe", phase: "modules", names })),
		...step(missing.services, (names) => ({ tool: "systemctl", phase: "services", names })),
		...fileSteps("sudoers", want.name, sudoers && sudoersText(want.name, owner, sudoers.user), files),
		...fileSteps("modules", want.name, modulesText(want.name, owner, modules), files),
	];
}

/** Packages, loaded modules and running services stay: others may use them meanwhile. */
function planDelete({ have }: Delete<Wanted, Internal>): Step[] {
	const files = have.internal?.files ?? [];
	const own = (["sudoers", "modules"] as const)
		.flatMap((sort) => fileOf(files, sort) ?? [])
		.filter((file) => ownerOf(file) === have.owner);
	return own.map(({ sort, name }) => ({
		...{ tool: "setup-file", phase: "setup-files", op: "remove", sort, name },
		...(sort === "sudoers" ? { keepsAccess: true } : {}),
	}));
}

function listMarked(facts: Facts): Marked[] {
	const owners = new Map<string, Marked>();
	for (const file of facts.setupFiles) {
		const owner = ownerOf(file);
		if (owner !== undefined) owners.set(`${owner} ${file.name}`, { owner, want: { name: file.name, packages: [] } });
	}
	return [...owners.values()];
}

export const hostSetup = kind({
	type: "HostSetup",
	summary:
		"What a host needs before other resources can be on it: packages, kernel modules, services, and a rule of sudo. Name it in `dependsOn` of the host's other resources. Packages are installed on Debian and Ubuntu only. Installed packages are not upgraded. At destroy, the files of the resource are deleted. Packages stay installed, modules stay loaded, and services stay on.",
	schema: f.object({
		name: f.resourceName(setupName, "Name of the setup. The names of its files end in it."),
		packages: f.defaulted(
			f.setOf(packageName),
			neededPackages,
			"Packages of Debian or Ubuntu. Those that are missing are installed. `[]` installs none.",
		),
		modules: f.enforced(
			f.emptySetAsUnset(moduleName),
			"Kernel modules that are loaded now and at each boot. A module that is removed from the program stays loaded until the next boot.",
		),
		services: f.unmanaged(
			f.setOf(serviceName),
			"Services of systemd that are started now and at each boot. A service that runs is not restarted. A service that is removed from the program stays on.",
			"no service is changed",
		),
		sudoers: f.enforced(
			z.strictObject({
				user: f.required(userName, "User that may run all commands as root by sudo without a password."),
			}),
			"A rule of sudo for a user with which connections log in (`become`).",
		),
	}),
	computed: { versions: { type: "{ [key: string]: string }", help: "Version of each package in `packages`." } },
	identity: { fields: ["name"], listMarked },
	replaceOn: [],
	ownership: "mark",
	facts: (want) => [
		{ read: "setup-files" },
		...known(want.packages).map((name) => ({ read: "package", name }) as const),
		...known(want.modules).map((name) => ({ read: "module", name }) as const),
		...known(want.services).map((name) => ({ read: "service", name }) as const),
	],
	observe: (facts, want, context) => observe(facts, want as Wanted, context),
	plan: (change) =>
		change.intent === "delete" ? planDelete(change as Delete<Wanted, Internal>) : planKeep(change as Keep<Wanted, Internal>),
});
