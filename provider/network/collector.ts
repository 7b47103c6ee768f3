import * as f from "../base/fields";
import { isIpv6 } from "../base/ip-address";

const isAddress = (text: string) => f.address.safeParse(text).success;

/** True for an address with or without a port, as ovs-vswitchd reads it. IPv6 addresses are in brackets. */
function isTarget(text: string, needsPort: boolean): boolean {
	const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
	const address = six ?? four;
	if (address === undefined || !isAddress(address) || (six !== undefined) !== isIpv6(address)) return false;
	return port === undefined ? !needsPort : Number(port) >= 1 && Number(port) <= 65535;
}

/**
 * The field for the collectors of a bridge's reports, by the rules of inet_parse_active() in OVS's lib/socket-util.c. `port`: the
 * port that OVS uses by default. Undefined: there is no default, and OVS would send nothing to a target without a port.
 */
export function collectors(port?: number) {
	const example = port ?? 2055;
	const such = port === undefined ? "its port" : `its port where that is not ${port}`;
	const target = f.text.refine(
		(text) => isTarget(text, port === undefined),
		`must be a collector's address, with ${such}: 192.0.2.9:${example} or [2001:db8::9]:${example}`,
	);
	return f.required(
		f.setOf(target).refine((all) => all.length > 0, "must name a collector"),
		`Collectors, each as \`address:port\`${port === undefined ? "" : `, or as \`address\` for port ${port}`}. An IPv6 address is in brackets.`,
	);
}
