import { toolsPath, udevSettles } from "./call";
import { bootFolder, journalFolder, parentFolder } from "./host-paths";
import { versions } from "./ovs-ofctl-listing";
export const unitName = "pulumi-ovs.service";
export const unitFolder = "/etc/systemd/system";

/**
 * The services that set up the host run first: systemd-networkd removes other routes and rules when it starts. Nothing waits for this unit.
 */
const after = [
	...["systemd-modules-load.service", "systemd-sysctl.service", "nftables.service", "firewalld.service", "network.target"],
	...["openvswitch-switch.service", "openvswitch.service", "docker.service", "podman.service", "containerd.service"],
];

export const unit = `# Written by pulumi-ovs (ovs:persist). pulumi destroy deletes it.
[Unit]
Description=Network objects of pulumi-ovs
After=${after.join(" ")}
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
export const runnerVersion = 5;

/** Messages about things that are there already, in the words of iproute2, of the kernel, and of Open vSwitch. */
const alreadyThere = [
	...["File exists", "[Aa]ddress already assigned", "ioctl\\(TUNSETIFF\\): Device or resource busy"],
	...["OFPGMFC_GROUP_EXISTS", "OFPMMFC_METER_EXISTS", "NXTTMFC_ALREADY_MAPPED"],
];

/**
 * The program that runs the boot files. Each pass runs, in the order of names, all files whose needs are met. A pass that has
 * changed what is missing or fails is followed by another one, because a device that comes late drops addresses and routes that
 * were set before. Every command may therefore run more than once. While nothing changes, only the files that fail are tried.
 */
export const runner = `#!/bin/sh
# Written by pulumi-ovs (ovs:persist). pulumi destroy deletes it.
# version ${runnerVersion}
# Makes again what a reboot removes, from the files in this folder, in the order of their names. A file waits for the devices and
# bridges that it needs, at most \${PULUMI_OVS_BOOT_WAIT:-60} seconds for all files together. What is missing then is skipped and
# named on standard error. Status 1: something was skipped or left alone, or a command failed.
# Any init can run it once Open vSwitch has started: sh ${bootFolder}/run
LC_ALL=C ${toolsPath}; export LC_ALL PATH
set -f; umask 077
cd "\${0%/*}" || exit 1
# Files of an earlier version have the words that run tools of Open vSwitch in a file for all.
[ ! -r ovs-command ] || . ./ovs-command
limit=; ! command -v timeout >/dev/null || limit="timeout 10"
seconds() { read -r up _ </proc/uptime; echo "\${up%%.*}"; }
files() { ls | grep '^[0-9][0-9]-'; }

# Sets $reply. A tool of Open vSwitch that does not answer is not asked again.
silent=
ask() {
  tool=$1; shift
  case $silent in *"<$tool>"*) return 1 ;; esac
  reply=$($limit $tool --timeout=5 "$@") && return
  case $? in 124 | 142 | 143) silent="$silent<$tool>" ;; esac
  return 1
}
there() {
  case $1 in
  device) name=$2; shift 2
    for ns; do
      if [ "$ns" = . ]; then [ -e "/sys/class/net/$name" ] && return; else ip -n "$ns" link show dev "$name" && return; fi
    done; return 1 ;;
  namespace) [ -e "/run/netns/$2" ] ;;
  bridge) ask "$ofctl" -O ${versions} show "$2" ;;
  port) ask "$vsctl" get Interface "$2" ofport && [ "$reply" -gt 0 ] ;;
  esac </dev/null >/dev/null 2>&1
}
# Sets the words that run tools of Open vSwitch for the file: its program may have other words than another one.
tools() {
  ofctl=\${PULUMI_OVS_OFCTL:-ovs-ofctl} vsctl=\${PULUMI_OVS_VSCTL:-ovs-vsctl}
  while read -r mark word words; do
    case "$mark $word" in
    "# ofctl") ofctl=$words ;;
    "# vsctl") vsctl=$words ;;
    "# "*) ;;
    *) return 0 ;;
    esac
  done <"$1"
}
# Sets $lacks to the first thing that the file needs and that is missing.
missing() {
  lacks=
  while read -r mark word thing; do
    [ "$mark" = "#" ] || return 0
    [ "$word" = needs ] || continue
    there $thing || { set -- $thing; lacks="$1 $2"; return 0; }
  done <"$1"
}
# True if ovs-ofctl lists a line of the form for the bridge, and if it does not answer: the thing may be there.
listed() { ask "$ofctl" -O ${versions} "$1" "$2" || return 0; printf '%s\\n' "$reply" | grep -qE "$3"; }
# Sets $foreign to a thing that the file would create, and that is there without the mark of the file's owner. The program must not
# change such a thing, because pulumi destroy would delete it.
others() {
  foreign= owned= mark= creates=
  while read -r sign word name rest; do
    [ "$sign" = "#" ] || break
    case $word in
    owned) owned=$name ;;
    mark) mark=$name ;;
    creates) creates="$creates$name $rest
