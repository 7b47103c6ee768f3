# What other people have on h2; first the modules whose devices and rules (gretap0, tunl0, the rule for VRFs) stay once they are loaded.
for t in 'gretap key 1' 'ipip local 192.0.2.2 remote 192.0.2.9' 'vrf table 999'; do ip link add dev first type $t; ip link del dev first; done
for d in member0 member1 member2 member3 foreign0; do ip link add dev $d type dummy; ip link set dev $d up; done
ip addr add 10.76.0.1/24 dev foreign0; ip netns add theirs; ip -n theirs link set dev lo up
ip link add dev vtheirs type vrf table 299; ip link set dev vtheirs up; ip link set dev member1 master vtheirs
ip link add dev theirt type gretap local 192.0.2.2 remote 192.0.2.3 key 9; ip link set dev theirt mtu 1360 up; ip addr add 10.78.0.9/24 dev theirt
ip route add 10.77.0.0/16 via 10.76.0.9 proto static mtu 1250
ip rule add pref 700 fwmark 6 table 277
nft -f - <<'END'
table inet theirs {
	set ports { type inet_service; elements = { 80 }; }
	chain c { type filter hook forward priority 10; counter; tcp dport @ports accept; }
	chain more { ip saddr 10.0.0.1 drop; }
}
END
# Another program of pulumi-ovs holds a kernel parameter too, which therefore stays as it is.
sysctl -qw net.ipv4.conf.default.send_redirects=1 net.ipv4.conf.default.accept_redirects=0
mkdir -p /run/pulumi-ovs/owned
cat >'/run/pulumi-ovs/owned/Sysctl%2Fnet.ipv4.conf.default.accept_redirects%20other%2Fdev' <<'END'
{"id":"Sysctl/net.ipv4.conf.default.accept_redirects","owner":"other/dev","previous":{"key":"net.ipv4.conf.default.accept_redirects","value":"1"}}
END
