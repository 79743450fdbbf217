"""What of the site may be copied, and under which name it lies in the folder."""

import mimetypes
import re
from enum import Enum
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode

from django.conf import settings
from django.urls import Resolver404, resolve

from huaihai.front import sitemaps

# Below these somebody works, or each address is a code: neither a page nor a link of them.
CLOSED = frozenset({*sitemaps.CLOSED, "demo", "press", "receipts"})
# Of the machine, or of no use in a copy: the origin has the map of itself.
LEFT_OUT = frozenset(
    {"healthz", "readyz", "metrics", "robots", "sitemap", "sitemap-part", "data-openapi", "openapi"}
)
# Public files whose addresses do not end like those of files.
FILES = frozenset(
    {
        *("log-checkpoint", "log-key", "resolution-file", "resolutions-feed"),
        *("alliance-agreement-file", "alliance-nine-file"),
    }
)
ENDING = re.compile(r"\.(?:atom|csv|docx|gif|ico|jpe?g|json|pdf|pem|png|rss|svg|txt|webp|xlsx|xml)$")
PAGES_OF_A_LIST = frozenset({"page", "before", "after"})
SAFE = re.compile(r"[\w.,=@+~()-]{1,120}")  # on every disk
ENDINGS = {
    "application/atom+xml": ".xml",
    "application/json": ".json",
    "text/plain": ".txt",
    "image/webp": ".webp",
}


class Kind(Enum):
    """How something is copied: a page in each language, a file once as it is."""

    PAGE = "page"
    FILE = "file"
    STATIC = "static"


@cache
def kind_of(path: str, *, is_picture: bool = False) -> Kind | None:
    """None for what stays at the origin alone. `is_picture`: a page shows it."""
    if path.startswith(settings.STATIC_URL):
        return Kind.STATIC
    if is_closed(path):
        return None
    try:
        found = resolve(unquote(path))
    except Resolver404:
        return None
    if found.url_name in LEFT_OUT:
        return None
    if getattr(found.func, "is_same_for_all", False):
        return Kind.PAGE
    is_file = ENDING.search(path) or is_picture or found.url_name in FILES
    return Kind.FILE if is_file and getattr(found.func, "guard", "") == "public" else None


def is_closed(path: str) -> bool:
    """Whether not even a link leads there."""
    return path.split("/")[1] in CLOSED


def address_of(path: str, query: str = "") -> str:
    """An address in its one spelling: a page of a list by its number alone."""
    number = page_of_a_list(query)
    if number is None:
        held = sorted(parse_qsl(query, keep_blank_values=True))
    else:
        held = [("page", str(number))] if number > 1 else []
    return quote(unquote(path), safe="/~@!$&'()*+,;=:") + (f"?{urlencode(held)}" if held else "")


def page_of_a_list(query: str) -> int | None:
    """Which page of the list the query asks for, and nothing else; None for any other query."""
    held = dict(parse_qsl(query, keep_blank_values=True))
    number = held.get("page", "")
    return int(number) if held.keys() <= PAGES_OF_A_LIST and re.fullmatch("[0-9]{1,9}", number) else None


def place_of(address: str, kind: str, *, folder: str = "") -> str | None:
    """Where it lies, by its kind (as HTTP says it): warnings/index.html. None if no disk would take the name."""
    path, _mark, query = address.partition("?")
    *folders, last = unquote(path).split("/")[1:]
    part = "-".join(re.sub(r"\W", "", f"{name}{value}") for name, value in parse_qsl(query))
    ending = (
        ".html" if kind == "text/html" else ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    )
    if not last:
        last = f"index.{part}{ending}" if part else f"index{ending}"
    elif part or (kind == "text/html" and not last.endswith(".html")):
        last = f"{last}.{part}{ending}" if part else f"{last}{ending}"
    parts = [*([folder] if folder else []), *folders, last]
    return "/".join(parts) if all(_is_safe(one) for one in parts) else None


def _is_safe(name: str) -> bool:
    return SAFE.fullmatch(name) is not None and not name.startswith(".") and not name.endswith(".")


def links_in(text: str, origin: str) -> set[str]:
    """The addresses of this site that a feed or a list names."""
    return set(re.findall(re.escape(origin) + r"(/[^\s\"'<>\\#]*)", text))
