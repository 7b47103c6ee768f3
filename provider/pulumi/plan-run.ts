/** The variable by which `pulumi-ovs plan` asks a preview for the commands, whatever the stack's configuration says. */
export const planVariable = "PULUMI_OVS_PLAN";

/** True in the processes of a preview that `pulumi-ovs plan` has started. */
export const isPlanRun = (): boolean => process.env[planVariable] === "true";
