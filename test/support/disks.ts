/**
 * Mounts a folder of a host above itself, read-only. The mount is made elsewhere, because one with files that are open can't become
 * read-only. Network namespaces are mounts below /run: they are there too, and stay when the copy goes. With -n, `mount` keeps no record.
 * `below`: folders in it that are mounts, and become read-only too.
 */
export const readOnly = (folder: string, ...below: string[]): string =>
	[
		`mkdir -p /mnt/ro; mount -n --rbind ${folder} /mnt/ro; mount -n --make-rprivate /mnt/ro`,
		...["", ...below].map((name) => `mount -n -o remount,bind,ro /mnt/ro/${name}`),
		`mount -n --move /mnt/ro ${folder}`,
	].join("; ");

/** Removes such mounts. On the lab's hosts, /run itself is a mount too. */
export const writable = (folder: string): string =>
	`while grep -q '${folder} .*[ ,]ro,' /proc/mounts; do umount -l ${folder}; done`;

const filler = "filler";

/** Fills the disk that has this folder. */
export const fill = (folder: string): string => `cat /dev/zero >${folder}/${filler} 2>/dev/null || true`;

export const emptied = (folder: string): string => `rm -f ${folder}/${filler}`;

export const databaseFolder = "/etc/openvswitch";
export const bootFileFolder = "/etc/pulumi-ovs";

/** A row of the database that `fillDatabase` lengthens. */
const padded = '"op":"update","table":"Bridge","where":[["name","==","canary"]]';
const transact = (row: string): string =>
	`ovsdb-client transact '["Open_vSwitch",{${padded},"row":{"external_ids":["map",[${row}]]}}]' >/dev/null`;

/** Fills the database's disk. A file may end in the middle of a block, which has room for some transactions: one fills the most of it. */
export const fillDatabase = `
room=$((4096 - $(stat -c %s ${databaseFolder}/conf.db) % 4096 - 300))
[ $room -lt 1 ] || ${transact(`["pad","'$(head -c $room /dev/zero | tr '\\0' x)'"]`)}
${fill(databaseFolder)}`;

export const emptiedDatabase = `${emptied(databaseFolder)}; ${transact("")}`;

/** Gives the boot files and Open vSwitch's database a disk each, because all hosts of a lab share one. A restart of the host loses both. */
export const ownDisks = `
lab-ovs stop all
mkdir -p /mnt/db ${bootFileFolder}; mount -n -t tmpfs -o mode=755,size=16m db /mnt/db; cp -a ${databaseFolder}/. /mnt/db
mount -n --move /mnt/db ${databaseFolder}; mount -n -t tmpfs -o mode=755,size=1m boot ${bootFileFolder}
lab-ovs start all`;

/** Takes these disks away. The database stays as it is. */
export const sharedDisk = `
! umount -l ${bootFileFolder} 2>/dev/null || rmdir ${bootFileFolder}
if grep -q '^db ${databaseFolder} ' /proc/mounts; then
lab-ovs stop all; mkdir -p /mnt/db; mount -n --move ${databaseFolder} /mnt/db
${emptied("/mnt/db")}; cp -a /mnt/db/. ${databaseFolder}; umount /mnt/db; lab-ovs start all
fi`;
