"""Where a request comes from. Told to brakes alone: never kept, never logged."""

import ipaddress

from django.http import HttpRequest

LOOPBACK = ("127.0.0.1", "::1")
ONE_HOUSEHOLD = 64  # bits of an IPv6 address: who has one address of a /64 has them all


def network_of(request: HttpRequest) -> str:
    """The visitor's address, of IPv6 the /64 that one household has; behind our own proxy, what the proxy saw."""
    address: str = request.META.get("REMOTE_ADDR", "")
    if address not in LOOPBACK:
        return _network(address) or address
    return _network(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()) or address


def _network(address: str) -> str:
    """The address as it is compared, or "" if it is none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, ONE_HOUSEHOLD), strict=False))
