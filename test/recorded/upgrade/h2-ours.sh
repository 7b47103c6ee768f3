# What the program made on h2, call by call.
note() { mkdir -p /run/pulumi-ovs/owned; cd /run/pulumi-ovs/owned; while IFS= read -r file && IFS= read -r entry; do printf '%s\n' "$entry" >"$file"; done; }
note <<'END'
Namespace%2Finside%20upgrade%2Fdev
{"id":"Namespace/inside","owner":"upgrade/dev"}
Namespace%2Ftheirs%20upgrade%2Fdev
{"id":"Namespace/theirs","owner":"upgrade/dev","previous":{"name":"theirs"}}
END
ip -batch - <<'END'
netns add inside
END
ip -batch - <<'END'
link add dev kvx type vxlan id 77 remote 192.0.2.3 local 192.0.2.2 dstport 4799 nolearning df set noudpcsum
END
ip -batch - <<'END'
link set dev kvx alias pulumi-ovs:upgrade/dev
link set dev kvx up
END
ip -n inside -batch - <<'END'
link set dev lo up
END
note <<'END'
Sysctl%2Fnet.ipv4.conf.default.send_redirects%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.conf.default.send_redirects","owner":"upgrade/dev","previous":{"key":"net.ipv4.conf.default.send_redirects","value":"1"}}
Sysctl%2Fnet.ipv4.conf.default.accept_redirects%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.conf.default.accept_redirects","owner":"upgrade/dev","previous":{"key":"net.ipv4.conf.default.accept_redirects","value":"1"}}
VRF%2Fvtheirs%20upgrade%2Fdev
{"id":"VRF/vtheirs","owner":"upgrade/dev","previous":{"name":"vtheirs","table":299,"interfaces":["member1"],"up":true}}
Rule%2Finet%2F700%20upgrade%2Fdev
{"id":"Rule/inet/700","owner":"upgrade/dev","previous":{"family":"inet","priority":700,"fwmark":6,"table":277}}
Route%2F10.82.0.0%2F16%2F277%2F5%2F0%20upgrade%2Fdev
{"id":"Route/10.82.0.0/16/277/5/0","owner":"upgrade/dev"}
Route%2F10.77.0.0%2F16%2F254%2F0%2F0%20upgrade%2Fdev
{"id":"Route/10.77.0.0/16/254/0/0","owner":"upgrade/dev","previous":{"destination":"10.77.0.0/16","table":254,"metric":0,"tos":0,"type":"unicast","via":"10.76.0.9","mtu":1250}}
Rule%2Finet%2F701%20upgrade%2Fdev
{"id":"Rule/inet/701","owner":"upgrade/dev"}
Rule%2Finet6%2F703%20upgrade%2Fdev
{"id":"Rule/inet6/703","owner":"upgrade/dev"}
Tunnel%2Ftheirt%20upgrade%2Fdev
{"id":"Tunnel/theirt","owner":"upgrade/dev","previous":{"name":"theirt","type":"gretap","remoteIp":"192.0.2.3","localIp":"192.0.2.2","key":9,"mtu":1360,"addresses":[],"up":true}}
NftTable%2Finet%2Ftheirs%20upgrade%2Fdev
{"id":"NftTable/inet/theirs","owner":"upgrade/dev","previous":{"family":"inet","name":"theirs","chains":{"c":{"type":"filter","hook":"forward","priority":"filter + 10","policy":"accept","rules":["counter","tcp dport @ports accept"]},"more":{"rules":["ip saddr 10.0.0.1 drop"]}},"sets":{"ports":{"type":"inet_service","elements":["80"]}}}}
END
ip -batch - <<'END'
tuntap add dev ktun mode tun
link add dev kred type vrf table 201
link add dev kd0 type dummy
link add dev kip type ipip remote 192.0.2.3 local 192.0.2.2
link add dev kext type gretap external
END
ovs-vsctl --timeout=30 \
  -- add-br br-mesh \
  -- set Bridge br-mesh 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface br-mesh mtu_request=1450
