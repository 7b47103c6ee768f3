export * from "./components/vxlan-mesh";
export * from "./connection";
export * from "./kinds";