" ;;
    esac
  done <"$1"
  while read -r sort ns name; do
    in=; [ "$ns" = . ] || in="ip netns exec $ns"
    case $sort in
    device) ! $in test -e "/sys/class/net/$name" || [ "$($in cat "/sys/class/net/$name/ifalias")" = "$mark" ] ;;
    namespace) [ ! -e "/run/netns/$name" ] || [ -e "${journalFolder}/$owned" ] ;;
    group) [ -e "${journalFolder}/$owned" ] || ! listed dump-groups "\${name% *}" "group_id=\${name#* }," ;;
    meter) [ -e "${journalFolder}/$owned" ] || ! listed dump-meters "\${name% *}" "meter=\${name#* } " ;;
    tlv-map) [ -e "${journalFolder}/$owned" ] || ! listed dump-tlv-map "\${name% *}" "[[:space:]]\${name#* }\\b" ;;
    table) ! $in nft list table $name || $in nft list chain $name pulumi_ovs | grep -qF "\\"$mark\\"" ;;
    esac </dev/null >/dev/null 2>&1 || { foreign="$sort $name"; return 0; }
  done <<END
\${creates%?}
END
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
  # A bundle of flows has the time that its own --timeout gives it. After its error, ovs-ofctl repeats the message that it has sent.
  { echo 'first() { "$@" 2>&1 | sed -n 1p; }'; sed "s|^ovs-ofctl |first \${limit:+timeout 40 }$ofctl |" "$1"; } | sh 2>&1 |
    grep -Ev '^$|^Command failed -:[0-9]+$|${alreadyThere.join("|")}'
}
# The errors that a tool prints, without the statements that nft quotes below them: these may hold secrets.
reason() {
  printf '%s\\n' "$1" | grep -E '^([^ ]+: )?Error: ' || printf '%s\\n' "$1" | head -n 1
}
# Runs all files, or "again" only those that failed before. "last": also those whose device or namespace is missing.
pass() {
  before=$failed was_waiting=$waiting was_failing=$failing failed= waiting= failing= left= settled=
  for f in $(files); do
    if [ "$1" = again ] && [ "$(seconds)" -ge "$end" ]; then
      failed=$before waiting=$was_waiting failing=$was_failing; return
    fi
    tools "$f"
    missing "$f"
    if [ -n "$lacks" ]; then
      waiting="$waiting$f: $lacks is not there
"
      case "$1 $lacks" in "last device "* | "last namespace "*) ;; *) continue ;; esac
    elif [ "$1" = again ]; then
      case " $before " in *" $f "*) ;; *) continue ;; esac
    fi
    others "$f"
    if [ -n "$foreign" ]; then
      left="$left$f: $foreign is there and not of this program: left alone
"
      continue
    fi
    # udev gives new devices parameters of sysctl.d, and must not overwrite those of the program.
    case $settled$f in 50-*) ${udevSettles}; settled=yes ;; esac
    said=$(make "$f")
    [ -z "$said" ] || [ -n "$lacks" ] || failed="$failed $f" failing="$failing$f: $(reason "$said")
"
  done
}

end=$(($(seconds) + \${PULUMI_OVS_BOOT_WAIT:-60})) last= mode=all failed= waiting= failing=
while :; do
  pass $mode
  [ -n "$waiting$failing" ] || [ $mode = again ] || break
  [ "$(seconds)" -lt "$end" ] || break
  if [ "$waiting$failing" != "$last" ]; then mode=all
  else
    # A device, an address by DHCP, or the check of an IPv6 address may come late.
    mode=again; sleep 1
  fi
  last=$waiting$failing
done
[ -z "$waiting" ] && [ $mode = all ] || pass last
[ -n "$waiting$failing$left" ] || exit 0
[ -z "$waiting" ] || printf '%s' "$waiting" | sed 's/$/: skipped/' >&2
printf '%s' "$left$failing" >&2
exit 1
`;
