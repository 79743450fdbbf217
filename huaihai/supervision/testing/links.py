"""Secret links for people without an account: nothing of them is stored but how often one was made and until when.

The token is a keyed fingerprint (HMAC-SHA-256, 128 bits) of the row and the number of the link, so that staff can print
the same letter again, and that the next link ends the earlier one.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.kit import clock, guards, sealing

LENGTH: Final = 32  # hexadecimal digits: 128 bits
NOTHING: Final = "0" * LENGTH
NOT_FOUND = 404

type View = Callable[..., HttpResponse]


class Linked(Protocol):
    """A row with a secret link: `link_issue` is 0 while it has none."""

    pk: Any
    link_issue: int
    link_until: datetime | None


def token_of(row: Linked, *, purpose: str) -> str:
    """The token of its link in force; empty if it has none."""
    if not row.link_issue:
        return ""
    return sealing.fingerprint_of_code(f"{row.pk}:{row.link_issue}", purpose=purpose)[:LENGTH]


def opens(row: Linked | None, token: str, *, purpose: str, at: datetime) -> bool:
    """Whether this token opens the row now; takes as long either way."""
    wanted = token_of(row, purpose=purpose) if row is not None else ""
    fits = secrets.compare_digest((wanted or NOTHING).encode(), token.encode(errors="replace"))
    return fits and bool(wanted) and row is not None and row.link_until is not None and at < row.link_until


def behind_link(rows: Callable[[], QuerySet[Any]], *, purpose: str) -> Callable[[View], View]:
    """Hands a view the row whose link this is, and its token; a wrong or ended link gets the same answer as none."""

    def guarded(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, pk: UUID, token: str, **more: Any) -> HttpResponse:
            row = rows().filter(pk=pk).first()
            if not opens(row, token, purpose=purpose, at=clock.now()):
                return private(render(request, "supervision/testing/laboratory/over.html", status=NOT_FOUND))
            return private(view(request, row, token, **more))

        return guards.public(opened)

    return guarded


def private(answer: HttpResponse) -> HttpResponse:
    """For whoever has the link alone: kept by no cache, found by no search engine."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
