export { environmentScript, labEnvironment, makeEnvironmentFolders } from "./environment";
export { LabError } from "./errors";
export { closeConnections, type ExecOptions, type ExecResult, labExec, labRestart } from "./exec";
export { cacheFolder, engineFolder, labFolder } from "./folders";
export { type DebianRelease, debianRelease } from "./image";
export { type LabStatus, type LabUp, labDown, labStatus, labUp, type UpOptions } from "./lifecycle";
export type { Progress } from "./progress";
export type { LabRecord } from "./record";
export type { LabHost } from "./topology";
