# What the program made on h1, call by call.
note() { mkdir -p /run/pulumi-ovs/owned; cd /run/pulumi-ovs/owned; while IFS= read -r file && IFS= read -r entry; do printf '%s\n' "$entry" >"$file"; done; }
versions=OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15
note <<'END'
Namespace%2Finside%20upgrade%2Fdev
{"id":"Namespace/inside","owner":"upgrade/dev"}
Sysctl%2Fnet.ipv4.ip_forward%20upgrade%2Fdev
{"id":"Sysctl/net.ipv4.ip_forward","owner":"upgrade/dev","previous":{"key":"net.ipv4.ip_forward","value":"0"}}
END
ip -batch - <<'END'
netns add inside
END
ip -batch - <<'END'
link add dev dum type dummy
END
ip -batch - <<'END'
link set dev dum alias pulumi-ovs:upgrade/dev
link set dev dum mtu 1400
link set dev dum up
addr add 10.9.4.1/24 dev dum
addr add 2001:db8:94::1/64 dev dum
END
ip -n inside -batch - <<'END'
link set dev lo up
END
sysctl -q -w net/ipv4/ip_forward=1
note <<'END'
OpenVSwitch%20upgrade%2Fdev
{"id":"OpenVSwitch","owner":"upgrade/dev","previous":{"otherConfig":{},"externalIds":{}}}
Link%2Fnic0%20upgrade%2Fdev
{"id":"Link/nic0","owner":"upgrade/dev","previous":{"name":"nic0","type":"device","mtu":1480,"addresses":["10.8.0.1/24"],"up":true}}
OpenFlowTable%2Fbr-seen%2F0%2Ftheir-flows%20upgrade%2Fdev
{"id":"OpenFlowTable/br-seen/0/their-flows","owner":"upgrade/dev","previous":{"bridge":"br-seen","table":0,"name":"their-flows","flows":[{"cookie":"0xbb","priority":9,"match":"udp","actions":"NORMAL"}]}}
Link%2Ftheirs3%20upgrade%2Fdev
{"id":"Link/theirs3","owner":"upgrade/dev","previous":{"name":"theirs3","type":"dummy","addresses":["10.7.1.1/24"],"up":true}}
Bridge%2Fbr-theirs%20upgrade%2Fdev
{"id":"Bridge/br-theirs","owner":"upgrade/dev","previous":{"name":"br-theirs","datapathType":"system","controllers":[{"target":"tcp:192.0.2.252:6653"}],"externalIds":{"whose":"theirs"},"addresses":[],"up":true}}
END
ip -batch - <<'END'
link add dev b1 type dummy
link add dev brl type bridge
link add dev b2 type dummy
link add dev tap1 type veth peer name tap1-in
END
ovs-vsctl --timeout=30 \
  -- add-br br-two \
  -- add-br br-one \
  -- add-br br-mesh \
  -- set Open_vSwitch . other_config:vlan-limit=2 \
  -- set Open_vSwitch . external_ids:site=lab \
  -- set Bridge br-two 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Bridge br-two fail_mode=secure 'protocols=[OpenFlow10,OpenFlow13]' \
  -- set Bridge br-two 'other_config:hwaddr="02:00:00:00:01:02"' \
  -- --id=@r0 create Controller 'target="tcp:192.0.2.250:6653"' connection_mode=out-of-band \
  -- set Bridge br-two 'controller=[@r0]' \
  -- set Bridge br-theirs 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Bridge br-theirs mcast_snooping_enable=true \
  -- set Interface br-theirs mtu_request=1440 \
  -- set Bridge br-theirs external_ids:purpose=upgrade 'external_ids:whose="ours now"' \
  -- --id=@r1 create Controller 'target="tcp:192.0.2.251:6653"' \
  -- set Bridge br-theirs 'controller=[@r1]' \
  -- set Bridge br-one 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Bridge br-one rstp_enable=true \
  -- set Interface br-one mtu_request=1450 \
  -- set Bridge br-one 'other_config:hwaddr="02:00:00:00:01:01"' other_config:mac-aging-time=60 \
  -- set Bridge br-one external_ids:purpose=upgrade external_ids:token=hidden \
  -- set Bridge br-mesh 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface br-mesh mtu_request=1450
