"""What a page answers, without what chance or the day writes: its status, its title, and where it leads."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.cache import cache as kept
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import Resolver404, ResolverMatch, get_resolver, resolve

from huaihai.front import views

LINK = re.compile(rb'(?:href|action)="(/[^"#?]*)')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
MAIN = re.compile(rb"<main.*</main>", re.DOTALL)
DIGITS = re.compile(r"\d[\d,.:-]*")
CODE = re.compile(r"\b[0-9A-Z]{2,}(?:-[0-9A-Z]+)+\b")


@dataclass(frozen=True)
class Answer:
    """What came back: `links` are addresses of our own, `own` those that stand outside menu and foot."""

    status: int
    title: str = ""
    links: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    leads_to: str = ""

    def line(self) -> str:
        """In words, for the net."""
        parts = [str(self.status), self.title]
        if self.leads_to:
            parts.append(f"→ {route_of(self.leads_to)}")
        return " ".join(part for part in parts if part)

    def routes(self) -> list[str]:
        """The patterns of its own links and forms."""
        return sorted({route for link in self.own if (route := route_of(link))})


@contextmanager
def quickly() -> Iterator[None]:
    """A block in which an address is looked up once, and the page that says "not there", which tells no address, is
    drawn once for each reader.
    """
    drawn: dict[str, bytes] = {}
    original = views.render

    def render(request: HttpRequest, template: str, *more: Any, **options: Any) -> HttpResponse:
        if template != "404.html":
            return original(request, template, *more, **options)
        who = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if who not in drawn:
            drawn[who] = original(request, template, *more, **options).content
        return HttpResponse(drawn[who], status=404)

    found = cache(get_resolver().resolve)
    with mock.patch.object(views, "render", render), mock.patch.object(get_resolver(), "resolve", found):
        yield


def get(client: Client, address: str) -> Answer:
    with _nothing_stays(client):
        return _answer(client.get(address))


def send_nothing(client: Client, address: str) -> Answer:
    """What an empty form answers. Nothing that it changes stays."""
    with _nothing_stays(client):
        return _answer(client.post(address, {}))


@contextmanager
def _nothing_stays(client: Client) -> Iterator[None]:
    """A block after which database, cache and browser are as before."""
    cookies = deepcopy(client.cookies)
    kept.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def _answer(response: HttpResponseBase) -> Answer:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if response.streaming:
        list(response)  # read to its end, it closes what it has opened
    if 300 <= response.status_code < 400:
        place = response.headers["Location"].partition("?")[0].partition("#")[0]
        return Answer(response.status_code, links=(place,), leads_to=place)
    if kind != "text/html":
        return Answer(response.status_code, kind)
    body = response.content  # type: ignore[attr-defined] # a page is no stream
    found, main = TITLE.search(body.decode()), MAIN.search(body)
    title = html.unescape(found[1]).strip() if found else ""
    return Answer(response.status_code, plain(title), _links(body), _links(main[0] if main else b""))


def _links(body: bytes) -> tuple[str, ...]:
    return tuple(sorted({link.decode() for link in LINK.findall(body)}))


def plain(text: str) -> str:
    """Without numbers, codes and line ends: what stays alike on any day."""
    return DIGITS.sub("#", CODE.sub("#", " ".join(text.split())))


@cache
def match(address: str) -> ResolverMatch | None:
    """Asked of the same addresses on every page; each time Django goes through all patterns."""
    try:
        return resolve(address)
    except Resolver404:
        return None


def route_of(address: str) -> str:
    """The pattern of an address, such as `desk/cases/<uuid:case_id>/`; "" for one that is none of ours."""
    found = match(address)
    return found.route if found is not None else ""
