import { addressesIn } from "../../provider/base/device-address";
import { fieldMeta } from "../../provider/base/fields";
import { isIpv6 } from "../../provider/base/ip-address";
import { type Values, withoutUnset } from "../../provider/base/values";
import { kinds } from "../../provider/kinds";
import type { Kind } from "../../provider/model/kind";
import { onHost } from "../support/hosts";
import { newRun } from "../support/kind";
import { lastingChanges, messagesOf } from "../support/life";
import type { Unit, Where } from "./inputs";
import { comparable, createEach, drifts, type Find, found, linesText, look, type Tried } from "./run";

/** The kinds whose objects show by a mark of their own whose they are. */
const marked = [
	"Bridge",
	"Port",
	"Tunnel",

	"Link",
	"VRF",
	"WireGuard",
	"Mirror",
	"SFlow",
	"NetFlow",
	"IPFIX",
	"NftTable",
];

/** A NIC is the host's own in any case, and what a bridge takes over from its uplink is not a part of the bridge. */
const isAdoptable = ({ inputs, changed }: Unit): boolean =>
	changed?.uplink === undefined &&
	inputs.every(
		([kind, args]) => marked.includes(kind) && args.type !== "device" && args.optional !== true && args.uplink === undefined,
	);

const tables = [
	"Bridge",
	"Port",
	"Interface",
	"Mirror",
	"sFlow",
	"NetFlow",
	"IPFIX",
	"Flow_Sample_Collector_Set",
	"QoS",
	"Queue",
];

/** Takes all marks away, so that the objects are somebody's. */
const strip = `
for t in ${tables.join(" ")}; do
  for u in $(ovs-vsctl --bare --columns=_uuid list $t); do set -- "$@" -- remove $t $u external_ids pulumi-ovs; done
done
[ $# = 0 ] || ovs-vsctl --no-wait "$@"
unmark='for d in $(ip -o link show | sed -n "s/^[0-9]*: \\([^:@]*\\)[:@].*alias pulumi-ovs.*/\\1/p"); do ip link set dev $d alias ""; done
nft list tables | while read -r _ f t; do nft "flush chain $f $t pulumi_ovs; delete chain $f $t pulumi_ovs"; done 2>/dev/null'
sh -c "$unmark"
for n in $(ip netns list | sed 's/ .*//'); do ip netns exec $n sh -c "$unmark"; done
rm -rf /run/pulumi-ovs`;

/**
 * Objects that are on the host without this program are adopted, with other settings. After destroy, the host is as before. Leaves the
 * objects there.
 */
export async function tryAdoption({ host }: Where, units: Unit[]): Promise<Find[]> {
	const adoptable = units.filter(isAdoptable);
	const all = adoptable.flatMap((unit) =>
		unit.inputs.map(([kind, args], i) => ({ unit, kind, args, next: i === 0 ? unit.changed : undefined })),
	);
	const there = await createEach("create", all);
	if (there.finds.length > 0) return there.finds;
	await onHost(host, strip);
	const before = comparable(await look(host));
	const adopting = all.map(({ unit, kind, args, next }) => {
		const { schema } = kinds[kind] as Kind;
		// An object is adopted where it is. Adoption refuses to set some fields to their defaults.
		const isKept = (field: string) => field === "bridge" || fieldMeta(schema, field).lossByDefault !== undefined;
		const kept = Object.fromEntries(Object.entries(args).filter(([field]) => field in schema.shape && isKept(field)));
		const wanted = kind === "Bridge" ? args : (next ?? args);
		// With a small MTU, a device would lose its IPv6 addresses, which is refused.
		const mtu = wanted.mtu < 1280 && addressesIn(args.addresses).some(isIpv6) ? undefined : wanted.mtu;
		return {
			unit,
			kind,
			args: withoutUnset({ ...kept, ...wanted, mtu, ...(args.bridge && { bridge: args.bridge }), adopt: true }) as Values,
		};
	});
	const { all: adopted, half, finds } = await createEach("adopt", adopting);
	finds.push(...(await drifts(adopted, "adopt")));
	await newRun();
	const last: Tried[] = [...adopted, ...half];
	finds.push(...found("release", last, await messagesOf(last, ({ made }) => made.delete())));
	const left = await lastingChanges(before, async () => comparable(await look(host)));
	if (left.length > 0) finds.push({ step: "release", what: linesText(left) });
	return finds;
}
