"""Where the platform is found, in words for a message: never a link to press."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from huaihai import alliance


def find_us() -> str:
    """The host to type, or the name to search for."""
    host = urlsplit(settings.SITE_URL).hostname
    if host:
        return _("At %(host)s") % {"host": host}
    return _("Search the web for “%(platform)s”,") % {"platform": alliance.load().platform_name}
