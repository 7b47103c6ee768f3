# A network whose reading is recorded with each release's tools (test/tools/record-versions.mjs). MAC addresses are fixed.
set -e
ip netns add ver
ip -n ver -batch - <<'X'
link set lo up
link add dev d0 address 02:00:00:00:09:01 type dummy
link add dev d1 address 02:00:00:00:09:02 type dummy
link add dev d0.5 link d0 address 02:00:00:00:09:03 type vlan id 5
link add dev d0.6 link d0 address 02:00:00:00:09:04 type vlan protocol 802.1ad id 6
link add dev b0 address 02:00:00:00:09:05 type bridge stp_state 1
link add dev v0 address 02:00:00:00:09:06 type veth peer name v1 address 02:00:00:00:09:07
link add dev red address 02:00:00:00:09:08 type vrf table 110
link add dev m0 link d0 address 02:00:00:00:09:09 type macvlan mode bridge
link add dev gt0 address 02:00:00:00:09:0a type gretap local 10.9.0.1 remote 10.9.0.2 key 1000 ttl 64
link add dev gx0 address 02:00:00:00:09:0b type gretap external
link add dev ii0 type ipip local 10.9.0.1 remote 10.9.0.3 ttl 32
link add dev vx0 address 02:00:00:00:09:0c type vxlan id 42 local 10.9.0.1 remote 10.9.0.4 dstport 4789
link add dev gn0 address 02:00:00:00:09:0d type geneve id 43 remote 10.9.0.5
link set dev v1 master b0
link set dev d1 master red
link set dev d0 alias "somebody's words"
link set dev d0 mtu 1400 up
link set dev d1 up
link set dev d0.5 up
link set dev b0 up
link set dev v0 up
link set dev v1 up
link set dev red up
link set dev gx0 up
addr add 10.9.0.1/24 brd + dev d0
addr add 10.9.1.1 peer 10.9.1.2/32 dev d0
addr add 10.9.2.1/24 dev d1
addr add 2001:db8:9::1/64 dev d0 nodad
addr add 2001:db8:a::1/64 dev d1 nodad
addr add 192.0.2.1/24 dev gx0 label gx0:1
route add 10.10.0.0/16 via 10.9.0.9 metric 50 proto 42
route add 10.11.0.0/16 nexthop via 10.9.0.9 weight 2 nexthop via 10.9.0.10 dev d0
route add 10.12.0.0/16 via inet6 2001:db8:9::9 dev d0
route add 10.13.0.0/16 dev d0 src 10.9.0.1 mtu 1300 advmss 1200
route add blackhole 10.14.0.0/16
route add unreachable 10.15.0.0/16 metric 9
route add 10.16.0.0/16 via 192.0.2.9 dev gx0 encap ip id 1000 dst 172.16.0.1 key
route add 10.17.0.0/16 via 10.9.2.9 vrf red
route add 10.18.0.0/16 via 10.9.0.9 table 77 tos 0x10
route add 2001:db8:b::/48 via 2001:db8:9::9 dev d0 metric 20
route add 2001:db8:c::/48 nexthop via 2001:db8:9::9 dev d0 nexthop via 2001:db8:9::a dev d0 weight 3
route add blackhole 2001:db8:d::/48
rule add pref 100 fwmark 0x10/0xf0 lookup 77
rule add pref 101 from 10.9.0.0/24 to 10.10.0.0/16 iif d0 lookup 77
rule add pref 102 oif d0 ipproto tcp dport 80-90 lookup 77 suppress_prefixlength 0
rule add pref 103 not from 10.9.0.0/24 blackhole
rule add pref 104 tos 0x10 uidrange 1000-1999 goto 32766
X
ip -n ver -6 rule add pref 110 from 2001:db8:9::/64 lookup 77
ip netns exec ver nft -f - <<'X'
table inet ver {
	counter named { comment "packets of others"; }
	set hosts { type ipv4_addr; flags interval; auto-merge; elements = { 10.9.0.0/24, 10.10.0.1-10.10.0.9 } }
	set seen { type ipv4_addr . inet_service; flags dynamic,timeout; timeout 5m; size 1024; }
	set plain { typeof ip saddr; comment "a comment"; size 65535; elements = { 10.9.0.7 comment "one", 10.9.0.8 } }
	map to { type inet_service : ipv4_addr; elements = { 80 : 10.9.0.7, 443 : 10.9.0.8 } }
	map where { type ipv4_addr . inet_service : verdict; elements = { 10.9.0.7 . 22 : accept, 10.9.0.8 . 23 : jump more } }
	flowtable fast { hook ingress priority filter; devices = { d0, d1 }; counter; }
	chain more { ct state established,related accept comment "known"; meta mark set meta mark & 0xffffff0f | 0x10; counter name named; }
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		iifname "d0" tcp dport { 80, 443 } dnat ip to tcp dport map @to
		iifname { "d1", "d0.*" } ip saddr @hosts counter accept
	}
	chain forward {
		type filter hook forward priority filter + 10; policy drop;
		ip protocol { tcp, udp } flow add @fast
		ip saddr . tcp dport vmap @where
		tcp flags & (syn | ack) == syn limit rate over 10/second burst 5 packets log prefix "too many " group 3 drop
		add @seen { ip saddr . tcp dport timeout 30s } counter packets 0 bytes 0
		ip6 saddr 2001:db8::/32 icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
		meta l4proto tcp reject with tcp reset
	}
}
X
ovs-vsctl -- add-br ver0 -- set Bridge ver0 fail_mode=secure protocols=OpenFlow13,OpenFlow15 datapath_type=netdev \
  other_config:mac-table-size=4096 external_ids:odd='"a=b, {} [] \"quoted\""' \
  -- add-port ver0 vacc tag=5 -- set Interface vacc type=internal \
  -- add-port ver0 vtrunk trunks=10,20 vlan_mode=trunk -- set Interface vtrunk type=internal mtu_request=1400 ofport_request=7 \
  -- add-br ver1 -- set Bridge ver1 datapath_type=netdev rstp_enable=true \
  -- add-port ver0 vp0 -- set Interface vp0 type=patch options:peer=vp1 \
  -- add-port ver1 vp1 -- set Interface vp1 type=patch options:peer=vp0 \
  -- add-port ver0 vvx -- set Interface vvx type=vxlan options:remote_ip=192.0.2.200 options:key=4242 options:dst_port=14789 \
  -- add-bond ver0 vbond vb0 vb1 bond_mode=active-backup -- set Interface vb0 type=internal -- set Interface vb1 type=internal \
  -- --id=@q0 create Queue dscp=46 other_config:max-rate=1000000 -- --id=@q create QoS type=linux-htb other_config:max-rate=5000000 queues:0=@q0 \
  -- set Port vacc qos=@q -- --id=@p get Port vacc -- --id=@o get Port vtrunk \
  -- --id=@m create Mirror name=vm select_src_port=@p output_port=@o select_vlan=5 -- set Bridge ver0 mirrors=@m \
  -- --id=@s create sFlow agent=eth0 'targets="192.0.2.9:6343"' sampling=64 -- set Bridge ver0 sflow=@s
ovs-ofctl -O OpenFlow15 add-flows ver0 - <<'X'
cookie=0x11,priority=100,in_port=7,dl_vlan=10,actions=pop_vlan,output:8
cookie=0x11,priority=100,tcp,nw_src=10.9.0.0/24,tp_dst=80,actions=ct(commit,zone=5,nat(dst=10.9.0.7:8080)),resubmit(,2)
cookie=0x12,priority=90,ipv6,ipv6_dst=2001:db8::/32,actions=set_field:0x10->reg0,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],NORMAL
cookie=0x12,priority=80,arp,arp_tpa=10.9.0.1,idle_timeout=60,actions=learn(table=3,hard_timeout=300,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:OXM_OF_IN_PORT[])
cookie=0x13,priority=70,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00,actions=clone(push_vlan:0x8100,set_field:4106->vlan_vid,output:7)
priority=0,actions=drop
X
