"""Where a request comes from. Told to brakes alone: never kept, never logged."""

import ipaddress

from django.http import HttpRequest

LOOPBACK = ("127.0.0.1", "::1")


def network_of(request: HttpRequest) -> str:
    """The visitor's address; behind our own proxy, what the proxy saw."""
    address: str = request.META.get("REMOTE_ADDR", "")
    if address not in LOOPBACK:
        return address
    return _plain(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()) or address


def _plain(address: str) -> str:
    """The address as it is compared, or "" if it is none."""
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""
