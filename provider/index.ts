/** The entry that old state loads as `pulumi-ovs/runtime`: neither this path nor the name `shell` may ever change. */
export { shell } from "./pulumi/provider";
