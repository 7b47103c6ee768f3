# The modules whose devices and rules (gretap0, the rule for VRFs) stay once they are loaded; and the values of kernel parameters.
for t in 'gretap key 1' 'vrf table 999'; do ip link add dev first type $t; ip link del dev first; done
sysctl -qw net.ipv4.ip_forward=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
  net.ipv4.conf.all.send_redirects=1 net.ipv4.conf.default.send_redirects=1
