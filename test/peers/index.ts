import { ansible } from "./ansible";
import type { Peer } from "./configuration";
import { netplanExamples } from "./netplan-examples";
import { netplanTests } from "./netplan-tests";
import { nmstateExamples } from "./nmstate-examples";
import { nmstateOvs } from "./nmstate-ovs";
import { nmstateRoutes } from "./nmstate-routes";
import { nmstateVrf } from "./nmstate-vrf";
import { nmstateVxlan } from "./nmstate-vxlan";
import { ovsHowto } from "./ovs-howto";
import { ovsVsctl } from "./ovs-vsctl";

/** Configurations of other tools for networks, and of the manuals of Open vSwitch. */
export const peers: Peer[] = [
	...[nmstateExamples, nmstateOvs, nmstateVrf, nmstateVxlan, nmstateRoutes],
	...[netplanExamples, netplanTests, ansible, ovsHowto, ovsVsctl],
];
