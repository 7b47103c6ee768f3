import type { Kind } from "../model/kind";
import { bridge } from "./bridge";
import { flowTable } from "./flowtable";
import { geneveOption } from "./geneveoption";
import { hostSetup } from "./hostsetup";
import { ipfix } from "./ipfix";
import { link } from "./link";
import { localVlans } from "./localvlans";
import { mirror } from "./mirror";
import { namespace } from "./namespace";
import { neighbor } from "./neighbor";
import { netflow } from "./netflow";
import { nftTable } from "./nfttable";
import { openFlowGroup } from "./openflowgroup";
import { openFlowMeter } from "./openflowmeter";
import { openFlowTable } from "./openflowtable";
import { openVSwitch } from "./openvswitch";
import { port } from "./port";
import { reachability } from "./reachability";
import { route } from "./route";
import { routes } from "./routes";
import { rule } from "./rule";
import { sflow } from "./sflow";
import { sysctl } from "./sysctl";
import { trunk } from "./trunk";
import { tunnel } from "./tunnel";
import { vrf } from "./vrf";
import { vtep } from "./vtep";
import { wireGuard } from "./wireguard";

/** All kinds by type. A new kind needs one line here. */
export const kinds: Record<string, Kind> = Object.fromEntries(
	[
		hostSetup,
		openVSwitch,
		bridge,
		port,
		tunnel,
		vtep,
		localVlans,
		trunk,
		link,
		namespace,
		wireGuard,
		vrf,
		route,
		routes,
		rule,
		neighbor,
		sysctl,
		nftTable,
		flowTable,
		openFlowTable,
		openFlowGroup,
		openFlowMeter,
		geneveOption,
		mirror,
		sflow,
		netflow,
		ipfix,
		reachability,
	].map((k) => [k.type, k]),
);
