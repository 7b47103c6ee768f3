// Jest runs this file before each test file. If `npm test` has started several labs, each of Jest's workers uses its own.
const labs: string[] = JSON.parse(process.env.PULUMI_OVS_TEST_LABS ?? "[]");
const own = labs[Number(process.env.JEST_WORKER_ID ?? 1) - 1];
if (own) process.env.PULUMI_OVS_SSH_CONFIG = own;
