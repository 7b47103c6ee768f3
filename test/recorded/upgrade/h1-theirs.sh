# What other people have on h1.
ip link add dev nic0 type dummy; ip link set dev nic0 mtu 1480 up; ip addr add 10.8.0.1/24 dev nic0
ip link add dev theirs3 type dummy; ip link set dev theirs3 mtu 1480 up; ip addr add 10.7.1.1/24 dev theirs3
ip link add dev seen0 address 02:00:00:00:07:02 type dummy; ip addr add 10.7.2.1/24 dev seen0
ip link add dev tap2 type veth peer name tap2-in; ip link set dev tap2 up; ip link set dev tap2-in up
sysctl -qw net.ipv4.ip_forward=0
ovs-vsctl add-br br-seen -- set Bridge br-seen other_config:hwaddr=02:00:00:00:07:03 external_ids:whose=theirs -- set Open_vSwitch . external_ids:theirs=stays \
  -- add-br br-theirs -- set Bridge br-theirs other_config:hwaddr=02:00:00:00:07:01 external_ids:whose=theirs \
  -- set-controller br-theirs tcp:192.0.2.252:6653 \
  -- add-port br-theirs theirs0 tag=7 -- set Interface theirs0 type=internal mtu_request=1420 external_ids:who=they external_ids:other=id \
  -- add-port br-theirs theirs1 -- set Interface theirs1 type=gre options:remote_ip=192.0.2.3 options:key=5 \
  -- add-port br-theirs theirs2 -- set Interface theirs2 type=internal \
  -- add-port br-theirs tv-h2 -- set Interface tv-h2 type=vxlan options:remote_ip=192.0.2.2 options:key=65 options:dst_port=4791 \
  -- --id=@o get Port theirs2 -- --id=@s get Port theirs0 \
  -- --id=@m create Mirror name=tm output_port=@o select_src_port=@s -- add Bridge br-theirs mirrors @m \
  -- --id=@f create sFlow 'targets="192.0.2.7:6343"' header=200 external_ids:whose=theirs -- set Bridge br-theirs sflow=@f
ip link set dev br-theirs up; ip addr add 10.7.0.1/24 dev br-theirs
ovs-ofctl add-flow br-seen cookie=0xbb,priority=9,udp,actions=NORMAL
ovs-ofctl add-flow br-seen cookie=0xbb,priority=5,tcp,actions=drop
