import { onHost } from "./hosts";

const folder = "/srv/lab-apt";
const aside = "/srv/lab-apt-aside";

/**
 * Makes packages, by their names and what they do when they are installed, the only ones that apt on a host can install. The lab
 * has no network. apt does not know them before its next update.
 */
export async function offerPackages(host: string, packages: Record<string, string>): Promise<void> {
	const built = Object.entries(packages).map(
		([name, postinst]) => `
mkdir -p build/DEBIAN
printf 'Package: ${name}\\nVersion: 1.2-3\\nArchitecture: all\\nMaintainer: lab <root@localhost>\\nDescription: lab\\n' >build/DEBIAN/control
printf '%s\\n' '#!/bin/sh' 'set -e' ${JSON.stringify(postinst)} >build/DEBIAN/postinst
chmod 755 build/DEBIAN/postinst
dpkg-deb --build -Znone build ${name}.deb >/dev/null
{ dpkg-deb --field ${name}.deb; echo "Filename: ./${name}.deb"; echo "Size: $(stat -c %s ${name}.deb)"; echo "SHA256: $(sha256sum ${name}.deb | cut -d ' ' -f 1)"; echo; } >>Packages
rm -r build`,
	);
	await onHost(
		host,
		`mkdir -p ${folder} ${aside}; cd ${folder}
[ -e ${aside}/sources.list ] || mv /etc/apt/sources.list ${aside}
echo 'deb [trusted=yes] file:${folder} ./' >/etc/apt/sources.list
rm -rf /var/lib/apt/lists/*${built.join("\n")}`,
	);
}

/** Removes the packages, and gives apt its own sources back. */
export async function withdrawPackages(host: string, names: string[]): Promise<void> {
	await onHost(
		host,
		`for p in ${names.join(" ")}; do dpkg --purge $p >/dev/null 2>&1 || :; done
[ ! -e ${aside}/sources.list ] || mv ${aside}/sources.list /etc/apt/sources.list
rm -rf ${folder} ${aside} /var/lib/apt/lists/*`,
	);
}
