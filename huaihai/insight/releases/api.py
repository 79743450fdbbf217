"""The JSON API: the standing cells for programs of any site; and how public data are answered."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import Field

from huaihai.insight.releases import facts
from huaihai.insight.releases.facts import CellRow
from huaihai.kit import guards
from huaihai.kit.canonical import canonical

FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"
REFUSED = "no-store"  # a condition of one reader that failed (412) is nobody else's answer
KEPT = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


def file(
    request: HttpRequest,
    body: bytes,
    kind: str,
    *,
    tag: str,
    at: datetime | None,
    name: str = "",
    lasting: bool = False,
) -> HttpResponse:
    """The bytes with their headers; 304 where the reader has them already."""
    quoted = f'"{tag}"'
    changed = int(at.timestamp()) if at is not None else None
    answer = HttpResponse(body, content_type=kind)
    known = get_conditional_response(request, etag=quoted, last_modified=changed, response=answer)
    if known is not None:
        answer = known
    answer.headers["ETag"] = quoted
    if changed is not None:
        answer.headers["Last-Modified"] = http_date(changed)
    if name:
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    kept = FOR_EVER if lasting else FOR_NOW
    return for_all(answer, kept if answer.status_code in KEPT else REFUSED)


def json(request: HttpRequest, content: Any, *, tag: str, at: datetime | None) -> HttpResponse:
    """Canonical JSON."""
    return file(request, canonical(content), "application/json", tag=tag, at=at)


def for_all(answer: HttpResponse, kept: str) -> HttpResponse:
    """Readable by scripts of any site."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    answer.headers["Cache-Control"] = kept
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


A_PAGE = 200
PERIOD = r"^[0-9]{4}(-[0-9]{2}|-Q[1-4])?$"
SHAPES = {
    "axis": _("`axis` is one of those in the codebook, such as all, category or nature."),
    "period": _("`period` is a month, a quarter or a year: 2026-10, 2026-Q4, 2026."),
    "place": _("`place` is all, or the six digits of a city or county."),
    "key": _("`key` is a code of the codebook."),
    "measure": _("`measure` is one of those in the codebook, such as received or confirmed."),
    "page": _("`page` is a whole number from 1."),
}


class Told(Schema):
    """A number; `value` is null where it is withheld."""

    axis: str
    period: str
    place: str
    key: str
    measure: str
    value: int | None


class Cells(Schema):
    """One page. `next`: the number of the next page, null on the last; `release`: the newest, null before the first."""

    schema_: str = Field(alias="schema")
    release: int | None
    cells: list[Told]
    page: int
    next: int | None


class Refused(Schema):
    """What does not fit, and where."""

    code: str
    message: str
    field: str | None


router = Router()
Word = Annotated[str, Query(max_length=20, pattern=r"^[a-z_]*$")]
Code = Annotated[str, Query(max_length=12, pattern=r"^[A-Za-z0-9+:_-]*$")]


@router.get(
    "/cells",
    response={200: Cells, 304: None, 405: Refused, 422: Refused},
    summary=_("Published numbers"),
    operation_id="list_cells",
)
def cells(  # noqa: PLR0917 # they come by name, from the query
    request: HttpRequest,
    axis: Word = "",
    period: Annotated[str, Query(pattern=rf"^$|{PERIOD}")] = "",
    place: Annotated[str, Query(pattern=r"^(|all|[0-9]{6})$")] = "",
    key: Code = "",
    measure: Word = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HttpResponseBase:
    """Every filter may be left out. In the order of the file; 200 a page."""
    newest = facts.latest()
    asked = {"axis": axis, "period": period, "place": place, "key": key, "measure": measure}
    rows = facts.standing().filter(**{name: said for name, said in asked.items() if said})
    start = (page - 1) * A_PAGE
    lines = list(
        rows.order_by("axis", "period", "place", "key", "measure").values_list(*CellRow._fields)[
            start : start + A_PAGE + 1
        ]
    )
    content = {
        "schema": "huaihai-insight/1",
        "release": newest.number if newest else None,
        "cells": [CellRow(*line)._asdict() for line in lines[:A_PAGE]],
        "page": page,
        "next": page + 1 if len(lines) > A_PAGE else None,
    }
    tag = f"cells-{newest.file_hash[:16] if newest else 0}-{request.META.get('QUERY_STRING', '')}"
    return json(request, content, tag=_safe(tag), at=newest.made_at if newest else None)


def _safe(tag: str) -> str:
    return "".join(sign for sign in tag if sign.isalnum() or sign in "-=&_.:")[:200]


def refusal(request: HttpRequest, error: Any) -> HttpResponse:
    """The first filter that does not fit, in words."""
    where = [str(part) for part in error.errors[0]["loc"]]
    field = next((part for part in reversed(where) if part in SHAPES), None)
    message = say(SHAPES[field]) if field else say("Please look at the address again.")
    return refused(422, "unfit", message, field)


def refused(status: int, code: str, message: str, field: str | None = None) -> HttpResponse:
    """One shape for everything that is refused."""
    body = canonical({"code": code, "message": message, "field": field})
    answer = HttpResponse(body, content_type="application/json", status=status)
    return for_all(answer, "no-store")


api = NinjaAPI(
    title="Huaihai: public data",
    version="1",
    description="Every published number. Money is whole fen; null is withheld.",
    urls_namespace="public-data",
    openapi_url=None,
    docs_url=None,
)
api.add_exception_handler(ValidationError, refusal)
api.add_router("", router)


def guarded(view: Any) -> Any:
    """The view for anybody; other methods are refused in the same shape."""

    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return for_all(HttpResponse(status=204, headers={"Allow": "GET, OPTIONS"}), "no-store")
        if request.method not in {"GET", "HEAD"}:
            told = refused(405, "no-such-method", say("This address only reads."))
            told.headers["Allow"] = "GET, OPTIONS"
            return told
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        answer: HttpResponseBase = view(request, *args, **kwargs)
        return answer

    return guards.public(_csrf_exempt(entered))


def _csrf_exempt(view: Any) -> Any:
    view.csrf_exempt = True  # it only reads, and no cookie opens anything here
    return view


standing_cells = guarded(next(one.callback for one in api.urls[0] if str(one.pattern) == "cells"))
