import { journalFolder, parentFolder } from "./journal";
import { versions } from "./ovs-ofctl-listing";

/** The folder of boot files. Only root can read it. */
export const bootFolder = "/etc/pulumi-ovs/boot";
export const unitName = "pulumi-ovs.service";
export const unitFolder = "/etc/systemd/system";

/** Network services that set up the host come first: systemd-networkd removes other routes and rules when it starts. */
const after = [
	...["network-pre.target", "systemd-modules-load.service", "systemd-sysctl.service", "nftables.service"],
	...["networking.service", "systemd-networkd.service", "NetworkManager.service"],
	...["openvswitch-switch.service", "openvswitch.service"],
];

export const unit = `# Written by pulumi-ovs (ovs:persist). pulumi destroy deletes it.
[Unit]
Description=Network objects of pulumi-ovs
After=${after.join(" ")}
Wants=network-pre.target
Before=network.target
ConditionPathExists=${bootFolder}/run

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh ${bootFolder}/run
TimeoutStartSec=5min

[Install]
WantedBy=multi-user.target
`;

/** Programs with different versions of pulumi-ovs can share a host: the greater number stays. It rises with each change below. */
export const runnerVersion = 1;

/** Messages about things that are there already, in the words of iproute2 and of the kernel. */
const alreadyThere = ["File exists", "Address already assigned", "ioctl\\(TUNSETIFF\\): Device or resource busy"];

/**
 * The program that runs the boot files. Each pass runs, in the order of names, all files whose needs are met. A pass that has
 * changed what is missing or fails is followed by another one, because a device that comes late drops addresses and routes that
 * were set before. Every command may therefore run more than once.
 */
export const runner = `#!/bin/sh
# Written by pulumi-ovs (ovs:persist). pulumi destroy deletes it.
# version ${runnerVersion}
# Makes again what a reboot removes, from the files in this folder, in the order of their names. A file waits for the devices and
# bridges that it needs, at most \${PULUMI_OVS_BOOT_WAIT:-30} seconds for all files together. What is missing then is skipped and
# named on standard error. Status 1: something was skipped, or a command failed.
# Any init can run it once Open vSwitch has started: sh ${bootFolder}/run
export LC_ALL=C PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
set -f; umask 077
cd "\${0%/*}" || exit 1
[ ! -r ovs-command ] || . ./ovs-command
ofctl=\${PULUMI_OVS_OFCTL:-ovs-ofctl} vsctl=\${PULUMI_OVS_VSCTL:-ovs-vsctl}
seconds() { read -r up _ </proc/uptime; echo "\${up%%.*}"; }
files() { ls | grep '^[0-9][0-9]-'; }

there() {
  case $1 in
  device) name=$2; shift 2
    for ns; do
      if [ "$ns" = . ]; then [ -e "/sys/class/net/$name" ] && return; else ip -n "$ns" link show dev "$name" && return; fi
    done; return 1 ;;
  namespace) [ -e "/run/netns/$2" ] ;;
  bridge) $ofctl --timeout=5 -O ${versions} show "$2" ;;
  port) n=$($vsctl --timeout=5 get Interface "$2" ofport) && [ "$n" -gt 0 ] ;;
  esac </dev/null >/dev/null 2>&1
}
missing() {
  while read -r mark word thing; do
    [ "$mark" = "#" ] || return 0
    [ "$word" = needs ] || continue
    there $thing || { set -- $thing; echo "$1 $2"; return 0; }
  done <"$1"
}
# The entry in the journal by which pulumi destroy knows the object.
note() {
  mkdir -p ${parentFolder} && chmod 755 ${parentFolder} && mkdir -p ${journalFolder} && chmod 700 ${journalFolder} &&
    printf '%s\\n' "$2" >"${journalFolder}/$1"
}
make() {
  while read -r mark word name rest; do
    case "$mark $word" in
    "# owned") note "$name" "$rest" ;;
    "# module") modprobe -q "$name" ;;
    "# "*) ;;
    *) break ;;
    esac
  done <"$1"
  { if [ "$ofctl" = ovs-ofctl ]; then cat "$1"; else sed "s|^ovs-ofctl |$ofctl |" "$1"; fi; } | sh 2>&1 |
    grep -Ev '^$|^Command failed -:[0-9]+$|${alreadyThere.join("|")}'
}
pass() {
  waiting= failing=
  for f in $(files); do
    lacks=$(missing "$f")
    if [ -n "$lacks" ]; then
      waiting="$waiting$f: $lacks is not there
"
      [ "$1" = last ] || continue
    fi
    said=$(make "$f")
    [ -z "$said" ] || [ -n "$lacks" ] || failing="$failing$f: $said
"
  done
}
lacking() {
  for f in $(files); do
    lacks=$(missing "$f")
    [ -z "$lacks" ] || echo "$f: $lacks is not there"
  done
}

end=$(($(seconds) + \${PULUMI_OVS_BOOT_WAIT:-30})) before= tries=0
while :; do
  pass first
  [ -n "$waiting$failing" ] || exit 0
  if [ "$waiting$failing" != "$before" ]; then tries=0
  elif [ -z "$waiting" ]; then
    # The kernel takes an IPv6 address as the source of a route only when it has checked the address.
    tries=$((tries + 1)); [ $tries -lt 4 ] || break
    sleep 1
  else
    while [ "$(lacking)
" = "$waiting" ] && [ "$(seconds)" -lt "$end" ]; do sleep 1; done
  fi
  [ "$(seconds)" -lt "$end" ] || break
  before=$waiting$failing
done
[ -z "$waiting" ] || pass last
[ -n "$waiting$failing" ] || exit 0
[ -z "$waiting" ] || printf '%s' "$waiting" | sed 's/$/: skipped/' >&2
printf '%s' "$failing" >&2
exit 1
`;