ip -batch - <<'END'
link set dev b1 alias pulumi-ovs:upgrade/dev
link set dev b1 up
link set dev brl alias pulumi-ovs:upgrade/dev
link set dev brl up
link set dev b2 alias pulumi-ovs:upgrade/dev
link set dev b2 up
link set dev nic0 mtu 1400
addr add 10.9.5.1/24 dev nic0
link set dev theirs3 alias pulumi-ovs:upgrade/dev
addr add 10.7.1.2/24 dev theirs3
link set dev tap1 alias pulumi-ovs:upgrade/dev
link set dev tap1-in alias pulumi-ovs:upgrade/dev
link set dev tap1 up
link set dev tap1-in up
addr add 10.7.0.2/24 dev br-theirs
link set dev br-one up
addr add 10.9.0.1/24 dev br-one
link set dev br-mesh up
addr add 10.5.0.1/24 dev br-mesh
END
ovs-ofctl -O $versions --bundle add-flows br-seen - <<'END'
add cookie=0xd6bf27a44a3d8eb7,table=0,priority=9,udp,actions=drop
add cookie=0xd6bf27a44a3d8eb7,table=0,priority=8,udp,tp_dst=53,actions=NORMAL
END
note <<'END'
inside%2FSysctl%2Fnet.ipv4.ip_forward%20upgrade%2Fdev
{"id":"inside/Sysctl/net.ipv4.ip_forward","owner":"upgrade/dev","previous":{"key":"net.ipv4.ip_forward","value":"0","netns":"inside"}}
END
ip -batch - <<'END'
link add dev va type veth peer name vb netns inside
link add dev dum.5 link dum type vlan id 5
END
ip -batch - <<'END'
link set dev va alias pulumi-ovs:upgrade/dev
link set dev va up
addr add 10.9.3.1/24 dev va
link set dev dum.5 alias pulumi-ovs:upgrade/dev
link set dev dum.5 up
addr add 10.9.6.1/24 dev dum.5
END
ip -n inside -batch - <<'END'
link set dev vb alias pulumi-ovs:upgrade/dev
link set dev vb mtu 1480
link set dev vb up
addr add 10.9.3.2/24 dev vb
END
ip netns exec inside sysctl -q -w net/ipv4/ip_forward=1
note <<'END'
Port%2Ftheirs0%20upgrade%2Fdev
{"id":"Port/theirs0","owner":"upgrade/dev","previous":{"name":"theirs0","bridge":"br-theirs","type":"internal","tag":7,"mtu":1420,"externalIds":{"who":"they"}}}
SFlow%2Fbr-theirs%20upgrade%2Fdev
{"id":"SFlow/br-theirs","owner":"upgrade/dev","previous":{"bridge":"br-theirs","targets":["192.0.2.7:6343"],"header":200}}
Mirror%2Fbr-theirs%2Ftm%20upgrade%2Fdev
{"id":"Mirror/br-theirs/tm","owner":"upgrade/dev","previous":{"bridge":"br-theirs","name":"tm","selectSrcPorts":["theirs0"],"outputPort":"theirs2"}}
Vtep%2Fbr-theirs%2Ftv%20upgrade%2Fdev
{"id":"Vtep/br-theirs/tv","owner":"upgrade/dev","previous":{"bridge":"br-theirs","name":"tv","type":"vxlan","key":65,"dstPort":4791,"peers":{"h2":"192.0.2.2"},"protected":false}}
Tunnel%2Ftheirs1%20upgrade%2Fdev
{"id":"Tunnel/theirs1","owner":"upgrade/dev","previous":{"name":"theirs1","bridge":"br-theirs","type":"gre","remoteIp":"192.0.2.3","key":5}}
END
ip -batch - <<'END'
tuntap add dev tapl mode tap
link add dev tap2.100 link tap2 type vlan id 100
link set dev tap2.100 alias pulumi-ovs:upgrade/dev
END
ovs-vsctl --timeout=30 \
  -- add-br tbr-vm1 \
  -- add-port br-mesh mesh-h2 \
  -- add-bond br-two bond b1 b2 \
  -- add-port br-two vt-h2 \
  -- add-port br-two vt-h3 \
  -- add-port br-two tun2 \
  -- add-port br-two pb \
  -- add-port br-theirs tv-h3 \
  -- add-port br-one acc \
  -- add-port tbr-vm1 tpt-tap1 \
  -- add-port br-one tpi-tap1 \
  -- add-port tbr-vm1 spt-asubpJUScod \
  -- add-port br-one spi-asubpJUScod \
  -- add-port tbr-vm1 spt-one \
  -- add-port br-one spi-one \
  -- add-port br-one tap2.100 \
  -- add-port br-one tapp \
  -- add-port br-one pa \
  -- add-port br-one trk \
  -- add-port br-one tun1 \
  -- add-port br-one inns \
  -- --may-exist add-port tbr-vm1 tap1 \
  -- --may-exist add-port br-one tap2 \
  -- set Port mesh-h2 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-vtep=mesh external_ids:pulumi-ovs-peer=h2 \
  -- set Interface mesh-h2 type=vxlan \
  -- set Port mesh-h2 protected=true \
  -- set Interface mesh-h2 options:local_ip=192.0.2.1 options:key=500 options:remote_ip=192.0.2.2 \
  -- set Port bond 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Port bond bond_mode=active-backup lacp=off bond_updelay=100 \
  -- set Port vt-h2 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-vtep=vt external_ids:pulumi-ovs-peer=h2 \
  -- set Interface vt-h2 type=gre \
  -- set Port vt-h2 protected=true \
  -- set Interface vt-h2 options:key=77 options:remote_ip=192.0.2.2 \
  -- set Port vt-h3 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-vtep=vt external_ids:pulumi-ovs-peer=h3 \
  -- set Interface vt-h3 type=gre \
  -- set Port vt-h3 protected=true \
  -- set Interface vt-h3 options:key=77 options:remote_ip=192.0.2.3 \
  -- set Bridge br-two 'external_ids:pulumi-ovs-vlans="upgrade/dev"' external_ids:pulumi-ovs-vlan-40=blue external_ids:pulumi-ovs-vlan-1=old external_ids:pulumi-ovs-vlan-2=red \
  -- set Port tun2 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface tun2 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Port tun2 protected=true \
  -- set Interface tun2 type=geneve \
  -- set Interface tun2 options:remote_ip=192.0.2.3 options:key=flow \
  -- set Port pb 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface pb 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface pb type=patch \
  -- set Interface pb options:peer=pa \
  -- set Port theirs0 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface theirs0 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Port theirs0 tag=8 \
  -- set Interface theirs0 mtu_request=1380 \
  -- set Interface theirs0 external_ids:who=we \
  -- set sFlow br-theirs 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set sFlow br-theirs 'targets=["192.0.2.8:6343"]' 'header=[]' sampling=100 \
  -- set Mirror tm 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Mirror tm select_all=true snaplen=96 \
  -- set Mirror tm 'select_src_port=[]' \
  -- set Port tv-h2 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-vtep=tv external_ids:pulumi-ovs-peer=h2 \
  -- set Port tv-h2 protected=true \
  -- set Interface tv-h2 options:key=66 \
  -- set Port tv-h3 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-vtep=tv external_ids:pulumi-ovs-peer=h3 \
  -- set Interface tv-h3 type=vxlan \
  -- set Port tv-h3 protected=true \
  -- set Interface tv-h3 options:key=66 options:dst_port=4791 options:remote_ip=192.0.2.3 \
  -- set Port theirs1 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface theirs1 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface theirs1 options:key=6 \
  -- set Port acc 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface acc 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Port acc tag=10 \
  -- set Port acc external_ids:room=2 \
  -- set Interface acc type=internal 'mac="02:00:00:00:01:03"' ingress_policing_rate=20000 ingress_policing_burst=2000 \
  -- set Interface acc external_ids:iface-id=acc \
  -- --id=@r0 create Queue 'other_config={min-rate=1000000}' 'external_ids={pulumi-ovs="upgrade/dev",pulumi-ovs-port=acc}' \
  -- --id=@r1 create Queue 'other_config={max-rate=3000000,priority=1}' 'external_ids={pulumi-ovs="upgrade/dev",pulumi-ovs-port=acc}' \
  -- --id=@r2 create QoS type=linux-htb 'other_config={max-rate=5000000}' 'external_ids={pulumi-ovs="upgrade/dev",pulumi-ovs-port=acc}' 'queues={0=@r0,1=@r1}' \
  -- set Port acc 'qos=[@r2]' \
  -- --id=@r3 create sFlow agent=eth0 'targets=["192.0.2.9:6343"]' header=128 sampling=64 polling=10 'external_ids={pulumi-ovs="upgrade/dev"}' \
  -- set Bridge br-one 'sflow=[@r3]' \
  -- set Bridge tbr-vm1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 'external_ids:subport_ids="[\"a subport with a long name, no. 2\",\"one\"]"' \
  -- set Port tpt-tap1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 \
  -- set Interface tpt-tap1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 \
  -- set Interface tpt-tap1 type=patch \
  -- set Interface tpt-tap1 options:peer=tpi-tap1 \
  -- set Port tpi-tap1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 \
  -- set Interface tpi-tap1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 \
  -- set Port tpi-tap1 tag=5 \
  -- set Interface tpi-tap1 type=patch \
  -- set Interface tpi-tap1 options:peer=tpt-tap1 \
  -- set Port spt-asubpJUScod 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 'external_ids:pulumi-ovs-subport="a subport with a long name, no. 2"' \
  -- set Interface spt-asubpJUScod 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 'external_ids:subport_id="a subport with a long name, no. 2"' \
  -- set Port spt-asubpJUScod tag=200 \
  -- set Interface spt-asubpJUScod type=patch \
  -- set Interface spt-asubpJUScod options:peer=spi-asubpJUScod \
  -- set Port spi-asubpJUScod 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 'external_ids:pulumi-ovs-subport="a subport with a long name, no. 2"' \
  -- set Interface spi-asubpJUScod 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 'external_ids:subport_id="a subport with a long name, no. 2"' \
  -- set Port spi-asubpJUScod tag=7 \
  -- set Interface spi-asubpJUScod type=patch \
  -- set Interface spi-asubpJUScod options:peer=spt-asubpJUScod \
  -- set Port spt-one 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 external_ids:pulumi-ovs-subport=one \
  -- set Interface spt-one 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 external_ids:subport_id=one \
  -- set Port spt-one tag=100 \
  -- set Interface spt-one type=patch \
  -- set Interface spt-one options:peer=spi-one \
  -- set Interface spt-one external_ids:iface-id=0b1c \
  -- set Port spi-one 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 external_ids:pulumi-ovs-subport=one \
  -- set Interface spi-one 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 external_ids:subport_id=one \
  -- set Port spi-one tag=20 \
  -- set Interface spi-one type=patch \
  -- set Interface spi-one options:peer=spt-one \
  -- set Interface spi-one external_ids:iface-id=0b1c \
  -- set Port tap1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1 \
  -- set Interface tap1 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm1 \
  -- set Port tap2.100 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm2 external_ids:pulumi-ovs-parent=tap2 external_ids:pulumi-ovs-subport=two \
  -- set Interface tap2.100 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm2 external_ids:subport_id=two \
  -- set Port tap2.100 tag=20 \
  -- set Interface tap2.100 external_ids:iface-id=0b1c \
  -- set Port tap2 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:pulumi-ovs-trunk=vm2 external_ids:pulumi-ovs-parent=tap2 \
  -- set Interface tap2 'external_ids:pulumi-ovs="upgrade/dev"' external_ids:trunk_id=vm2 \
  -- set Port tap2 tag=5 \
  -- set Port tapp 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface tapp 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface tapp type=tap \
  -- set Port pa 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface pa 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface pa type=patch \
  -- set Interface pa options:peer=pb \
  -- set Port trk 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface trk 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Port trk vlan_mode=trunk 'trunks=[20,30]' \
  -- set Interface trk type=internal ofport_request=33 \
  -- set Port tun1 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface tun1 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface tun1 type=vxlan \
  -- set Interface tun1 options:remote_ip=192.0.2.2 options:local_ip=192.0.2.1 options:key=100 options:dst_port=4790 \
  -- set Port inns 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface inns 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface inns type=internal
