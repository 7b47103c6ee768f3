#!/bin/sh
# Unpacks ovsdb-server and ovs-vsctl into .cache/ovsdb, for test/unit/network/ovs-columns.test.ts: nothing is installed or started.
set -e
cd "$(dirname "$0")/../.."
mkdir -p .cache/ovsdb/debs
cd .cache/ovsdb/debs
apt-get download openvswitch-common openvswitch-switch libxdp1 libbpf1
for deb in *.deb; do dpkg-deb -x "$deb" ..; done
