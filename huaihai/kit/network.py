"""Where a request comes from. Told to brakes alone: never kept, never logged."""

import ipaddress

from django.http import HttpRequest

from huaihai.kit.proxies import plain

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: who has one address of a /64 has them all


def network_of(request: HttpRequest) -> str:
    """The visitor's address (`kit.proxies` has looked behind ours), of IPv6 the /64 that one household has."""
    address: str = request.META.get("REMOTE_ADDR", "")
    try:
        found = plain(ipaddress.ip_address(address))
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.ip_network((found, ONE_HOUSEHOLD), strict=False))
