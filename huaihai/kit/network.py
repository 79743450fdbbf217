"""Where a request comes from, told to brakes alone: never logged, and of those who failed to sign in a part is kept.
And at which address we are reached.
"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from huaihai.kit.proxies import plain

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: who has one address of a /64 has them all
ONE_PROVIDER = {4: 24, 6: 48}  # bits that tell from where somebody comes, and not who


def site_of(request: HttpRequest) -> str:
    """Scheme and host under which others reach this site, without a slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def whole(request: HttpRequest, path: str) -> str:
    """The address as it is printed, scanned or handed to others."""
    return f"{site_of(request)}{path}"


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


def part_of(network: str) -> str:
    """The part of the network that it lies in (of IPv4 the /24, of IPv6 the /48); "" of what is no address."""
    try:
        found = ipaddress.ip_interface(network)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found.ip, ONE_PROVIDER[found.version]), strict=False))
