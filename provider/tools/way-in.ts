import { hasVsctl, vsctl } from "./call";

/** The way by which the SSH connection of this program comes to the host. */
export interface WayIn {
	/** The ends of the connection, and those of each tunnel that may carry it. */
	ends: Ends[];
	/** The devices and ports that packets of the connection pass: with the address, below it, and their masters. */
	devices: string[];
	/** The bridges of Open vSwitch among them, and those that patch ports connect to these. */
	bridges: string[];
	linuxBridges: string[];
	vrfs: string[];
	/** True where a route back comes from a router advertisement. */
	isAdvertised: boolean;
	/** True where the packets of a tunnel on the way have a mark, by which rules can match them. */
	isMarked: boolean;
	/** The routing tables in which rules look up the way back. */
	tables: number[];
}

/** The addresses of packets from and to the host. */
export interface Ends {
	/** The host's address. Empty: the kernel has told none. */
	server: string;
	client: string;
}

/**
 * The last lines of a shell script, which print the way in. The way over a tunnel goes on to its far ends: of WireGuard to all peers, of a
 * bridge to those of all its tunnels. sudo clears the environment, so that the connection is looked for in the environments of the
 * processes above.
 */
export const wayInLines = `c=$SSH_CONNECTION p=$$
while [ -z "$c" ] && [ "\${p:-0}" -gt 1 ]; do
c=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$p/environ" | sed -n 's/^SSH_CONNECTION=//p')
p=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$p/status" 2>/dev/null)
done
[ -n "$c" ] && command -v ip >/dev/null || exit 0
set -- $c
client=\${1%%[%]*} server=\${3%%[%]*}
case $client in *:*) f=-6 ;; *) f=-4 ;; esac
echo "ends $client $server"
after() { w=$1 r=; shift; while [ $# -gt 1 ]; do [ "$1" = "$w" ] && r=$2; shift; done; }
set -- $(ip -o $f addr show to "$server" 2>/dev/null); todo=$2
back=$(ip -o $f route get "$client" from "$server" 2>/dev/null)
after dev $back; todo="$todo $r"
after proto $back; [ "$r" != ra ] || echo advertised
nl='
' seen=" " ports=" " ruled= ended=" " far=
rules() {
case $ruled in *"$1"*) return ;; esac
ruled="$ruled $1"
ip -N $1 rule show 2>/dev/null | while read -r rule; do after lookup $rule; [ -z "$r" ] || echo "table $r"; done
}
rules $f
# Notes the far end of a tunnel.
end() {
case $1 in :: | 0.0.0.0) return ;; *[.:]*) ;; *) return ;; esac
case $ended in *" $1 "*) ;; *) ended="$ended$1 " far="$far $1" ;; esac
}
case $back in *" encap ip"*) after dst $back; end "$r" ;; esac
ovs() { ${hasVsctl} && ${vsctl} --timeout=5 "$@" </dev/null 2>/dev/null; }
# Adds the ports of the bridge that has an interface or a local port, and of its parent where it is a fake bridge. A bridge may have
# thousands of ports: those of a bridge that was added are not looked up.
enter() {
case $ports in *" $1 "*) return ;; esac
b=$(ovs iface-to-br "$1") || { ovs br-exists "$1" && b=$1; } || return
case $seen in *" bridge:$b "*) return ;; esac
if [ "$seen" = "\${seen#* bridge:}" ]; then
all=$(ovs --format=csv --no-headings --data=bare --columns=name,options find Interface type!=internal)
option() { printf '%s\\n' "$all" | sed -n 's/^\\([^,]*\\),"\\{0,1\\}\\(.* \\)\\{0,1\\}'"$1"'=\\([^ ",]*\\).*/\\1 \\3/p'; }
patches=$nl$(option peer)$nl tunnels=$(option remote_ip)
fi
for b in "$b" $(ovs br-to-parent "$b"); do
case $seen in *" bridge:$b "*) continue ;; esac
seen="$seen bridge:$b "; echo "bridge $b"
set -- "$b" $(ovs list-ports "$b" -- list-ifaces "$b")
todo="$todo $*" ports="$ports$* "
done
}
while :; do
while [ -n "\${todo# }" ]; do
set -- $todo; d=$1; shift; todo="$*"
case $seen in *" $d "*) continue ;; esac
seen="$seen$d "; echo "device $d"
# A patch port and a tunnel of Open vSwitch are no devices of the kernel.
[ -e "/sys/class/net/$d" ] && line=$(ip -o -d link show dev "$d" 2>/dev/null) || {
case $patches in *"$nl$d "*) peer=\${patches#*"$nl$d "} peer=\${peer%%"$nl"*} ;; *) continue ;; esac
case $seen in *" $peer "*) ;; *) todo="$todo $peer"; enter "$peer" ;; esac
continue
}
set -- $line; n=\${2%:}
case $n in *@if[0-9]*) ;; *@*) todo="$todo \${n#*@}" ;; esac
after master $line; master=$r
[ -z "$master" ] || [ "$master" = ovs-system ] || todo="$todo $master"
case $line in *" vrf table "*) echo "vrf $d"; after table $line; echo "table $r" ;; esac
case $line in *" bridge forward_delay "*) echo "linux-bridge $d" ;; esac
case $line in *" bridge forward_delay "* | *" bond mode "* | *" team "*)
todo="$todo $(ip -o link show master "$d" | while read -r _ m _; do m=\${m%:}; printf '%s ' "\${m%%@*}"; done)" ;;
esac
case $line in
*" wireguard "*)
for r in $(wg show "$d" endpoints 2>/dev/null | sed -n 's/.*[[:space:]]\\[\\{0,1\\}\\([0-9a-f.:]*[0-9a-f]\\)\\]\\{0,1\\}:[0-9]*$/\\1/p'); do end "$r"; done
case $(wg show "$d" fwmark 2>/dev/null) in 0x*) echo marked ;; esac ;;
*" remote "* | *" vxlan "*)
after remote $line; end "$r"
after dev $line; todo="$todo $r" ;;
esac
case $line in *" vxlan "*) for r in $(bridge fdb show dev "$d" 2>/dev/null | sed -n 's/.* dst \\([^ ]*\\).*/\\1/p' | sort -u); do end "$r"; done ;; esac
case "$line $master" in *" openvswitch"* | *" tun type "* | *ovs-system) enter "$d" ;; esac
done
IFS=$nl; set -- $tunnels; unset IFS
for t; do case $seen in *" \${t% *} "*) end "\${t#* }" ;; esac; done
tunnels=
[ -n "$far" ] || break
routes=$(printf 'route get %s\\n' $far | ip -o -force -batch - 2>/dev/null); far=
IFS=$nl; set -- $routes; unset IFS
for t; do
set -- $t; case $1 in *[.:]*) ;; *) shift ;; esac; t=$1
after dev "$@"; todo="$todo $r"
after proto "$@"; [ "$r" != ra ] || echo advertised
after src "$@"; echo "ends $t $r"
case $t in *:*) rules -6 ;; *) rules -4 ;; esac
done
done; :`;

/** The values of lines that begin with a word, each once. */
export const valuesAfter = (word: string, lines: string[]): string[] => [
	...new Set(lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1).trim()] : []))),
];

/** The way in from the lines that the script has printed. Undefined: the connection does not come by SSH. */
export function parseWayIn(lines: string[]): WayIn | undefined {
	const all = (word: string) => valuesAfter(word, lines);
	const ends = all("ends").map((both): Ends => {
		const [client = "", server = ""] = both.split(" ");
		return { client, server };
	});
	if (ends.length === 0) return undefined;
	return {
		...{ ends, devices: all("device"), tables: all("table").map(Number) },
		...{ bridges: all("bridge"), linuxBridges: all("linux-bridge"), vrfs: all("vrf") },
		isAdvertised: lines.includes("advertised"),
		isMarked: lines.includes("marked"),
	};
}
