#!/bin/sh
# Unpacks Open vSwitch, nft, login shells and other tools of hosts into .cache/host-tools, for unit tests
# (test/unit/support/host-tools.ts) and for hosts in namespaces (test/oracle/namespace-host.sh): nothing is installed or started.
set -e
cd "$(dirname "$0")/../.."
mkdir -p .cache/host-tools/debs
cd .cache/host-tools/debs
apt-get download openvswitch-common openvswitch-switch libxdp1 libbpf1 \
	nftables libnftables1 libnftnl11 libxtables12 libjansson4 libedit2 libbsd0 libmd0 libmnl0 wireguard-tools iputils-ping \
	tcsh fish fish-common libpcre2-32-0
for deb in *.deb; do dpkg-deb -x "$deb" ..; done
ln -sfn ../etc ../usr/etc # where fish looks for its settings
