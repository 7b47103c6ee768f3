import { BlockList, isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { hostNameOf } from "../provider/base/host-name";
import type { FieldReference, NamedObject, Readers } from "../provider/base/references";
import { namedObjects } from "../provider/base/references";
import { deviceOf } from "../provider/base/sysctl-key";
import { objectsIn } from "../provider/openflow/object-names";
import { portsOf } from "../provider/openflow/ports";
import { currentProgram } from "./program";
import { holdsOutput } from "./secrets";

type Args = { [field: string]: unknown };

/** The objects that the fields of a kind name. The generated classes contain them. */
export interface References {
	/** Objects of other resources. */
	refers: FieldReference[];
	/** Objects that the resource itself creates. */
	makes: FieldReference[];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Flows, or buckets of a group, which have no match. */
const flowTexts = (flows: unknown): { match: string; actions: string }[] =>
	(Array.isArray(flows) ? (flows as Args[]) : []).map((flow) => ({ match: text(flow?.match), actions: text(flow?.actions) }));

/** Find names in texts, as far as the texts are known while the program runs. */
const readers: Readers = {
	openflow: (flows) => flowTexts(flows).flatMap(portsOf),
	"openflow groups": (flows) => flowTexts(flows).flatMap(objectsIn.group),
	"openflow meters": (flows) => flowTexts(flows).flatMap(objectsIn.meter),
	"openflow options": (flows) => flowTexts(flows).flatMap(objectsIn["geneve option"]),
	sysctl: (key) => deviceOf(text(key)) ?? [],
};

/** Undefined where the namespace of a device is not known yet. */
function keyOf({ sort, name, netns }: NamedObject): string | undefined {
	if (sort !== "device") return `${sort} ${name}`;
	return netns === undefined ? undefined : `device ${netns} ${name}`;
}

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** The host and namespace of an address. */
const namespaceKeyOf = (host: string, { netns }: NamedObject): string | undefined =>
	netns === undefined ? undefined : `${host} ${netns}`;

const hostOf = ({ host }: Args): string | undefined => (host ? hostNameOf(host as Parameters<typeof hostNameOf>[0]) : undefined);

/** The arguments, in which outputs of earlier resources are replaced by their texts as far as these are known. */
export function withKnownTexts(args: Args): Args {
	const { texts } = currentProgram();
	const known = (value: unknown): unknown => {
		if (pulumi.Output.isInstance(value)) return texts.get(value) ?? value;
		if (!holdsOutput(value)) return value;
		if (Array.isArray(value)) return value.map(known);
		return Object.fromEntries(Object.entries(value as Args).map(([key, part]) => [key, known(part)]));
	};
	return known(args) as Args;
}

/** Remembers the texts of a new resource's outputs, which its own arguments say. */
export function rememberTexts(args: Args, resource: pulumi.Resource): void {
	const { texts } = currentProgram();
	const outputs = resource as unknown as Args;
	for (const [field, value] of Object.entries(args))
		if (typeof value === "string" && pulumi.Output.isInstance(outputs[field])) texts.set(outputs[field], value);
}

/** The path of a field that is to name an object and has a resource in its place, such as "bridge". Undefined where there is none. */
export function resourceInPlaceOfName({ refers }: References, args: Args): string | undefined {
	const holdsResource = (value: unknown, [step, ...rest]: string[]): boolean => {
		if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return false;
		if (pulumi.Resource.isInstance(value)) return true;
		const parts = step === "*" ? Object.values(value) : step === undefined ? [] : [(value as Args)[step]];
		return parts.some((part) => holdsResource(part, rest));
	};
	return refers
		.find(({ path }) => holdsResource(args, path))
		?.path.join(".")
		.replaceAll(".*", "[]");
}

/** The resources, declared before this one, whose objects its inputs name. The resource depends on them without `dependsOn`. */
export function referencedResources({ refers }: References, args: Args): pulumi.Resource[] {
	const host = hostOf(args);
	if (host === undefined) return [];
	const { declared, networks } = currentProgram();
	const found = namedObjects(refers, args, readers).flatMap((object) => {
		if (object.sort !== "address") return declared.get(`${host} ${keyOf(object)}`) ?? [];
		if (isIP(object.name) === 0) return [];
		const namespaceKey = namespaceKeyOf(host, object);
		const near = networks.filter((n) => n.namespaceKey === namespaceKey && n.network.check(object.name, familyOf(object.name)));
		return near.map((n) => n.resource);
	});
	return [...new Set(found)];
}

/**
 * The resources, declared before this one, that create an object of this one too. With a dependency on them, the engine checks this
 * one later, and the provider refuses it instead of the first.
 */
export function resourcesWithSameObject({ makes }: References, args: Args): pulumi.Resource[] {
	const host = hostOf(args);
	if (host === undefined) return [];
	const { declared } = currentProgram();
	const objects = namedObjects(makes, args, readers).filter(({ sort }) => sort !== "address");
	return [...new Set(objects.flatMap((object) => declared.get(`${host} ${keyOf(object)}`) ?? []))];
}

/** Makes the objects that a resource creates known to `referencedResources`. */
export function declare({ makes }: References, args: Args, resource: pulumi.Resource): void {
	const host = hostOf(args);
	if (host === undefined) return;
	const { declared, networks } = currentProgram();
	for (const object of namedObjects(makes, args, readers)) {
		const key = keyOf(object);
		if (object.sort !== "address" && key !== undefined) declared.set(`${host} ${key}`, resource);
		const namespaceKey = namespaceKeyOf(host, object);
		const network = object.sort === "address" ? networkOf(object.name) : undefined;
		if (network && namespaceKey !== undefined) networks.push({ namespaceKey, network, resource });
	}
}

/** Undefined where the text is not an address with a prefix length. */
function networkOf(cidr: string): BlockList | undefined {
	const [address = "", length = ""] = cidr.split("/");
	const family = familyOf(address);
	if (isIP(address) === 0 || !/^\d{1,3}$/.test(length) || Number(length) > (family === "ipv6" ? 128 : 32)) return undefined;
	const network = new BlockList();
	network.addSubnet(address, Number(length), family);
	return network;
}
