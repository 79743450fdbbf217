"""Real requests, through all middleware to the view; what it would show is not drawn, since who may is known before.

Whatever a request changes is taken back after it.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.template.backends.django import Template
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import get_resolver
from django.utils.safestring import SafeString

from huaihai.cases.api import requests
from huaihai.desk.papers import setting
from huaihai.front.demo import moving_on
from huaihai.governance.roster import facts as roster
from huaihai.kit import brakes, clock

NOT_THERE = "404.html"
# Behind an address that is itself the key: the same page for a wrong one and for one that has ended.
OVER = frozenset(
    {
        "cases/letters/over.html",
        "cases/sheets/over.html",
        "cases/uploading/over.html",
        "supervision/testing/laboratory/over.html",
    }
)
REFUSALS = frozenset({403, 409, 422, 429})
ERROR = 40  # of a message: it was not done


@dataclass(frozen=True)
class Answer:
    """`word`: "may" (it was shown, asked or done), "no" (as if it were not there, or "please sign in"), "refused" (it
    may be seen, but not done now or by them), "405".
    """

    word: str
    status: int
    place: str = ""
    pages: tuple[str, ...] = ()  # templates that would have been drawn
    kind: str = ""


@dataclass
class Door:
    """Where requests go in."""

    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    factory: RequestFactory = field(default_factory=RequestFactory)
    drawn: list[str] = field(default_factory=list)
    draws: bool = False  # whether pages are drawn
    failed: Any = None

    @contextmanager
    def open(self) -> Iterator["Door"]:
        def note(**_more: Any) -> None:
            self.failed = sys.exc_info()[1]

        original, door = Template.render, self

        def render(template: Template, context: Any = None, request: Any = None) -> SafeString:
            name = str(template.origin.template_name or "")
            door.drawn.append(name)
            return SafeString(original(template, context, request) if door.draws else "")

        got_request_exception.connect(note)
        logging.disable()  # each "not found" would be told
        with ExitStack() as patches:
            for change in (
                mock.patch.object(Template, "render", render),
                mock.patch.object(get_resolver(), "resolve", cache(get_resolver().resolve)),
                # These take seconds, and come after it is known who may.
                mock.patch.object(setting, "_set", side_effect=setting.NotSetError("not here")),
                mock.patch.object(requests, "kept", return_value=[]),
                mock.patch.object(moving_on, "move_on", return_value=moving_on.Passed(clock.today(), 0, 0)),
                # Who is on duty may more, and that goes by the hour of the day.
                mock.patch.object(roster, "may_sign_tonight", return_value=None),
            ):
                patches.enter_context(change)
            yield self
        logging.disable(logging.NOTSET)
        got_request_exception.disconnect(note)

    def ask(self, method: str, path: str, cookie: str = "", **form: str) -> Answer:
        return answer_of(self.send(method, path, cookie, **form), self.drawn)

    def send(self, method: str, path: str, cookie: str = "", **form: str) -> HttpResponseBase:
        """What a browser asks."""
        more: Any = {"HTTP_COOKIE": cookie} if cookie else {}
        said = urlencode(form)
        where = path if method == "POST" or not form else f"{path}?{said}"
        return self._send(
            self.factory.generic(method, where, said, "application/x-www-form-urlencoded", **more)
        )

    def ask_as_system(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        request = self.factory.generic(method, path, body, "application/json", headers=dict(headers))
        return answer_of(self._send(request), self.drawn)

    def _send(self, request: HttpRequest) -> HttpResponseBase:
        """One request; nothing that it changes stays."""
        self.drawn.clear()
        self.failed = None
        brakes.forget()  # what is counted in the block is taken back with it
        with transaction.atomic():
            response: HttpResponseBase = self.handler(request.environ)
            transaction.set_rollback(True)
        if self.failed is not None and response.status_code >= 500:
            raise AssertionError(f"{request.method} {request.path}: {self.failed!r}") from self.failed
        if response.streaming:
            for close in response._resource_closers:  # files it has opened; to read them is not needed
                close()
        return response


def answer_of(response: HttpResponseBase, drawn: list[str]) -> Answer:
    status, place = response.status_code, response.headers.get("Location", "")
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return Answer(_word(response, place, drawn), status, place, tuple(drawn), kind)


def _word(response: HttpResponseBase, place: str, drawn: list[str]) -> str:
    status = response.status_code
    if status == 405:
        return "405"
    if _is_nothing(status, place, drawn):
        return "no"
    return "refused" if status in REFUSALS or _said_no(response) else "may"


def _is_nothing(status: int, place: str, drawn: list[str]) -> bool:
    if status == 404:
        return drawn in ([], [NOT_THERE]) or bool(OVER & {*drawn})
    if 300 <= status < 400:
        path = place.partition("?")[0]
        return (path in _closed() and "next=" in place) or place == resolve_url("letter")
    return status == 401


def _closed() -> tuple[str, ...]:
    return resolve_url(settings.LOGIN_URL), resolve_url("track")


def _said_no(response: Any) -> bool:
    held = getattr(response.wsgi_request, "_messages", None)
    return any(message.level >= ERROR for message in getattr(held, "_queued_messages", ()))
