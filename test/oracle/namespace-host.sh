#!/bin/sh
# namespace-host.sh ROOT COMMAND…: runs a command on a host of its own, which ends with the command: new namespaces of network, mounts
# and processes on this machine, with an Open vSwitch that has its datapath in user space. ROOT is the folder of the repository.
# All file systems of the machine can only be read. So can /proc, except for the kernel parameters of the host's own network, and /sys,
# except in `ip netns exec`, which mounts it anew. What devices of the machine hold, such as its disks, can be written. /run and /tmp are
# the host's own.
set -e
if [ "$1" != --inside ]; then
	exec unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private sh "$0" --inside "$@"
fi
# Outside, the mounts below would be those of the machine itself.
if [ $$ != 1 ]; then
	echo "--inside is for the first process of new namespaces" >&2
	exit 1
fi
shift
root=$1 tools=$1/.cache/host-tools
shift

mount --bind /proc/sys/net /proc/sys/net
# A space in a path is \040 there, and \0040 for printf.
mount_points() { cut -d ' ' -f 5 /proc/self/mountinfo | grep -vx /proc/sys/net | sed 's/\\/\\0/g'; }
mount_points | while read -r point; do
	# A mount that is below a newer one can't be reached, so that its failure does not count.
	mount -o remount,bind,ro "$(printf %b "$point")" 2>/dev/null || true
done
mount_points | while read -r point; do
	point=$(printf %b "$point")
	if [ -w "$point" ] && { [ -d "$point" ] || [ -f "$point" ]; }; then
		echo "$point can't be made read-only" >&2
		exit 1
	fi
done

mount -t tmpfs tmpfs /run
mkdir /run/root
# The new mount can only be read, as the one of which it shows a part.
mount --bind "$root" /run/root
mount -t tmpfs tmpfs /tmp
# The repository may be in a folder of /tmp.
mkdir -p "$root"
mount --move /run/root "$root"
cd "$root"
mount -t sysfs -o ro sysfs /sys
mkdir -p /run/netns /run/openvswitch /run/lock
: >/run/namespace-host
export TMPDIR=/tmp PATH="$PATH:/usr/sbin:/sbin:$tools/usr/bin:$tools/usr/sbin:$tools/bin"
export LD_LIBRARY_PATH="$tools/usr/lib/x86_64-linux-gnu:$tools/lib/x86_64-linux-gnu"
export OVS_RUNDIR=/run/openvswitch OVS_DBDIR=/run/openvswitch OVS_LOGDIR=/run/openvswitch OVS_SYSCONFDIR=/run
export OVS_PKGDATADIR="$tools/usr/share/openvswitch"
ip link set lo up
ip tuntap add eth0 mode tap
ip addr add 192.0.2.2/24 dev eth0
ip link set eth0 up
{
	ovsdb-tool create /run/openvswitch/conf.db "$OVS_PKGDATADIR/vswitch.ovsschema"
	ovsdb-server /run/openvswitch/conf.db --remote=punix:/run/openvswitch/db.sock --pidfile --detach --no-chdir -vconsole:off --log-file
	ovs-vsctl --no-wait init
	"$tools/usr/lib/openvswitch-switch/ovs-vswitchd" unix:/run/openvswitch/db.sock --disable-system --monitor --pidfile --detach --no-chdir -vconsole:off --log-file
} >&2
exec "$@"
