/** The key of external_ids that says whose a row is. */
export const markKey = "pulumi-ovs";

/** Outputs under this name hold what was on the host before us, of what we only borrow or have adopted. */
export const previousKey = "__previous";
