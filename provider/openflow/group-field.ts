import { address } from "../base/fields";
import { canonicalAddress } from "../base/ip-address";
import { nearest } from "../base/nearest";
import { byWord } from "../base/values";
import { canonicalField, hashedFields } from "./words";

/** A form of masks: its canonical text, which is that of Open vSwitch, and the mask of all bits, which Open vSwitch leaves out. */
interface MaskForm {
	fields: RegExp;
	example: string;
	canonical(mask: string): string | undefined;
	all: string;
}

const addressOf = (isSix: boolean) => (mask: string) =>
	address.safeParse(mask).success && mask.includes(":") === isSix ? canonicalAddress(mask) : undefined;

/** Numbers of up to 32 bits. Open vSwitch lists ports in decimal, and registers in hexadecimal. */
const numberOf = (bits: number, base: 10 | 16) => (mask: string) => {
	if (!/^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(mask) || Number(mask) >= 2 ** bits) return undefined;
	return base === 10 ? String(Number(mask)) : `0x${Number(mask).toString(16)}`;
};

const forms: MaskForm[] = [
	{
		fields: /^(ip_(src|dst)|arp_(spa|tpa))$/,
		...{ example: "255.255.255.0", canonical: addressOf(false), all: "255.255.255.255" },
	},
	{
		fields: /^ipv6_(src|dst)$/,
		...{ example: "ffff:ffff::", canonical: addressOf(true), all: Array(8).fill("ffff").join(":") },
	},
	{
		fields: /^(eth_(src|dst)|arp_(sha|tha))$/,
		example: "ff:ff:ff:00:00:00",
		canonical: (mask) => (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mask) ? mask.toLowerCase() : undefined),
		all: "ff:ff:ff:ff:ff:ff",
	},
	{ fields: /^(tcp|udp|sctp)_(src|dst)$/, ...{ example: "0xff00", canonical: numberOf(16, 10), all: "65535" } },
	{ fields: /^reg\d+$/, ...{ example: "0xff00", canonical: numberOf(32, 16), all: "0xffffffff" } },
];

const partsOf = (text: string): { name: string; mask?: string } => {
	const [, name = text, mask] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
	return { name: canonicalField(name), ...(mask === undefined ? {} : { mask }) };
};

const formOf = (name: string): MaskForm | undefined => forms.find(({ fields }) => fields.test(name));

/** What fields that only matches can have most likely mean. */
const meant = byWord<string>({
	dl_vlan: "vlan_vid",
	dl_vlan_pcp: "vlan_pcp",
	ip: "ip_src",
	ipv6: "ipv6_src",
	tcp: "tcp_src",
	udp: "udp_src",
});

/** The reason why a text is not a field of a group's selection method. Undefined: it is one. */
export function groupFieldProblem(text: string): string | undefined {
	const { name, mask } = partsOf(text);
	if (!hashedFields.includes(name)) {
		const near = meant[name] ?? nearest(name, hashedFields);
		return `must be a field of ovs-fields(7) with a number in OXM or NXM${near === undefined ? "" : `: did you mean "${near}"?`}`;
	}
	if (mask === undefined) return undefined;
	const form = formOf(name);
	if (form === undefined) return `must have no mask: masks are for addresses, ports and registers. Write "${name}"`;
	const canonical = form.canonical(mask);
	if (canonical === undefined) return `must have a mask such as ${name}=${form.example}`;
	return /[1-9a-f]/.test(canonical.replace(/^0x/, "")) ? undefined : "must have a mask with a bit that is set";
}

/** A field with its mask as Open vSwitch lists it. */
export function canonicalGroupField(text: string): string {
	const { name, mask } = partsOf(text);
	const form = formOf(name);
	const canonical = mask === undefined ? undefined : form?.canonical(mask);
	if (mask === undefined || canonical === form?.all) return name;
	return `${name}=${canonical ?? mask}`;
}
