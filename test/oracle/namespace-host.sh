#!/bin/sh
# namespace-host.sh ROOT COMMAND…: runs a command on a host of its own, which ends with the command: new namespaces of network, mounts
# and processes on this machine, with an Open vSwitch that has its datapath in user space. ROOT is the folder of the repository.
# The machine's files can only be read, and so can its kernel parameters outside the host's network. /run and /tmp are the host's own.
set -e
if [ -z "$NAMESPACE_HOST" ]; then
	export NAMESPACE_HOST=1
	exec unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private sh "$0" "$@"
fi
root=$1 tools=$1/.cache/host-tools
shift
mount -t tmpfs tmpfs /run
mkdir /run/root
mount --bind "$root" /run/root
mount -o remount,bind,ro /run/root
mount -o remount,bind,ro /
mount -t tmpfs tmpfs /tmp
# The repository may be in a folder of /tmp.
mkdir -p "$root"
mount --move /run/root "$root"
cd "$root"
mount -t sysfs sysfs /sys
mount --bind /proc/sys /proc/sys
mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,ro /proc/sys
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
