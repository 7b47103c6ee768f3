import { onHost, tryOnHost } from "./hosts";

/** Columns of OVSDB that Open vSwitch changes at any time. */
const volatile =
	/^(_version|statistics|cur_cfg|next_cfg|status|link_resets|lacp_current|cfm_|bfd_status|rstp_status|rstp_statistics|ifindex)/;

/**
 * The kernel sets a device's operational state, and the result of an IPv6 address's duplicate address detection, some time after the
 * change that causes it, so the snapshot leaves both out. With that result comes the address's route in the table `local`.
 */
const script = `
ovsdb-client --format=json dump unix:/run/openvswitch/db.sock Open_vSwitch
echo "== namespaces"; ip netns list | sed 's/ (id.*//' | sort
for n in '' $(ip netns list | sed 's/ .*//' | sort); do
  echo "== netns $n"; in="\${n:+ip netns exec $n}"
  for w in "-d addr" "-4 route show table all" "-6 route show table all" rule "-6 rule"; do echo "= ip $w"; $in ip $w; done |
    sed 's/ state [A-Z]* / /; s/ tentative\\b//; /^local .*:.* table local proto kernel/d'
  $in bridge -compressvlans vlan show
  $in nft -s list ruleset 2>/dev/null
  echo "= sysctl"; $in grep -rs . /proc/sys/net | grep -Ev 'nf_conntrack_count|secret|random|/nf_log/|route/flush'
done
echo "== journal"; [ ! -e /run/pulumi-ovs ] || find /run/pulumi-ovs | sort
echo "== boot files"; ls -A /etc/pulumi-ovs/boot 2>/dev/null || :
`;

interface Dumped {
	caption: string;
	headings: string[];
	data: unknown[][];
}

/** The lines of one of OVSDB's tables, as ovsdb-client dumps it: one for each column of each row. */
function linesOf({ caption, headings, data }: Dumped): string[] {
	return data.flatMap((row) =>
		headings.flatMap((column, i) => (volatile.test(column) ? [] : [`${caption}: ${column} ${JSON.stringify(row[i])}`])),
	);
}

/** The state of a host that must be the same before `up` and after `destroy`, as lines of text. */
export async function snapshot(host: string): Promise<string[]> {
	const lines = (await onHost(host, script)).split("\n");
	return lines.flatMap((line) => (line.startsWith('{"caption"') ? linesOf(JSON.parse(line)) : [line]));
}

/**
 * Removes all objects that a test may have left, also those of a program that was not destroyed. A clean host of the lab has mgmt0,
 * eth0 and an empty Open vSwitch only. A host without the folder of journals has no routes, rules and tables of a program.
 */
export async function cleanHost(host: string): Promise<void> {
	await tryOnHost(
		host,
		`
kill -0 $(cat /run/openvswitch/ovs-vswitchd.pid) || lab-ovs start vswitchd
for b in $(ovs-vsctl --timeout=20 list-br); do set -- "$@" -- --if-exists del-br $b; done
[ $# = 0 ] || ovs-vsctl --timeout=60 -- --all destroy Flow_Sample_Collector_Set "$@"
# OVSDB deletes the ports only when that transaction ends. Until then they refer to their QoS.
ovs-vsctl --timeout=60 -- --all destroy QoS -- --all destroy Queue \
  -- clear Open_vSwitch . external_ids -- set Open_vSwitch . external_ids:system-id=$(hostname) \
  external_ids:hostname=$(hostname) external_ids:rundir=/run/openvswitch \
  -- set Open_vSwitch . other_config='{n-handler-threads="1",n-revalidator-threads="1"}'
for n in $(ip netns list | sed 's/ .*//'); do ip netns del $n; done
for l in /sys/class/net/*; do case \${l##*/} in lo|mgmt0|eth0|ovs-system|ovs-netdev|*_sys_*|gre*|erspan*) ;; *) ip link del dev \${l##*/} ;; esac; done
ip link set dev eth0 up mtu 1500
echo 0 >/proc/sys/net/ipv4/ip_forward
[ -e /run/pulumi-ovs ] || exit 0
nft flush ruleset
for f in -4 -6; do
  ip $f rule show pref 0 | grep -q local || ip $f rule add pref 0 table local
  ip $f rule flush protocol 250
  ip $f route flush table all proto 250
done
rm -rf /run/pulumi-ovs`,
	);
}

/** Creates and deletes a VRF. With the first one, the kernel adds its rule for VRFs, and never removes it. */
export const firstVrf = "ip link add dev first type vrf table 999; ip link del dev first";

/** The lines that only one of two snapshots has, with the prefix "- " or "+ "; [] if the snapshots are equal. */
export function changed(before: string[], after: string[]): string[] {
	const less = (all: string[], some: string[]) => {
		const left = [...some];
		return all.filter((line) => {
			const at = left.indexOf(line);
			if (at >= 0) left.splice(at, 1);
			return at < 0;
		});
	};
	return [...less(before, after).map((line) => `- ${line}`), ...less(after, before).map((line) => `+ ${line}`)];
}
