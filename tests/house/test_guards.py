"""Every page says who may open it, and has a name of its own."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

GUARDS = {"public", "consumer", "business", "staff", "signed-in", "connection"}
# They bring their own checks: sign-in and second factor, and the change of language.
GUARDED_ELSEWHERE = ("allauth.", "django.views.i18n", "django.views.static", "django.contrib.staticfiles")


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for part in resolver.url_patterns:
        route = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from views(part, route)
        elif isinstance(part, URLPattern):
            yield route, part.callback


def test_every_page_has_a_guard() -> None:
    pages = list(views(get_resolver()))
    unguarded = [
        route
        for route, view in pages
        if getattr(view, "guard", None) not in GUARDS and not view.__module__.startswith(GUARDED_ELSEWHERE)
    ]
    assert pages
    assert not unguarded


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from names(part, f"{space}{part.namespace}:" if part.namespace else space)
        elif part.name:
            yield space + part.name


def test_no_two_pages_share_a_name() -> None:
    counted = Counter(names(get_resolver()))
    assert counted
    assert [name for name, times in counted.items() if times > 1] == []
