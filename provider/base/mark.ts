/** The key in external_ids of an OVSDB row whose value is the owner of the row, `project/stack`. */
export const markKey = "pulumi-ovs";

/** The output that holds the original values of a preexisting or adopted object. Destroy restores them. */
export const previousKey = "__previous";
