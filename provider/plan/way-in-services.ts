import type { Facts } from "../model/facts";
import { startsOnInstallation } from "../tools/network-services";
import { startsNetwork } from "../tools/systemctl";

/** The first service among these that may change, when it starts, how the host is reached. */
export function byServices(names: string[], facts: Facts): string | undefined {
	const name = names.find((one) => startsNetwork(one, facts));
	return name && `service ${name}`;
}

/** The first package among these whose installation starts such a service. */
export function byPackages(names: string[]): string | undefined {
	const name = names.find(startsOnInstallation);
	return name && `package ${name}`;
}
