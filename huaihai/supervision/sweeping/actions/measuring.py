"""Written advice, promises and letters to the authority: what follows from findings of the own city."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.governance.errors import Moved, NotAllowed, Unfit
from huaihai.governance.lives import NEW
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.actions.moving import Move, moving
from huaihai.supervision.models import Finding, Measure, MeasureParty
from huaihai.supervision.sweeping.actions.tracking import (
    begin_cure,
    fresh,
    own_city,
    require_own,
    step,
)
from huaihai.supervision.sweeping.lives import MEASURES

LONGEST_PROMISE = timedelta(days=180)
SERVED = ("hand", "post", "desk")


def advise(findings: Sequence[Finding], *, text: str, by: Actor, at: datetime) -> Measure:
    """Written advice (劝谕书) to the one business where these were found. Raises NotAllowed, NotPossible, Unfit."""
    said = _said("text", text)
    city = require_own(by, findings)
    with moving(findings[0].project, "follow up", noted="advice issued", by=by, at=at) as move:
        rows = fresh(findings)
        _require_one_business(rows)
        made = opened(move, "advice", "issue", rows, body=city, text=said, at=at)
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
    by: Actor,
    at: datetime,
) -> Measure:
    """What the business will do, by which day; its time to cure ends on that day. Raises as `advise`."""
    city = require_own(by, findings)
    with moving(findings[0].project, "follow up", noted="promise made", by=by, at=at) as move:
        rows = fresh(findings)
        _require_one_business(rows)
        return promised(move, rows, body=city, text=text, by_on=by_on, at=at)


def promised(
    move: Move,
    rows: Sequence[Finding],
    *,
    body: Organisation,
    text: str,
    by_on: date | None,
    talk: Measure | None = None,
    at: datetime,
) -> Measure:
    """The promise as a row, inside the verb of whoever noted it. Raises NotPossible, Unfit."""
    said = _said("text", text)
    if by_on is None or not timedelta(0) <= by_on - local_day(at) <= LONGEST_PROMISE:
        raise Unfit("by_on", _("Please give a day from today on, within half a year."))
    made = opened(move, "promise", "promise", rows, body=body, text=said, by_on=by_on, talk=talk, at=at)
    for row in rows:
        step(row, "promise", at=at)
        if row.stage == "following":
            begin_cure(row, at=at, until=by_on)
    return made


def hand(findings: Sequence[Finding], *, addressee: str, text: str, by: Actor, at: datetime) -> Measure:
    """A letter to the authority that is in charge; the finding is with it from now on. Raises as `advise`."""
    whom, said = storable_name(addressee), _said("text", text)
    if not whom:
        raise Unfit("addressee", _("Please say to which authority."))
    city = require_own(by, findings)
    with moving(findings[0].project, "follow up", noted="handed to the authority", by=by, at=at) as move:
        rows = fresh(findings)
        made = opened(move, "handing", "hand", rows, body=city, text=said, addressee=whom, at=at)
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


def opened(
    move: Move,
    kind: str,
    verb: str,
    findings: Sequence[Finding],
    *,
    body: Organisation,
    at: datetime,
    **facts: object,
) -> Measure:
    """A new measure with its findings, businesses and cities, and the event's facts about it."""
    made = Measure(
        project=move.project,
        kind=kind,
        stage=MEASURES[kind].after(verb, NEW),
        body=body,
        issued_at=at,
        moved_at=at,
        **facts,
    )
    made.save(force_insert=True)
    made.findings.set(findings)
    made.joined.set({finding.city for finding in findings} - {body})
    businesses = dict.fromkeys(finding.business for finding in findings)
    MeasureParty.objects.bulk_create(MeasureParty(measure=made, business=one) for one in businesses)
    move.facts |= {
        "measure": str(made.pk),
        "kind": kind,
        "findings": [str(finding.pk) for finding in findings],
    }
    return made


def taken(move: Move, measure: Measure, verb: str, *, seen: int | None, by: Actor, at: datetime) -> Measure:
    """The measure, led on by this verb; the caller changes and saves it. Raises Moved, NotAllowed, NotPossible."""
    row = Measure.objects.select_related("project", "body").get(pk=measure.pk)
    if row.body_id != own_city(by, move.project).pk:
        raise NotAllowed(_("Only the city that began this can do that."))
    if seen is not None and row.version != seen:
        raise Moved(row)
    before = row.stage
    row.stage = MEASURES[row.kind].after(verb, before)
    row.version += 1
    row.moved_at = at
    move.facts |= {"measure": str(row.pk), "kind": row.kind, "was": before, "is": row.stage}
    return row


def follow(findings: Iterable[Finding], *, at: datetime) -> None:
    """Something has followed from them; one that was not cured gets its time anew."""
    for row in findings:
        was = row.stage
        step(row, "follow", at=at)
        if was == "uncured":
            begin_cure(row, at=at)


def _require_one_business(findings: Sequence[Finding]) -> None:
    if len({finding.business_id for finding in findings}) > 1:
        raise Unfit("findings", _("These were found at more than one business. Please choose those of one."))


def _said(field: str, text: str) -> str:
    said = storable(text).strip()
    if not said:
        raise Unfit(field, _("Please write something here."))
    return said
