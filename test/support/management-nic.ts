// For tests in which a bridge takes over mgmt0, by which the SSH connection of the tests comes in.

/**
 * Gives the NIC mgmt0 its address back, and removes what tests have added to it. All goes in one script, because that cuts the
 * connection that the script came by.
 */
export const giveBack = (own: string) => `ovs-vsctl --timeout=20 -- --if-exists del-br br-mg -- --if-exists del-br br-ex
ip link del dev br-l
ip addr replace ${own} dev mgmt0
ip addr del 10.98.0.1 peer 10.98.0.2/32 dev mgmt0
for a in 10.99.7.1 10.99.1.2 10.99.1.1 10.97.0.1 10.96.0.1; do ip addr del $a/24 dev mgmt0; done
ip -6 addr flush dev mgmt0 scope global
for f in 4 6; do ip -$f route flush table 77; ip -$f route flush dev mgmt0 proto boot; done
ip route del 10.94.0.0/16; ip route del 10.97.0.0/24 metric 100
ip link set dev mgmt0 up
sysctl -qw net.ipv6.conf.default.disable_ipv6=0`;

const detached = (script: string) => `setsid sh -c '${script}' </dev/null >/dev/null 2>&1 &`;

/** The host gives the NIC its address back by itself if no test has begun for five minutes. */
export const armRevert = (own: string) =>
	`${detached(`trap "" HUP PIPE; while [ -n "$(find /run/uplink-test -mmin -5 2>/dev/null)" ]; do sleep 10; done; [ ! -e /run/uplink-test ] || { rm -f /run/uplink-test; ${giveBack(own)}; }`)}`;

/** The lines of a snapshot without the lifetimes of addresses and the timers of Linux bridges, which pass. */
export const settled = (lines: string[]) =>
	lines.map((line) => line.replaceAll(/\b\d+sec\b/g, "some sec").replaceAll(/_timer +[\d.]+/g, "_timer some"));
