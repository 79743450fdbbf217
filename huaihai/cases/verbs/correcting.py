"""What was written down wrongly is put right: title, kind, sums, day and way of the purchase, how it came in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text import masking
from huaihai.law import kinds
from huaihai.members.actors import Actor

FIELDS = ("title", "category", "nature", "price_fen", "asked_fen", "bought", "bought_on", "origin")
BY_WORDS = "title"  # its words stand sealed in the event's text, never among its facts


def correct(
    case: Case, *, values: Mapping[str, Any], text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Write these values instead. The record keeps what stood there before, and why. Raises Unfit."""
    if not text.strip():
        raise Unfit("text", _("Please give the reason."))
    given = dict(values) | {BY_WORDS: masking.mask(str(values[BY_WORDS])).text[:80]}
    _check(given, local_day(at))
    with moving(case, "correct", by=by, at=at, seen=seen) as move:
        changed = [name for name in FIELDS if getattr(move.row, name) != given[name]]
        if not changed:
            raise Unfit("", _("Nothing was changed."))
        _check_origin(move.row, given["origin"])
        was = {name: getattr(move.row, name) for name in changed}
        for name in changed:
            setattr(move.row, name, given[name])
        move.text = text
        if BY_WORDS in changed:
            move.text = f"{was[BY_WORDS]} → {given[BY_WORDS]}\n{text}"
        told = [name for name in changed if name != BY_WORDS]
        move.facts = {
            "fields": changed,
            "was": {name: _plain(was[name]) for name in told},
            "now": {name: _plain(given[name]) for name in told},
        }


def _check(given: Mapping[str, Any], today: date) -> None:
    if not given["title"].strip():
        raise Unfit("title", _("Please give the case a title."))
    for name in ("category", "nature"):
        if given[name] and given[name] not in kinds.BY_CODE:
            raise Unfit(name, _("Please choose one of the list."))
    for name in ("price_fen", "asked_fen"):
        if given[name] is not None and given[name] < 0:
            raise Unfit(name, _("The sum cannot be negative."))
    if given["bought_on"] is not None and given["bought_on"] > today:
        raise Unfit("bought_on", _("This day is still to come."))


def _check_origin(case: Case, origin: str) -> None:
    if (case.origin in intake.WRITTEN) != (origin in intake.WRITTEN):
        words = _(
            "What came by letter or e-mail counts from the day on which it arrived, all else from when it was written "
            "down. That day would be wrong, so this cannot be changed. Please note it instead."
        )
        raise Unfit("origin", words)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
