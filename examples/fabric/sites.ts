import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A host of a site, with its address on the underlay and its address in the site's network. */
export interface SiteHost {
	host: string;
	underlay: string;
	address: string;
}

export interface Site {
	/** The site's network. It is a part of `fabric`. */
	prefix: string;
	/** The first host is the site's border: it routes between the site and the core. */
	hosts: [SiteHost, ...SiteHost[]];
}

/** The network that all sites are parts of. */
export const fabric = "10.64.0.0/16";

/** All sites by name. Each has a stack of its own. */
export const sites: { [name: string]: Site } = JSON.parse(readFileSync(join(__dirname, "fabric.json"), "utf8"));
