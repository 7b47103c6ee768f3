import * as pulumi from "@pulumi/pulumi";
import { createCore } from "./core";
import { createSite } from "./site";
import { sites } from "./sites";

// One program for all stacks: `core` joins the sites, every other stack is the site of its name.
export = async () => {
	const name = pulumi.getStack();
	if (name === "core") return { core: await createCore(sites) };
	const site = sites[name];
	if (!site) throw new Error(`fabric.json has no site ${name}: it has ${Object.keys(sites).join(", ")}`);
	return { site: createSite(site) };
};
