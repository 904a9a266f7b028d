# Turns livekit.yaml, where every address is this machine's, into the configuration of a server in a container: it listens to the
# network of the containers, and its webhooks go to the service `api`.
s/^bind_addresses: .*/bind_addresses: ["0.0.0.0"]/
s|http://127\.0\.0\.1:3051|http://api:3051|
# The variable NODE_IP says what address people are told; the server passes it over in silence when the file names one too.
/^  node_ip:/d
s/enable_loopback_candidate: true/enable_loopback_candidate: false/
/^  interfaces:/,/includes:/d
# Agents are told that same address and cannot reach it from the inside. A full ICE agent tries theirs as well, and finds them.
s/use_ice_lite: true/use_ice_lite: false/