ip -batch - <<'END'
link set dev member2 master vtheirs
link set dev member0 master kred
END
ip -batch - <<'END'
link set dev ktun alias pulumi-ovs:upgrade/dev
link set dev ktun up
link set dev vtheirs alias pulumi-ovs:upgrade/dev
link set dev kred alias pulumi-ovs:upgrade/dev
link set dev kred up
link set dev kd0 alias pulumi-ovs:upgrade/dev
link set dev kd0 mtu 1400
link set dev kd0 up
addr add 10.71.0.1/24 dev kd0
addr add 2001:db8:71::1/64 dev kd0
link set dev kip alias pulumi-ovs:upgrade/dev
link set dev kip up
addr add 10.74.0.1/30 dev kip
link set dev theirt alias pulumi-ovs:upgrade/dev
link set dev theirt mtu 1350
addr add 10.78.0.1/24 dev theirt
link set dev kext alias pulumi-ovs:upgrade/dev
link set dev kext up
addr add 1.1.2.7/24 dev kext
link set dev br-mesh up
addr add 10.5.0.2/24 dev br-mesh
END
ip -batch - <<'END'
route add unreachable default table 201 metric 4278198272 proto 250
route add blackhole 10.82.0.0/16 table 277 metric 5 proto 250
route replace 10.77.0.0/16 table 254 proto 4 via 10.76.0.8 mtu 1200
END
ip -6 -batch - <<'END'
route add unreachable default table 201 metric 4278198272 proto 250
END
ip -batch - <<'END'
rule add pref 700 from all fwmark 0x6 table 278 protocol 0
rule del pref 700 from all fwmark 0x6 table 277 protocol 0
rule add pref 701 from all fwmark 0x7/0xff table 277 protocol 250
END
ip -6 -batch - <<'END'
rule add pref 703 from 2001:db8:75::/48 ipproto 6 dport 80 table 277 protocol 250
END
for f in -4 -6; do ip $f rule add pref 32765 table local; ip $f rule del pref 0 table local; done
sysctl -q -w net/ipv4/conf/default/send_redirects=0
nft -f - <<'END'
add table inet kgw
add set inet kgw ports { type inet_service; }
add map inet kgw to { type ipv4_addr : ipv4_addr; }
add chain inet kgw fw { type filter hook forward priority filter; policy accept; }
add chain inet kgw one
add chain inet kgw pre { type nat hook prerouting priority dstnat; policy accept; }
add element inet kgw ports { 22, 443 }
add element inet kgw to { 2.2.2.11 : 10.0.0.7 }
add rule inet kgw fw iifname kkey jump one
add rule inet kgw fw tcp dport @ports counter accept
add rule inet kgw one ip protocol icmp accept
add rule inet kgw one tcp dport 22 accept
add rule inet kgw pre iifname kkey dnat ip to ip daddr map @to
add chain inet kgw pulumi_ovs
flush chain inet kgw pulumi_ovs
add rule inet kgw pulumi_ovs return comment "pulumi-ovs:upgrade/dev"
flush chain inet theirs more
delete element inet theirs ports { 80 }
delete chain inet theirs more
add element inet theirs ports { 8080 }
add chain inet theirs pulumi_ovs
flush chain inet theirs pulumi_ovs
add rule inet theirs pulumi_ovs return comment "pulumi-ovs:upgrade/dev"
END
ip -n inside -batch - <<'END'
link add dev kred type vrf table 201
END
ip -n inside -batch - <<'END'
link set dev kred alias pulumi-ovs:upgrade/dev
link set dev kred up
END
ip netns exec inside nft -f - <<'END'
add table ip in-netns
add chain ip in-netns c
add rule ip in-netns c accept
add chain ip in-netns pulumi_ovs
flush chain ip in-netns pulumi_ovs
add rule ip in-netns pulumi_ovs return comment "pulumi-ovs:upgrade/dev"
END
note <<'END'
Rule%2Finet%2F702%20upgrade%2Fdev
{"id":"Rule/inet/702","owner":"upgrade/dev"}
Route%2F2001%3Adb8%3A81%3A%3A%2F48%2F254%2F1024%2F0%20upgrade%2Fdev
{"id":"Route/2001:db8:81::/48/254/1024/0","owner":"upgrade/dev"}
Route%2F10.83.0.0%2F16%2F277%2F0%2F0%20upgrade%2Fdev
{"id":"Route/10.83.0.0/16/277/0/0","owner":"upgrade/dev"}
Route%2F10.81.0.0%2F16%2F254%2F0%2F0%20upgrade%2Fdev
{"id":"Route/10.81.0.0/16/254/0/0","owner":"upgrade/dev"}
Route%2F2.2.2.11%2F32%2F254%2F0%2F0%20upgrade%2Fdev
{"id":"Route/2.2.2.11/32/254/0/0","owner":"upgrade/dev"}
END
ip -batch - <<'END'
link add dev kkey type gretap key 1000 local 192.0.2.2
link add dev kd1 type dummy
link add dev kmac link kd0 type macvlan mode bridge
END
ovs-vsctl --timeout=30 \
  -- add-port br-mesh mesh-h1 \
  -- set Port mesh-h1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-vtep=mesh external_ids:pulumi-ovs-peer=h1 \
  -- set Interface mesh-h1 type=vxlan \
  -- set Port mesh-h1 protected=true \
  -- set Interface mesh-h1 options:local_ip=192.0.2.2 options:key=500 options:remote_ip=192.0.2.1
