"""Written advice, promises and letters to the authority: what follows from findings of the own city."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.actions.moving import Move, moving
from huaihai.supervision.models import Finding, Measure
from huaihai.supervision.sweeping.actions.measures import follow, known_by, opened, taken
from huaihai.supervision.sweeping.actions.tracking import (
    begin_cure,
    fresh,
    require_own,
    step,
)

LONGEST_PROMISE = timedelta(days=180)
SERVED = ("hand", "post", "desk")


def advise(
    findings: Sequence[Finding], *, text: str, key: UUID | None = None, by: Actor, at: datetime
) -> Measure:
    """Written advice (劝谕书) to the one business where these were found; `key` sent again gives what is there.

    Raises NotAllowed, NotPossible, Unfit.
    """
    said = _said("text", text)
    city = require_own(by, findings)
    if known := known_by(key, city):
        return known
    with moving(findings[0].project, "follow up", noted="advice issued", by=by, at=at) as move:
        rows = fresh(findings)
        _require_one_business(rows)
        made = opened(move, "advice", "issue", rows, body=city, key=key, text=said, at=at)
        follow(rows, at=at)
    return made


def serve(measure: Measure, *, way: str, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """It was handed over, sent by registered post, or read at the desk. Raises as `advise`, and Moved."""
    if way not in SERVED:
        raise Unfit("way", _("Please say how it was served."))
    with moving(measure.project, "follow up", noted="advice served", by=by, at=at) as move:
        row = taken(move, measure, "serve", seen=seen, by=by, at=at)
        row.served_by = way
        row.save()
    return row


def withdraw(measure: Measure, *, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """The advice was wrong. Raises as `serve`."""
    with moving(measure.project, "follow up", noted="advice withdrawn", by=by, at=at) as move:
        row = taken(move, measure, "withdraw", seen=seen, by=by, at=at)
        row.save()
    return row


def promise(
    findings: Sequence[Finding],
    *,
    text: str,
    by_on: date,
    key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Measure:
    """What the business will do, by which day; its time to cure ends on that day. Raises as `advise`."""
    city = require_own(by, findings)
    if known := known_by(key, city):
        return known
    with moving(findings[0].project, "follow up", noted="promise made", by=by, at=at) as move:
        rows = fresh(findings)
        _require_one_business(rows)
        return promised(move, rows, body=city, key=key, text=text, by_on=by_on, at=at)


def promised(
    move: Move,
    rows: Sequence[Finding],
    *,
    body: Organisation,
    text: str,
    by_on: date | None,
    talk: Measure | None = None,
    key: UUID | None = None,
    at: datetime,
) -> Measure:
    """The promise as a row, inside the verb of whoever noted it. Raises NotPossible, Unfit."""
    said = _said("text", text)
    if by_on is None or not timedelta(0) <= by_on - local_day(at) <= LONGEST_PROMISE:
        raise Unfit("by_on", _("Please give a day from today on, within half a year."))
    made = opened(
        move, "promise", "promise", rows, body=body, key=key, text=said, by_on=by_on, talk=talk, at=at
    )
    for row in rows:
        step(row, "promise", at=at)
        if row.stage == "following":
            begin_cure(row, at=at, until=by_on)
    return made


def hand(
    findings: Sequence[Finding],
    *,
    addressee: str,
    text: str,
    key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Measure:
    """A letter to the authority that is in charge; the finding is with it from now on. Raises as `advise`."""
    whom, said = storable_name(addressee), _said("text", text)
    if not whom:
        raise Unfit("addressee", _("Please say to which authority."))
    city = require_own(by, findings)
    if known := known_by(key, city):
        return known
    with moving(findings[0].project, "follow up", noted="handed to the authority", by=by, at=at) as move:
        rows = fresh(findings)
        made = opened(move, "handing", "hand", rows, body=city, key=key, text=said, addressee=whom, at=at)
        for row in rows:
            step(row, "hand over", at=at)
    return made


def note_answer(measure: Measure, *, text: str, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """What the authority answered. Raises as `serve`."""
    said = _said("text", text)
    with moving(measure.project, "follow up", noted="authority answered", by=by, at=at) as move:
        row = taken(move, measure, "answer", seen=seen, by=by, at=at)
        row.answer = said
        row.save()
    return row


def _require_one_business(findings: Sequence[Finding]) -> None:
    if len({finding.business_id for finding in findings}) > 1:
        raise Unfit("findings", _("These were found at more than one business. Please choose those of one."))


def _said(field: str, text: str) -> str:
    said = storable(text).strip()
    if not said:
        raise Unfit(field, _("Please write something here."))
    return said
