export * from "./components/gateway";
export * from "./components/gateway-args";
export * from "./components/overlay-network";
export * from "./components/overlay-network-args";
export * from "./components/vxlan-mesh";
export * from "./components/vxlan-mesh-args";
export * from "./connection";
export * from "./kinds";
