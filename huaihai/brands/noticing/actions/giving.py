"""The public notice begins, by rule: the points are enough."""

from datetime import datetime

from huaihai.brands import telling
from huaihai.brands.actions.moving import moving
from huaihai.brands.models import AssessmentRound, Notice, Snapshot
from huaihai.brands.noticing import clocks
from huaihai.brands.powers import Who
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.law.limits import ENTRY_NOTICE
from huaihai.members.actors import Actor

PROGRAM = Actor.system("noticing")


def give(held: AssessmentRound, snapshot: Snapshot, *, at: datetime) -> Notice:
    """The entry stands in public for the working days that the criteria say. In the caller's transaction."""
    criteria = snapshot.criteria or held.criteria
    verb, noted = ("note", "renewal notice") if held.renews else ("give notice", "")
    with moving(held.entry, verb, who=Who.RULE, noted=noted, by=PROGRAM, at=at) as move:
        days = criteria.content.get("admission", {}).get("notice_working_days", ENTRY_NOTICE.number)
        notice = Notice(
            entry=move.entry,
            round=held,
            snapshot=snapshot,
            from_on=local_day(at),
            working_days=int(days),
            at=at,
        )
        move.rows.append(notice)
        until = clocks.start_notice(notice, criteria, at=at)
        held.outcome = AssessmentRound.Outcome.NOTICE
        held.save(update_fields=["outcome"])
        move.facts |= {
            "notice": str(notice.pk),
            "snapshot": snapshot.sha256,
            "criteria": criteria.number,
            "from": notice.from_on.isoformat(),
            "until": until.isoformat(),
        }
    telling.business(held.entry, "notice", key=str(notice.pk), at=at, facts={"until": spoken.full_day(until)})
    return notice
