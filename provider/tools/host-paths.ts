/** The folder of what a reboot removes, as it removes the kernel objects that the files are about. */
export const parentFolder = "/run/pulumi-ovs";

/** The folder of the journal. */
export const journalFolder = `${parentFolder}/owned`;

/**
 * The folder of the recovery records: before a change, a program records the foreign objects that the change may remove. The next run of
 * the program finds the record if this one ends before it has restored everything.
 */
export const recordFolder = `${parentFolder}/owed`;

/** The folder of the devices that a call is about to create, and that do not have their marks yet. */
export const intentFolder = `${parentFolder}/intents`;

/** The folder of the changes that no new connection has confirmed yet. Each has a folder of its own, named by a random token. */
export const armedFolder = `${parentFolder}/armed`;

/**
 * The file that a script with changes locks. Its one line says who has changed the host last. The file is beside the folder, which is
 * removed when it is empty: two scripts that lock different files of one name do not exclude each other.
 */
export const lockFile = `${parentFolder}.lock`;

/** The folder of boot files. Only root can read it. */
export const bootFolder = "/etc/pulumi-ovs/boot";
