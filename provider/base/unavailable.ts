/** A tool, a kernel module, a daemon or an object that comes with one of them is missing on the host. A HostSetup may bring it. */
export class Unavailable extends Error {
	constructor(reason: string) {
		super(reason);
		this.name = "Unavailable";
	}
}
