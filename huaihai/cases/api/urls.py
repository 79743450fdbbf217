"""The protocol, put together: its addresses under `/api/v1/`, its document, and its page for people."""

from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI

from huaihai.cases.api import entry, pages
from huaihai.cases.api.pages import router

api = NinjaAPI(
    title="Huaihai: the protocol for businesses' own systems",
    version="1",
    description="One connection answers complaints of all cities of the alliance. Sums are whole fen.",
    urls_namespace="protocol",
    openapi_url=None,
    docs_url=None,
    auth=entry.Signed(),
)
entry.handle_in(api)
api.add_router("", router)


def _addresses() -> list[URLPattern | URLResolver]:
    """The addresses of the router, each behind the entry."""
    found: list[URLPattern | URLResolver] = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = entry.guarded(pattern.callback)
            pattern.name = f"protocol-{pattern.name}"
            found.append(pattern)
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.page, {"api": api}, name="protocol"),
    path("openapi.json", pages.openapi, {"api": api}, name="protocol-openapi"),
    *_addresses(),
    re_path(r"", entry.guarded(pages.nothing)),
]
