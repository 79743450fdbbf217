"""Counting a vote at its close: as of which moment, who belongs, who is there, what was said."""

from datetime import datetime
from typing import cast

from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.governance import counting, membership
from huaihai.governance.actions import meetings
from huaihai.governance.lives import MOTION
from huaihai.governance.models import Count, Meeting, Motion
from huaihai.kit.clock import local_day


def closing_moment(motion: Motion, at: datetime) -> datetime:
    """The moment as of which the vote is counted; the motion and its meeting are locked.

    A written vote ends at its hour, however late it is counted, or when all have voted. Otherwise the moment is `at`,
    but never before the last vote, coming or leaving: a request may have read its clock before another one that came
    to its turn first. Raises NotPossible while a written vote still has time.
    """
    closes_at = motion.voting_closes_at
    if closes_at is not None and at > closes_at:
        return closes_at
    if closes_at is not None and motion.stage == "voting" and not set(_belonging(at)) <= set(_votes(motion)):
        raise NotPossible(_("The vote is open until its hour, unless all members have voted."))
    return max(moment for moment in (at, *_last_acts(motion)) if moment is not None)


def counted(motion: Motion, moment: datetime) -> counting.Counted:
    """The result. Raises NotPossible if there is no open vote."""
    if motion.stage != "voting":
        MOTION.after("carry", motion.stage)  # raises, and says why
    attending = None if motion.meeting is None else meetings.present(motion.meeting, moment)
    return counting.count(
        members=_belonging(moment),
        votes=_votes(motion),
        attending=attending,
        terms=counting.Terms.from_json(motion.terms),
    )


def write_down(motion: Motion, result: counting.Counted, moment: datetime) -> Count:
    """The count as it is kept."""
    return Count.objects.create(
        motion=motion,
        round=motion.round,
        counted_at=moment,
        members=list(result.members),
        present=list(result.present),
        votes_for=result.votes_for,
        votes_against=result.votes_against,
        abstentions=result.abstentions,
        quorum_needed=result.quorum_needed,
        majority_needed=result.majority_needed,
        has_quorum=result.has_quorum,
        is_carried=result.is_carried,
    )


def as_facts(count: Count) -> dict[str, object]:
    """The count as the record tells it."""
    return {
        "round": count.round,
        "members": count.members,
        "present": count.present,
        "for": count.votes_for,
        "against": count.votes_against,
        "abstain": count.abstentions,
        "quorum_needed": count.quorum_needed,
        "majority_needed": count.majority_needed,
    }


def _last_acts(motion: Motion) -> list[datetime | None]:
    voted = motion.votes.filter(round=motion.round).aggregate(last=Max("cast_at"))["last"]
    meeting: Meeting | None = motion.meeting
    if meeting is None:
        return [voted]
    moved = meeting.attendance.aggregate(came=Max("came_at"), left=Max("left_at"))
    return [voted, moved["came"], moved["left"]]


def _belonging(moment: datetime) -> list[str]:
    return [body.key for body in membership.members_on(local_day(moment))]


def _votes(motion: Motion) -> dict[str, counting.Said]:
    rows = motion.votes.filter(round=motion.round, withdrawn_at__isnull=True)
    return cast("dict[str, counting.Said]", dict(rows.values_list("organisation__key", "choice")))
