"""Which network an address belongs to, for whatever counts readers together."""

import ipaddress

#: Where somebody is counted whose address is not known.
NOWHERE = "0.0.0.0"


def prefix_of(address: str) -> str:
    """The first address of the network that limits count as one: /24 of IPv4, /64 of IPv6.

    One household or one rented machine has at least so much of IPv6; an IPv4 address written as IPv6 counts as IPv4.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return NOWHERE
    mapped = found.ipv4_mapped if found.version == 6 else None
    network = ipaddress.ip_network(f"{mapped or found}/{24 if mapped or found.version == 4 else 64}", strict=False)
    return str(network.network_address)
