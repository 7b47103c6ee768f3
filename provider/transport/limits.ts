/** The time limit in milliseconds for opening a stream to a socket on the host. */
export const openLimit = 10_000;

/** The time limit in milliseconds of the check that commands can run as root. */
export const rootCheckLimit = 30_000;

/** The time limit in milliseconds for ending what still runs on the host. */
export const endLimit = 5_000;

/** The number of scripts that run at the same time on a connection, by default. sshd's default MaxSessions is 10. */
export const defaultSessions = 8;
