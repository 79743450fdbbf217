"""A public notice begins by rule; its clocks, and those of objections: their last days are read from here alone."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.brands import messages
from huaihai.brands.models import AssessmentRound, CriteriaVersion, Notice, NoticeObjection, Snapshot
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.law.limits import DECIDE_ENTRY_OBJECTION, ENTRY_NOTICE, Limit, Unit
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks
from huaihai.record.models import Clock

NOTICE, DECIDE = "notice", "decide"  # names of the clocks
OBJECTION_KEY = "brand-objection:"
PROGRAM = Actor.system("noticing")


def start_notice(notice: Notice, criteria: CriteriaVersion, *, at: datetime) -> date:
    """The notice begins; its last day."""
    with translation.override(settings.LANGUAGE_CODE):
        source = _("criteria of the three hearts, version %(number)s") % {"number": criteria.number}
    limit = ENTRY_NOTICE.as_adopted(
        notice.working_days, Unit.WORKING_DAYS, source=source, since=criteria.from_on or local_day(at)
    )
    return _start(notice.record_key, NOTICE, limit, at)


def start_objection(objection: NoticeObjection, *, at: datetime) -> date:
    """The time to decide begins; its last day."""
    limit = limit_for(directory.root(), DECIDE_ENTRY_OBJECTION, local_day(at))
    return _start(objection.record_key, DECIDE, limit, at)


def end(row: Notice | NoticeObjection, *, by: str, at: datetime) -> None:
    """It is not waited for any more."""
    clocks.end(clocks.running(row.record_key).values(), at=at, by=by)


def last_days(rows: Iterable[Any]) -> dict[str, Clock]:
    """The clock of each of these, by record key. One query."""
    found = Clock.objects.filter(subject__in=[row.record_key for row in rows], name__in=[NOTICE, DECIDE])
    return {one.subject: one for one in found.order_by("started_at", "pk")}


def last_day(row: Notice | NoticeObjection) -> date:
    """Its last day (included)."""
    return last_days([row])[row.record_key].due_on


def is_open(notice: Notice, on: date) -> bool:
    """Whether objections are still in time on this day."""
    return notice.ended_at is None and on <= last_day(notice)


def _start(subject: str, name: str, limit: Limit, at: datetime) -> date:
    owner = directory.root().record_key
    return clocks.start(subject=subject, owner=owner, at=at, starts=[clocks.Start(name, limit)])[0].due_on


def give(held: AssessmentRound, snapshot: Snapshot, *, at: datetime) -> Notice:
    """The entry stands in public for the working days that the criteria say. In the caller's transaction."""
    criteria = snapshot.criteria or held.criteria
    verb, noted = ("note", "renewal notice") if held.renews else ("give notice", "")
    with moving(held.entry, verb, who=Who.RULE, noted=noted, by=PROGRAM, at=at) as move:
        days = criteria.content.get("admission", {}).get("notice_working_days", ENTRY_NOTICE.number)
        notice = Notice(
            entry=move.row,
            round=held,
            snapshot=snapshot,
            from_on=local_day(at),
            working_days=int(days),
            at=at,
        )
        move.rows.append(notice)
        until = start_notice(notice, criteria, at=at)
        held.outcome = AssessmentRound.Outcome.NOTICE
        held.save(update_fields=["outcome"])
        move.facts |= {
            "notice": str(notice.pk),
            "snapshot": snapshot.sha256,
            "criteria": criteria.number,
            "from": notice.from_on.isoformat(),
            "until": until.isoformat(),
        }
    messages.business(
        held.entry, "notice", key=str(notice.pk), at=at, facts={"until": spoken.full_day(until)}
    )
    return notice
