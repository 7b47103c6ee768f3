export type { Step } from "./list";
