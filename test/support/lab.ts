// Before each test file: the hosts of the lab that this worker of jest has for itself, where `npm test` made several.
const labs: string[] = JSON.parse(process.env.PULUMI_OVS_TEST_LABS ?? "[]");
const own = labs[Number(process.env.JEST_WORKER_ID ?? 1) - 1];
if (own) process.env.PULUMI_OVS_SSH_CONFIG = own;