ip -batch - <<'END'
link set dev inns netns inside
END
ip -batch - <<'END'
link set dev tapl alias pulumi-ovs:upgrade/dev
link set dev tapl master brl
link set dev tapl mtu 1300
link set dev acc up
addr add 10.9.1.1/24 dev acc
link set dev tap2.100 up
link set dev tapp up
END
ip -n inside -batch - <<'END'
link set dev inns mtu 1400
link set dev inns up
addr add 10.9.2.1/24 dev inns
END
ovs-ofctl -O $versions --bundle add-flows br-two - <<'END'
add cookie=0xb495962cdfb10c03,table=1,priority=32768,actions=NORMAL
END
note <<'END'
Sysctl%2Fnet%2Fipv4%2Fconf%2Fdum.5%2Frp_filter%20upgrade%2Fdev
{"id":"Sysctl/net/ipv4/conf/dum.5/rp_filter","owner":"upgrade/dev","previous":{"key":"net/ipv4/conf/dum.5/rp_filter","value":"0"}}
END
sysctl -q -w net/ipv4/conf/dum.5/rp_filter=2
ovs-vsctl --timeout=30 \
  -- add-port br-two red0 \
  -- set Port red0 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Interface red0 'external_ids:pulumi-ovs="upgrade/dev"' \
  -- set Port red0 tag=2 \
  -- set Interface red0 type=internal \
  -- --id=@r0 get Port acc \
  -- --id=@r1 get Port trk \
  -- --id=@r2 get Port tapp \
  -- --id=@r3 create Mirror name=mirror 'select_vlan=[10,20]' snaplen=128 'external_ids={pulumi-ovs="upgrade/dev"}' 'select_src_port=[@r0,@r1]' 'output_port=[@r2]' \
  -- add Bridge br-one mirrors @r3
ovs-ofctl -O $versions --bundle add-flows br-two - <<'END'
add cookie=0xb5eedbb058ffd7bc,table=0,priority=20,in_port=pb,arp,actions=FLOOD
add cookie=0xb5eedbb058ffd7bc,table=0,priority=10,in_port=pb,icmp,nw_dst=10.9.0.1,actions=mod_nw_src:10.9.0.9,tun2
add cookie=0xb5eedbb058ffd7bc,table=0,priority=1,actions=set_field:0x1->reg0,resubmit(,1)
add cookie=0xb5eedbb058ffd7bc,table=0,idle_timeout=3600,priority=10,tcp,tcp_dst=80,actions=drop
END
# The second update.
ovs-vsctl --timeout=30 \
  -- set Open_vSwitch . 'external_ids:theirs="ours now"'
ovs-vsctl --timeout=30 \
  -- remove Bridge br-two external_ids pulumi-ovs-vlan-1
ip -batch - <<'END'
link set dev theirs3 mtu 1390
END
