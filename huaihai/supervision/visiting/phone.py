"""What the visitor's script asks and sends: read with care, answered as JSON, never a page."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from re import fullmatch
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huaihai.desk.asking import CONFLICT
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import DeskError, Unfit
from huaihai.kit import clock
from huaihai.supervision.visiting import uploading
from huaihai.supervision.visiting.field import assignment_or_404, visits_or_404
from huaihai.supervision.visiting.uploading import Coming
from huaihai.supervision.visiting.verbs import Faulty, Noted, PhotoRef, PhotosMissing, take_visit

LONGEST_BODY = 400_000
MOST_PHOTOS = 200
LONGEST_ANSWER = 10_000
EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def noted_in(body: bytes) -> Noted:
    """The visit in a JSON body. Raises Unfit."""
    try:
        held = json.loads(body) if len(body) <= LONGEST_BODY else None
        if not isinstance(held, dict):
            raise _broken()
        if len(held["photos"]) > MOST_PHOTOS:
            raise Unfit("", _("A visit takes %(most)s photos at most.") % {"most": MOST_PHOTOS})
        noted = Noted(
            key=UUID(held["key"]),
            answers=_answers(held["answers"]),
            started_at=_moment(held["started_at"]),
            ended_at=_moment(held["ended_at"]),
            photos=tuple(_photo(row) for row in held["photos"]),
            latitude=_degrees(held.get("latitude"), 90),
            longitude=_degrees(held.get("longitude"), 180),
            accuracy=_metres(held.get("accuracy")),
        )
        noted.content_hash  # noqa: B018 # halves of characters cannot be reckoned with
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise _broken() from error
    return noted


def coming_in(fields: Mapping[str, str]) -> Coming:
    """What is said of a photo. Raises Unfit."""
    try:
        size, sha256, item = fields["size"], fields["sha256"], fields["item"]
        if not fullmatch(r"[0-9]{1,10}", size) or not fullmatch(r"[0-9a-f]{64}", sha256):
            raise _broken()
        return Coming(
            key=UUID(fields["key"]),
            visit=UUID(fields["visit"]),
            item=_key(item),
            size=int(size),
            sha256=sha256,
            taken_at=_moment(fields["taken_at"]),
            latitude=_degrees(fields.get("latitude"), 90),
            longitude=_degrees(fields.get("longitude"), 180),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken() from error


def number_in(fields: Mapping[str, str]) -> int | None:
    """The number of the piece that comes with it; None: the phone only asks. Raises Unfit."""
    typed = fields.get("number", "")
    if not typed:
        return None
    if not fullmatch(r"[0-9]{1,6}", typed):
        raise _broken()
    return int(typed)


def _answers(held: Any) -> dict[str, str]:
    return {_key(item): str(value)[:LONGEST_ANSWER] for item, value in held.items()}


def _key(item: Any) -> str:
    if not isinstance(item, str) or not fullmatch(r"[a-z0-9-]{1,40}", item):
        raise _broken()
    return item


def _photo(row: Any) -> PhotoRef:
    if not fullmatch(r"[0-9a-f]{64}", row["sha256"]):
        raise _broken()
    return PhotoRef(UUID(row["key"]), _key(row["item"]), row["sha256"])


def _moment(text: Any) -> datetime:
    """A moment with its zone. A phone's clock may be wrong; years that cannot be are drawn to the nearest that can."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise _broken()
    return min(max(found, EARLIEST), LATEST)


def _degrees(value: Any, most: int) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        found = Decimal(str(value))
        return found.quantize(Decimal("0.000001")) if abs(found) <= most else None
    except InvalidOperation:
        return None


def _metres(value: Any) -> int | None:
    return round(value) if isinstance(value, int | float) and 0 <= value < 1_000_000 else None


def _broken() -> Unfit:
    return Unfit("", _("What was sent is not complete. Please open the page again; nothing is lost."))


UNFIT = 422


def answering_in_json[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What cannot be done is said in words, with what the script has to do about it."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except Faulty as error:
            return JsonResponse({"error": str(error), "faults": error.faults}, status=UNFIT)
        except PhotosMissing as error:
            missing = [str(key) for key in error.keys]
            return JsonResponse({"error": str(error), "missing": missing}, status=CONFLICT)
        except Unfit as error:
            return JsonResponse({"error": str(error), "field": error.field}, status=UNFIT)
        except DeskError as error:
            return JsonResponse({"error": str(error)}, status=CONFLICT)

    return answered


@require_safe
@readers
def state(request: HttpRequest, project: UUID) -> HttpResponse:
    """Who is signed in, and the token that its requests have to carry."""
    visits_or_404(request, project)
    answer = JsonResponse({"account": str(actor_of(request).account_id), "token": get_token(request)})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@readers
@answering_in_json
def photo(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """How far a photo has come; with a piece, one step further."""
    assignment, fields = assignment_or_404(request, project, pk), request.POST.dict()
    coming, number = coming_in({name: str(value) for name, value in fields.items()}), None
    if "piece" in request.FILES:
        number = number_in(request.POST)
    if number is None:
        now = uploading.standing(assignment, coming, by=actor_of(request))
    else:
        [piece] = request.FILES.getlist("piece")[:1]
        content = piece.read(uploading.PIECE + 1)
        now = uploading.take_piece(assignment, coming, number, content, by=actor_of(request), at=clock.now())
    return JsonResponse({"next": now.next, "whole": now.is_whole, "piece": uploading.PIECE})


@require_POST
@readers
@answering_in_json
def visit(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A visit, once all its photos have arrived."""
    assignment = assignment_or_404(request, project, pk)
    received = take_visit(assignment, noted_in(request.body), by=actor_of(request), at=clock.now())
    return JsonResponse({"taken": True, "twin": received.is_twin, "again": not received.is_new})
