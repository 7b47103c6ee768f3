// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

export * from "./Bridge";
export * from "./FlowTable";
export * from "./HostSetup";
export * from "./IPFIX";
export * from "./Link";
export * from "./LocalVlans";
export * from "./Mirror";
export * from "./Namespace";
export * from "./NetFlow";
export * from "./NftTable";
export * from "./OpenFlowTable";
export * from "./OpenVSwitch";
export * from "./Port";
export * from "./Reachability";
export * from "./Route";
export * from "./Routes";
export * from "./Rule";
export * from "./SFlow";
export * from "./Sysctl";
export * from "./Trunk";
export * from "./Tunnel";
export * from "./VRF";
export * from "./Vtep";
