"""Talks (约谈): one business or a whole chain, one city or several together; what was said and promised there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import Move, moving
from huaihai.supervision.models import Finding, Measure, MeasureParty
from huaihai.supervision.sweeping.actions.measures import follow, known_by, opened, taken
from huaihai.supervision.sweeping.actions.measuring import promised
from huaihai.supervision.sweeping.actions.tracking import fresh, own_city
from huaihai.supervision.sweeping.lives import LIVING

LATEST_TALK = timedelta(days=180)
MOST_FINDINGS = 200


@dataclass(frozen=True)
class Minute:
    """What a business did at a talk. `who` is in which capacity somebody came; without a promise `promise` is empty."""

    business_id: UUID
    came: bool
    who: str = ""
    said: str = ""
    promise: str = ""
    by_on: date | None = None


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


def move_talk(
    talk: Measure, *, meets_at: datetime, where: str, seen: int | None = None, by: Actor, at: datetime
) -> Measure:
    """Another time or place, also after nobody came. Raises as `invite`, and Moved."""
    place = _checked(meets_at, where, at=at)
    with moving(talk.project, "follow up", noted="talk moved", by=by, at=at) as move:
        row = taken(move, talk, "move", seen=seen, by=by, at=at)
        row.meets_at, row.where = meets_at, place
        row.save()
    return row


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


def call_off(talk: Measure, *, seen: int | None = None, by: Actor, at: datetime) -> Measure:
    """It does not take place. Raises as `move_talk`."""
    with moving(talk.project, "follow up", noted="talk called off", by=by, at=at) as move:
        row = taken(move, talk, "call off", seen=seen, by=by, at=at)
        row.save()
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
