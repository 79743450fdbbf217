"""A public notice begins by rule."""

from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.brands import messages
from huaihai.brands.models import AssessmentRound, CriteriaVersion, Notice, Snapshot
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.desk import hearing
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.law.limits import ENTRY_NOTICE, Limit, Unit
from huaihai.members import directory
from huaihai.members.actors import Actor

PROGRAM = Actor.system("noticing")


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
        limit = _limit(notice.working_days, criteria, local_day(at))
        until = hearing.start(notice, "notice", limit, owner=directory.root(), at=at)
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


def _limit(working_days: int, criteria: CriteriaVersion, on: date) -> Limit:
    with translation.override(settings.LANGUAGE_CODE):
        source = _("criteria of the three hearts, version %(number)s") % {"number": criteria.number}
    since = criteria.from_on or on
    return ENTRY_NOTICE.as_adopted(working_days, Unit.WORKING_DAYS, source=source, since=since)
