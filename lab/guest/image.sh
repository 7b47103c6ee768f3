#!/bin/sh
# image.sh ROOT - mmdebstrap's customize hook: turns the tree ROOT into root.ext4, initrd and vmlinuz in $LAB_WORK.
# $LAB_GUEST: folder of this script; $LAB_WORK/kernel.deb: the kernel's package, unpacked by hand (no initramfs-tools).
set -eu
r=$1 w=$LAB_WORK g=$LAB_GUEST
step() { echo "step: $*"; }

step "kernel and modules"
dpkg-deb -x "$w/kernel.deb" "$w/kernel"
k=$(ls "$w/kernel/lib/modules"); src=$w/kernel/lib/modules/$k; dst=$r/lib/modules/$k
cp "$w/kernel/boot/vmlinuz-$k" "$w/vmlinuz"
mkdir -p "$dst/kernel/drivers" "$dst/kernel/fs"
cp -a "$src"/modules.* "$dst"
cp -a "$src"/kernel/net "$src"/kernel/crypto "$src"/kernel/lib "$src"/kernel/arch "$dst/kernel/"
for d in drivers/net drivers/virtio drivers/block drivers/ptp fs/overlayfs; do
  [ ! -e "$src/kernel/$d" ] || cp -a "$src/kernel/$d" "$dst/kernel/${d%/*}/"
done
rm -rf "$w/kernel"
depmod -b "$r" "$k"

step "hosts' files"
install -m755 "$g"/lab-init "$g"/lab-host "$g"/lab-host-init "$g"/lab-host-run "$g"/lab-ovs "$r/usr/sbin/"
install -m644 "$g/sshd_config" "$r/etc/ssh/sshd_config"
rm -rf "$r"/var/cache/apt/* "$r"/var/lib/apt/lists/* "$r"/etc/ssh/ssh_host_* "$r"/etc/machine-id
mkdir -p "$r/lab" "$r/var/lib/openvswitch"
# As on a host where Open vSwitch was just installed: an empty database.
rm -f "$r"/etc/openvswitch/conf.db "$r"/etc/openvswitch/.conf.db.*
chroot "$r" ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
{
  echo "ovs-version=$(chroot "$r" ovs-vswitchd --version | awk 'NR==1{print $NF}')"
  echo "db-version=$(chroot "$r" ovsdb-tool schema-version /usr/share/openvswitch/vswitch.ovsschema)"
  . "$r/etc/os-release"; echo "system-type=$ID"; echo "system-version=$VERSION_ID"
} >"$r/usr/share/openvswitch/lab-versions"
# Accounts beside root, all with the lab's key: ops (sudo without a password), pat (sudo with the password
# "lab-password", may log in with it too), guest (no sudo). "*" is no password, yet no locked account.
for u in ops pat guest; do chroot "$r" useradd -m -s /bin/bash -p '*' $u; done
chroot "$r" usermod -aG sudo ops
echo pat:lab-password | chroot "$r" chpasswd
printf '%s\n' 'ops ALL=(ALL:ALL) NOPASSWD: ALL' 'pat ALL=(ALL:ALL) ALL' >"$r/etc/sudoers.d/lab"
chmod 440 "$r/etc/sudoers.d/lab"

step "initial RAM disk"
i=$w/initrd.d; mkdir -p "$i/bin" "$i/m" "$i/proc" "$i/sys" "$i/dev" "$i/mnt" "$i/lab"
cp "$(command -v busybox)" "$i/bin/busybox"; install -m755 "$g/init" "$i/init"
# ext4 wants crc32c_generic even without metadata checksums.
for m in virtio_pci virtio_blk crc32c_generic virtio_net; do
  modprobe -d "$r" -S "$k" --show-depends $m 2>/dev/null | awk '/^insmod/{print $2}'
done | awk '!s[$0]++' >"$w/mods"
n=10; while read -r f; do cp "$f" "$i/m/$n-$(basename "$f")"; n=$((n+1)); done <"$w/mods"
(cd "$i" && find . | cpio -o -H newc --quiet --owner=0:0 | gzip -1) >"$w/initrd"
# The lab's own cpio is appended uncompressed: the kernel wants it aligned.
truncate -s %512 "$w/initrd"
rm -rf "$i" "$w/mods"

step "root disk"
# mmdebstrap has /proc, /sys and /dev mounted in the tree: a plain bind shows what lies beneath them.
export r w
unshare --mount sh -eu <<'X'
mkdir "$w/tree"; mount --bind "$r" "$w/tree"
mb=$(($(du -xsm --apparent-size "$w/tree" | cut -f1) * 115 / 100 + 24))
mke2fs -q -t ext4 -O ^has_journal -m 0 -N 40000 -E lazy_itable_init=1 -d "$w/tree" "$w/root.ext4" ${mb}M
X
rmdir "$w/tree"
