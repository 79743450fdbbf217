"""What follows from findings: written advice, talks (约谈), promises, letters to the authority."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.lives import NEW, Moved, NotAllowed, Unfit
from huaihai.desk.verbs import page
from huaihai.kit.clock import ZONE, local_day
from huaihai.kit.ids import new_id
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.models import Finding, Measure, MeasureParty
from huaihai.supervision.moving import Move, moving
from huaihai.supervision.sweeping.forms import AuthorityForm, Minute, MinutesForm, MoveForm, ServeForm
from huaihai.supervision.sweeping.life import LIVING, MEASURES
from huaihai.supervision.sweeping.tracking import begin_cure, fresh, own_city, require_own, step


def opened(
    move: Move,
    kind: str,
    verb: str,
    findings: Sequence[Finding],
    *,
    body: Organisation,
    key: UUID | None,
    at: datetime,
    **facts: object,
) -> Measure:
    """A new measure with its findings, businesses and cities, and the event's facts about it."""
    made = Measure(
        id=key or new_id(),
        project=move.row,
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
    if row.body_id != own_city(by, move.row).pk:
        raise NotAllowed(_("Only the city that began this can do that."))
    if seen is not None and row.version != seen:
        raise Moved(row)
    before = row.stage
    row.stage = MEASURES[row.kind].after(verb, before)
    row.version += 1
    row.moved_at = at
    move.facts |= {"measure": str(row.pk), "kind": row.kind, "was": before, "is": row.stage}
    return row


@contextmanager
def leading(
    measure: Measure, verb: str, noted: str, *, seen: int | None, by: Actor, at: datetime
) -> Iterator[Measure]:
    """The measure, led on by this verb and stored with what the block changes. Raises as `taken`."""
    with moving(measure.project, "follow up", noted=noted, by=by, at=at) as move:
        row = taken(move, measure, verb, seen=seen, by=by, at=at)
        yield row
        row.save()


def follow(findings: Iterable[Finding], *, at: datetime) -> None:
    """Something has followed from them; one that was not cured gets its time anew."""
    for row in findings:
        was = row.stage
        step(row, "follow", at=at)
        if was == "uncured":
            begin_cure(row, at=at)


def known_by(key: UUID | None, body: Organisation) -> Measure | None:
    """What this key of a form made already. Raises NotAllowed where another city made it."""
    found = Measure.objects.filter(pk=key).first() if key else None
    if found is not None and found.body_id != body.pk:
        raise NotAllowed(_("This form was sent by somebody else."))
    return found


LONGEST_PROMISE = timedelta(days=180)
SERVED = ("hand", "post", "desk")


def advise(
    findings: Sequence[Finding], *, text: str, key: UUID | None = None, by: Actor, at: datetime
) -> Measure:
    """Written advice (劝谕书) to the one business where these were found; `key` sent again gives what is there.

    Raises NotAllowed, NotPossible, Unfit.
    """
    said = _words_in("text", text)
    city = require_own(by, findings)
    if known := known_by(key, city):
        return known
    with moving(findings[0].project, "follow up", noted="advice issued", by=by, at=at) as move:
        rows = fresh(findings)
        _require_one_business(rows)
        made = opened(move, "advice", "issue", rows, body=city, key=key, text=said, at=at)
        follow(rows, at=at)
    return made


@page(
    "serving",
    "serve",
    gettext_lazy("It was served"),
    gettext_lazy("It is noted."),
    form=ServeForm,
    button=gettext_lazy("Note it"),
)
def serve(measure: Measure, *, way: str, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """It was handed over, sent by registered post, or read at the desk. Raises as `advise`, and Moved."""
    if way not in SERVED:
        raise Unfit("way", _("Please say how it was served."))
    with leading(measure, "serve", "advice served", seen=seen, by=by, at=at) as row:
        row.served_by = way
    return row


@page(
    "withdrawal",
    "withdraw",
    gettext_lazy("Withdraw the advice"),
    gettext_lazy("It is withdrawn."),
    lead=gettext_lazy("The business sees that it was withdrawn. The finding stays as it is."),
    tone="late",
)
def withdraw(measure: Measure, *, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """The advice was wrong. Raises as `serve`."""
    with leading(measure, "withdraw", "advice withdrawn", seen=seen, by=by, at=at) as row:
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
    said = _words_in("text", text)
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
    whom, said = storable_name(addressee), _words_in("text", text)
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


@page(
    "answer",
    "answer",
    gettext_lazy("Note the authority's answer"),
    gettext_lazy("It is noted."),
    form=AuthorityForm,
    button=gettext_lazy("Note it"),
)
def note_answer(measure: Measure, *, text: str, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """What the authority answered. Raises as `serve`."""
    said = _words_in("text", text)
    with leading(measure, "answer", "authority answered", seen=seen, by=by, at=at) as row:
        row.answer = said
    return row


def _require_one_business(findings: Sequence[Finding]) -> None:
    if len({finding.business_id for finding in findings}) > 1:
        raise Unfit("findings", _("These were found at more than one business. Please choose those of one."))


def _words_in(field: str, text: str) -> str:
    said = storable(text).strip()
    if not said:
        raise Unfit(field, _("Please write something here."))
    return said


LATEST_TALK = timedelta(days=180)
MOST_FINDINGS = 200


def invite(
    findings: Sequence[Finding],
    *,
    meets_at: datetime,
    where: str,
    text: str = "",
    key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Measure:
    """Invite the businesses where these were found; at least one lies in the actor's city, the other cities join.

    Raises NotAllowed, NotPossible, Unfit.
    """
    if not 0 < len(findings) <= MOST_FINDINGS:
        raise Unfit("findings", _("Please tick at least one finding, and at most 200."))
    city, place = own_city(by, findings[0].project), _checked(meets_at, where, at=at)
    if known := known_by(key, city):
        return known
    if all(finding.city_id != city.pk for finding in findings):
        raise NotAllowed(_("A talk is led by a city where one of these was found."))
    with moving(findings[0].project, "follow up", noted="talk invited", by=by, at=at) as move:
        rows = fresh(findings)
        made = opened(
            move,
            "talk",
            "invite",
            rows,
            body=city,
            key=key,
            text=storable(text).strip(),
            where=place,
            meets_at=meets_at,
            at=at,
        )
        follow(rows, at=at)
    return made


def _as_invited(_actor: Actor, talk: Measure) -> dict[str, Any]:
    when = talk.meets_at.astimezone(ZONE) if talk.meets_at else None
    return {"initial": {"day": when.date(), "clock": when.time(), "where": talk.where} if when else {}}


@page(
    "time",
    "move",
    gettext_lazy("Another time or place"),
    gettext_lazy("Saved. Please print the invitation anew."),
    form=MoveForm,
    options=_as_invited,
    button=gettext_lazy("Save"),
    tone="plain",
)
def move_talk(
    talk: Measure, *, meets_at: datetime, where: str, seen: int | None = None, by: Actor, at: datetime
) -> Measure:
    """Another time or place, also after nobody came. Raises as `invite`, and Moved."""
    place = _checked(meets_at, where, at=at)
    with leading(talk, "move", "talk moved", seen=seen, by=by, at=at) as row:
        row.meets_at, row.where = meets_at, place
    return row


@page(
    "minutes",
    "hold",
    gettext_lazy("Minutes of the talk"),
    pgettext_lazy("talk", "The minutes are saved."),
    form=MinutesForm,
    options=lambda _actor, talk: {"parties": list(talk.parties.select_related("business"))},
    lead=gettext_lazy("They cannot be changed afterwards. Whoever promised something is held to its day."),
    label=gettext_lazy("Write the minutes"),
    button=gettext_lazy("Save the minutes"),
    template="supervision/sweeping/minutes.html",
)
def hold(
    talk: Measure, minutes: Sequence[Minute], *, seen: int | None = None, by: Actor, at: datetime
) -> Measure:
    """The talk took place: who came, what was said, what each promised by which day. Raises as `move_talk`.

    Where none of them came it is one that nobody came to.
    """
    with moving(talk.project, "follow up", noted="talk held", by=by, at=at) as move:
        came = [minute for minute in minutes if minute.came]
        row = taken(move, talk, "hold" if came else "miss", seen=seen, by=by, at=at)
        row.save()
        parties = {party.business_id: party for party in row.parties.all()}
        if set(parties) != {minute.business_id for minute in minutes}:
            raise Unfit("minutes", _("This page was not complete. Please open it again."))
        for minute in minutes:
            _note(parties[minute.business_id], minute)
        for minute in came:
            if storable(minute.promise).strip():
                _promise(move, row, minute, at=at)
        move.facts |= {"came": len(came), "invited": len(parties)}
    return row


@page(
    "calling-off",
    "call off",
    gettext_lazy("Call the talk off"),
    gettext_lazy("It is called off."),
    lead=gettext_lazy("Please tell those who were invited."),
    button=pgettext_lazy("talk", "Call it off"),
    label=pgettext_lazy("talk", "Call it off"),
    tone="late",
)
def call_off(talk: Measure, *, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """It does not take place. Raises as `move_talk`."""
    with leading(talk, "call off", "talk called off", seen=seen, by=by, at=at) as row:
        return row


def _checked(meets_at: datetime, where: str, *, at: datetime) -> str:
    place = storable_name(where)
    if not place:
        raise Unfit("where", _("Please say where."))
    if not at < meets_at < at + LATEST_TALK:
        raise Unfit("meets_at", _("Please give a time from now on, within half a year."))
    return place


def _note(party: MeasureParty, minute: Minute) -> None:
    if minute.came and not storable(minute.said).strip():
        raise Unfit(f"said_{party.business_id}", _("Please write what was said."))
    party.came = minute.came
    party.who, party.said = storable_name(minute.who), storable(minute.said).strip()
    party.save()


def _promise(move: Move, talk: Measure, minute: Minute, *, at: datetime) -> None:
    """A promise made at the talk covers all of its findings at this business that are not cured yet."""
    rows = fresh(talk.findings.filter(business=minute.business_id, stage__in=LIVING))
    if not rows:
        return
    facts = dict(move.facts)
    try:
        promised(move, rows, body=talk.body, text=minute.promise, by_on=minute.by_on, talk=talk, at=at)
    except Unfit as error:
        raise Unfit(f"{error.field}_{minute.business_id}", error.message) from error
    move.facts.clear()  # the event is about the talk; its promises stand beside it
    move.facts |= facts