ip -batch - <<'END'
link set dev kkey master kred
link set dev kd1 master kred
END
ip -batch - <<'END'
link set dev kkey alias pulumi-ovs:upgrade/dev
link set dev kkey address 02:00:0a:00:00:01
link set dev kkey up
addr add 1.1.1.11/24 dev kkey
link set dev kd1 alias pulumi-ovs:upgrade/dev
link set dev kd1 up
addr add 10.72.0.1/24 dev kd1
link set dev kmac alias pulumi-ovs:upgrade/dev
link set dev kmac address 02:00:00:00:02:01
link set dev kmac up
addr add 10.73.0.1/24 dev kmac
END
ip -6 -batch - <<'END'
route add 2001:db8:81::/48 table 254 metric 1024 proto 250 via 2001:db8:71::9 dev kd0
END
ip -batch - <<'END'
route add 10.83.0.0/16 table 277 proto 250 nexthop via 10.71.0.8 weight 1 nexthop via 10.71.0.9 weight 3
route add 10.81.0.0/16 table 254 proto 250 via 10.71.0.9 src 10.71.0.1 mtu 1300
route add 2.2.2.11/32 table 254 proto 250 encap ip id 1000 dst 192.0.2.1 key via 1.1.2.11 dev kext
END
ip -batch - <<'END'
rule add pref 702 from 10.75.0.0/16 table 201 protocol 250
END
note <<'END'
Route%2F10.0.0.7%2F32%2Fkred%2F0%2F0%20upgrade%2Fdev
{"id":"Route/10.0.0.7/32/kred/0/0","owner":"upgrade/dev"}
Route%2Fdefault%2Fkred%2F0%2F0%20upgrade%2Fdev
{"id":"Route/default/kred/0/0","owner":"upgrade/dev"}
END
ip -batch - <<'END'
route add 10.0.0.7/32 table 201 proto 250 encap ip dst 192.0.2.3 dev kkey
route add default table 201 proto 250 via 10.72.0.9 dev kd1
END
nft -f - <<'END'
add table inet kfast
add flowtable inet kfast kfast { hook ingress priority filter; devices = { kd0, kd1 }; counter; }
add chain inet kfast forward { type filter hook forward priority filter; policy accept; }
add rule inet kfast forward meta l4proto { tcp } ct state established flow add @kfast
add chain inet kfast pulumi_ovs
flush chain inet kfast pulumi_ovs
add rule inet kfast pulumi_ovs return comment "pulumi-ovs:upgrade/dev"
END
