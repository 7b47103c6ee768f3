# What the program made on gw, call by call.
note() { mkdir -p /run/pulumi-ovs/owned; cd /run/pulumi-ovs/owned; while IFS= read -r file && IFS= read -r entry; do printf '%s\n' "$entry" >"$file"; done; }
note <<'END'
Sysctl%2Fnet.ipv4.ip_forward%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.ip_forward","owner":"upgrade/dev","previous":{"key":"net.ipv4.ip_forward","value":"0"}}
Sysctl%2Fnet.ipv4.conf.all.rp_filter%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.conf.all.rp_filter","owner":"upgrade/dev","previous":{"key":"net.ipv4.conf.all.rp_filter","value":"0"}}
Sysctl%2Fnet.ipv4.conf.all.send_redirects%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.conf.all.send_redirects","owner":"upgrade/dev","previous":{"key":"net.ipv4.conf.all.send_redirects","value":"1"}}
Sysctl%2Fnet.ipv4.conf.default.rp_filter%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.conf.default.rp_filter","owner":"upgrade/dev","previous":{"key":"net.ipv4.conf.default.rp_filter","value":"0"}}
Sysctl%2Fnet.ipv4.conf.default.send_redirects%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.conf.default.send_redirects","owner":"upgrade/dev","previous":{"key":"net.ipv4.conf.default.send_redirects","value":"1"}}
END
ip -batch - <<'END'
link add dev user1 type vrf table 1
END
ip -batch - <<'END'
link set dev user1 alias pulumi-ovs:upgrade/dev
link set dev user1 up
END
ip -batch - <<'END'
route add unreachable default table 1 metric 4278198272 proto 250
END
ip -6 -batch - <<'END'
route add unreachable default table 1 metric 4278198272 proto 250
END
sysctl -q -w net/ipv4/ip_forward=1 net/ipv4/conf/all/send_redirects=0 net/ipv4/conf/default/send_redirects=0
nft -f - <<'END'
add table ip gate
add set ip gate allowed_ports { type ifname . inet_proto . inet_service; }
add set ip gate allowed_protocols { type ifname . inet_proto; }
add set ip gate denied_ports { type ifname . inet_proto . inet_service; }
add set ip gate denied_protocols { type ifname . inet_proto; }
add set ip gate tenants { type ifname . ipv4_addr; }
add set ip gate vrfs { type ifname; }
add map ip gate to_floating { type ifname . ipv4_addr : ipv4_addr; }
add map ip gate to_inner { type ifname . ipv4_addr : ipv4_addr; }
add map ip gate zones { typeof iifname : ct zone; }
add chain ip gate forward { type filter hook forward priority filter; policy accept; }
add chain ip gate from_tenant
add chain ip gate inward { type nat hook prerouting priority dstnat; policy accept; }
add chain ip gate outward { type nat hook postrouting priority srcnat; policy accept; }
add chain ip gate to_tenant
add chain ip gate zones { type filter hook prerouting priority raw; policy accept; }
add element ip gate allowed_ports { "user1" . tcp . 22 }
add element ip gate allowed_protocols { "user1" . icmp }
add element ip gate denied_ports { "user1" . tcp . 22 }
add element ip gate tenants { "user1" . 10.0.0.7 }
add element ip gate vrfs { "user1" }
add element ip gate to_floating { "gtun1" . 10.0.0.7 : 2.2.2.11 }
add element ip gate to_inner { "gtun1" . 2.2.2.11 : 10.0.0.7 }
add element ip gate zones { "gtun1" : 1 }
add rule ip gate forward iifname != @vrfs accept
add rule ip gate forward ct state established,related accept
add rule ip gate forward iifname . ip daddr @tenants goto to_tenant
add rule ip gate forward iifname . ip saddr @tenants goto from_tenant
add rule ip gate forward drop
add rule ip gate from_tenant iifname . ip protocol @denied_protocols drop
add rule ip gate from_tenant iifname . ip protocol . th dport @denied_ports drop
add rule ip gate from_tenant accept
add rule ip gate inward meta iifkind "vrf" accept
add rule ip gate inward dnat to iifname . ip daddr map @to_inner
add rule ip gate outward snat to oifname . ip saddr map @to_floating
add rule ip gate to_tenant iifname . ip protocol @allowed_protocols accept
add rule ip gate to_tenant iifname . ip protocol . th dport @allowed_ports accept
add rule ip gate to_tenant drop
add rule ip gate zones meta iifkind "vrf" accept
add rule ip gate zones ct zone set iifname map @zones
add chain ip gate pulumi_ovs
flush chain ip gate pulumi_ovs
add rule ip gate pulumi_ovs return comment "pulumi-ovs:upgrade/dev"
END
ip -batch - <<'END'
link add dev gtun1 type gretap key 1000 local 172.168.0.1
END
ip -batch - <<'END'
link set dev gtun1 master user1
END
ip -batch - <<'END'
link set dev gtun1 alias pulumi-ovs:upgrade/dev
link set dev gtun1 address 02:00:ac:a8:00:01
link set dev gtun1 up
addr add 1.1.1.11/24 dev gtun1
addr add 10.0.0.1/24 dev gtun1
END
note <<'END'
Route%2F1.1.1.7%2F32%2Fuser1%2F0%2F0%20upgrade%2Fdev
{"id":"Route/1.1.1.7/32/user1/0/0","owner":"upgrade/dev"}
Route%2F10.0.0.7%2F32%2Fuser1%2F0%2F0%20upgrade%2Fdev
{"id":"Route/10.0.0.7/32/user1/0/0","owner":"upgrade/dev"}
END
ip -batch - <<'END'
route add 1.1.1.7/32 table 1 proto 250 encap ip dst 172.168.0.7 dev gtun1
route add 10.0.0.7/32 table 1 proto 250 encap ip dst 172.168.0.11 dev gtun1
END
nft -f - <<'END'
add table inet gate
add flowtable inet gate gate { hook ingress priority filter; devices = { gtun1 }; }
add chain inet gate forward { type filter hook forward priority filter; policy accept; }
add rule inet gate forward meta l4proto { tcp, udp } ct state established flow add @gate
add chain inet gate pulumi_ovs
flush chain inet gate pulumi_ovs
add rule inet gate pulumi_ovs return comment "pulumi-ovs:upgrade/dev"
END
