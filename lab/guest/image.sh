#!/bin/sh
# image.sh ROOT - mmdebstrap's customize hook. It makes root.ext4, initrd, vmlinuz and, with systemd, an empty disk.ext4 in $LAB_WORK from the directory tree ROOT.
# LAB_GUEST is the folder of this script. $LAB_WORK/kernel.deb is the kernel's package; this script unpacks it, because an
# installation of the package would bring initramfs-tools.
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
install -m755 "$g"/lab-init "$g"/lab-host "$g"/lab-host-init "$g"/lab-host-run "$g"/lab-ovs "$g"/lab-systemd "$r/usr/sbin/"
install -m644 "$g/sshd_config" "$r/etc/ssh/sshd_config"
rm -rf "$r"/var/cache/apt/* "$r"/var/lib/apt/lists/* "$r"/etc/ssh/ssh_host_* "$r"/etc/machine-id
mkdir -p "$r/lab" "$r/var/lib/openvswitch"
# The database is empty, as after the installation of Open vSwitch.
rm -f "$r"/etc/openvswitch/conf.db "$r"/etc/openvswitch/.conf.db.*
chroot "$r" ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
{
  echo "ovs-version=$(chroot "$r" ovs-vswitchd --version | awk 'NR==1{print $NF}')"
  echo "db-version=$(chroot "$r" ovsdb-tool schema-version /usr/share/openvswitch/vswitch.ovsschema)"
  . "$r/etc/os-release"; echo "system-type=$ID"; echo "system-version=$VERSION_ID"
} >"$r/usr/share/openvswitch/lab-versions"
# Users besides root, all with the lab's key: ops (sudo without a password), pat (sudo and login with the password
# "lab-password") and guest (no sudo). With "*" a user has no password, but the account is not locked.
for u in ops pat guest; do chroot "$r" useradd -m -s /bin/bash -p '*' $u; done
chroot "$r" usermod -aG sudo ops
echo pat:lab-password | chroot "$r" chpasswd
printf '%s\n' 'ops ALL=(ALL:ALL) NOPASSWD: ALL' 'pat ALL=(ALL:ALL) ALL' >"$r/etc/sudoers.d/lab"
chmod 440 "$r/etc/sudoers.d/lab"

step "initial RAM disk"
i=$w/initrd.d; mkdir -p "$i/bin" "$i/m" "$i/proc" "$i/sys" "$i/dev" "$i/mnt" "$i/lab"
cp "$(command -v busybox)" "$i/bin/busybox"; install -m755 "$g/init" "$i/init"
# The ext4 driver needs crc32c_generic, even for a file system without metadata checksums.
for m in virtio_pci virtio_blk crc32c_generic virtio_net overlay; do
  modprobe -d "$r" -S "$k" --show-depends $m 2>/dev/null | awk '/^insmod/{print $2}'
done | awk '!s[$0]++' >"$w/mods"
n=10; while read -r f; do cp "$f" "$i/m/$n-$(basename "$f")"; n=$((n+1)); done <"$w/mods"
(cd "$i" && find . | cpio -o -H newc --quiet --owner=0:0 | gzip -1) >"$w/initrd"
# boot.ts appends an uncompressed cpio archive to the initrd, which the kernel expects at an aligned offset.
truncate -s %512 "$w/initrd"
rm -rf "$i" "$w/mods"

step "root disk"
# mmdebstrap has mounted /proc, /sys and /dev in the tree. A bind mount of the tree alone does not include these mounts.
export r w
unshare --mount sh -eu <<'X'
mkdir "$w/tree"; mount --bind "$r" "$w/tree"
mb=$(($(du -xsm --apparent-size "$w/tree" | cut -f1) * 115 / 100 + 24))
mke2fs -q -t ext4 -O ^has_journal -m 0 -N 40000 -E lazy_itable_init=1 -d "$w/tree" "$w/root.ext4" ${mb}M
X
rmdir "$w/tree"
# The disk of a host that boots under systemd. What is not written takes no space.
[ ! -e "$r/sbin/init" ] || mke2fs -q -t ext4 -O ^has_journal -m 0 -E lazy_itable_init=1 "$w/disk.ext4" 1024M
