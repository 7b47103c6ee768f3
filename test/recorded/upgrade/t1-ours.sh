# What the program made on box, call by call.
note() { mkdir -p /run/pulumi-ovs/owned; cd /run/pulumi-ovs/owned; while IFS= read -r file && IFS= read -r entry; do printf '%s\n' "$entry" >"$file"; done; }
note <<'END'
Namespace%2Fbox%20upgrade%2Fdev
{"id":"Namespace/box","owner":"upgrade/dev"}
END
ip -batch - <<'END'
netns add box
END
ip -n box -batch - <<'END'
link set dev lo up
END
ip -n box -batch - <<'END'
link add dev box0 type dummy
END
ip -n box -batch - <<'END'
link set dev box0 alias pulumi-ovs:upgrade/dev
link set dev box0 mtu 1300
link set dev box0 up
addr add 10.9.9.1/24 dev box0
END
