"""Absolute addresses: on the site's own address where it is set, else on the one that was asked."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def base(request: HttpRequest) -> str:
    """Scheme and host, without a slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def host(request: HttpRequest) -> str:
    """Host, and port where it is not the usual one."""
    return urlsplit(base(request)).netloc
