export { cacheFolder, engineFolder, labFolder } from "./cache";
export { environmentScript, labEnvironment, makeEnvironmentFolders } from "./env";
export { LabError } from "./errors";
export { closeConnections, type ExecOptions, type ExecResult, labExec, labRestart } from "./exec";
export { type LabStatus, type LabUp, labDown, labStatus, labUp, type UpOptions } from "./lab";
export type { Progress } from "./progress";
export type { LabRecord } from "./state";
export type { LabHost } from "./topology";
