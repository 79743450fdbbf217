"""Votes by body, in a meeting or in writing: opened, cast, taken back, counted, at their hour by themselves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.lives import DeskError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import lock, moving
from huaihai.desk.verbs import page
from huaihai.governance import effects, forms, membership, rules, signed, standing
from huaihai.governance.lives import MOTION, OPEN_MOTIONS
from huaihai.governance.meetings import minutes
from huaihai.governance.meetings import verbs as meetings_verbs
from huaihai.governance.models import Choice, Count, Meeting, Motion, Vote
from huaihai.governance.motions import counting
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.resolutions import verbs as resolutions_verbs
from huaihai.governance.secretariat import is_office_today, lock_alliance, office_only
from huaihai.kit import clock
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


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
    attending = None if motion.meeting is None else meetings_verbs.present(motion.meeting, moment)
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


def open_in_meeting(
    motion: Motion, *, meeting: Meeting, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """The vote begins in a meeting that has its quorum. Raises NotAllowed, NotPossible, Moved, Unfit."""
    office_only(by, at=at)
    with transaction.atomic():
        held = lock(meeting)
        if held.stage != "open":
            raise NotPossible(_("The meeting is not in session."))
        if not held.agenda.filter(motion_id__in=[motion.pk, motion.amends_id]).exists():
            raise NotPossible(_("This motion is not on the agenda of the meeting."))
        _require_quorum(held, at)
        _open(motion, Motion.Mode.MEETING, meeting=held, closes_at=None, seen=seen, by=by, at=at)


def _earliest_close(_by: Actor, _motion: Motion) -> dict[str, Any]:
    days = int(rules.in_force(rules.WRITTEN_VOTE_DAYS, on=clock.today()).value)
    return {"initial": {"closes_on": clock.today() + timedelta(days=days)}}


def _for_written_vote(_by: Actor, motion: Motion) -> dict[str, Any]:
    rule = rules.in_force(rules.WRITTEN_VOTE_DAYS, on=clock.today())
    return {"rule": rule, "effects": effects.in_words(motion.effects)}


@page(
    "written-vote",
    "open vote",
    _lazy("Put it to a written vote"),
    _lazy("The written vote is open."),
    form=forms.WrittenVoteForm,
    options=_earliest_close,
    lead=_lazy("Every member finds it on its list at once. The text is fixed while the vote is open."),
    button=_lazy("Open the vote"),
    template="governance/office/decisions/written_vote.html",
    context=_for_written_vote,
    may=is_office_today,
    tone="seal",
)
def open_in_writing(
    motion: Motion, *, closes_at: datetime, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """The vote begins between meetings, until a moment. Raises NotAllowed, NotPossible, Moved, Unfit."""
    office_only(by, at=at)
    days = rules.number(rules.WRITTEN_VOTE_DAYS, on=local_day(at))
    if local_day(closes_at) < local_day(at) + timedelta(days=days):
        raise Unfit(
            "closes_on",
            _("A written vote stays open for at least %(days)s days. Please choose a later day.")
            % {"days": days},
        )
    _open(motion, Motion.Mode.WRITTEN, meeting=None, closes_at=closes_at, seen=seen, by=by, at=at)


def cast_vote(
    motion: Motion,
    body: Organisation,
    *,
    choice: Choice,
    reason: str = "",
    text_seen: str,
    by: Actor,
    at: datetime,
) -> Vote:
    """The body's vote on the text with the fingerprint `text_seen`; one counts.

    Raises NotAllowed, NotPossible (not open, too late, not there, has voted), Moved (another text).
    """
    _may_vote(by, body, at=at)
    with _in_its_meeting(motion), moving(motion, "vote", MOTION, by=by, at=at) as move:
        move.stays = True
        row = move.row
        if text_seen != row.document_hash:
            raise Moved(row)
        _not_too_late(row, at)
        if row.meeting is not None and body.key not in meetings_verbs.present(row.meeting, at):
            raise NotPossible(_("Your body is not noted as present in the meeting."))
        earlier = standing_vote(row, body)
        if earlier is not None:
            raise NotPossible(
                _("Your body has voted already: %(choice)s.") % {"choice": earlier.get_choice_display()}
            )
        vote = Vote.objects.create(
            motion=row,
            round=row.round,
            organisation=body,
            choice=choice,
            reason=reason,
            document_hash=row.document_hash,
            cast_by=by.key,
            cast_at=at,
        )
        move.facts |= {"body": body.key, "choice": str(choice), "reason": reason, "text": row.document_hash}
    return vote


def withdraw(motion: Motion, body: Organisation, *, by: Actor, at: datetime) -> None:
    """The body takes its vote back, while the vote is open; it may vote again.

    Raises NotAllowed, NotPossible.
    """
    _may_vote(by, body, at=at)
    with moving(motion, "withdraw vote", MOTION, by=by, at=at) as move:
        move.stays = True
        _not_too_late(move.row, at)
        vote = standing_vote(move.row, body)
        if vote is None:
            raise NotPossible(_("There is no vote of your body to take back."))
        vote.withdrawn_at = at
        vote.save(update_fields=["withdrawn_at"])
        move.facts |= {"body": body.key, "choice": vote.choice}


@page(
    "breaking-off",
    "stop vote",
    _lazy("Break the vote off"),
    _lazy("The vote is broken off. The motion is tabled as before."),
    form=forms.ReasonForm,
    lead=_lazy(
        "For a slip in the text and the like. Votes given so far do not count; a new vote can be opened."
    ),
    may=is_office_today,
    tone="late",
)
def stop(motion: Motion, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The office breaks the vote off, because the text has a slip or the like; its votes count no more.

    Raises NotAllowed, NotPossible, Moved.
    """
    office_only(by, at=at)
    with moving(motion, "stop vote", MOTION, by=by, at=at, seen=seen) as move:
        move.row.voting_closed_at, move.row.meeting = at, None
        move.facts["reason"] = reason


def close(motion: Motion, *, seen: int | None = None, by: Actor, at: datetime) -> Count:
    """The vote ends and is counted; what is carried becomes a resolution, or rewords its motion.

    A written vote ends at its hour, or when all members have voted. It is counted as of its hour, however late
    this is called. Raises NotAllowed, NotPossible, Moved.
    """
    office_only(by, at=at)
    with transaction.atomic():
        lock_alliance()  # a resolution needs its number, a term its place: see `moving.lock`
        _lock_what_stands_above(motion)
        held = lock(motion)
        moment = closing_moment(held, at)
        result = counted(held, moment)
        verb = "fall short" if not result.has_quorum else "carry" if result.is_carried else "reject"
        with moving(motion, verb, MOTION, by=by, at=at, seen=seen) as move:
            move.row.voting_closed_at = moment
            count = write_down(move.row, result, moment)
            move.facts |= as_facts(count)
        if count.is_carried:
            _carried(motion, count, by=by, at=at)
        if motion.mode == Motion.Mode.WRITTEN and not motion.is_amendment:
            minutes.begin_for_vote(motion, by=by, at=at)
    return count


def standing_vote(motion: Motion, body: Organisation) -> Vote | None:
    """The body's vote that counts in this round."""
    return motion.votes.filter(round=motion.round, organisation=body, withdrawn_at__isnull=True).first()


def _open(
    motion: Motion,
    mode: Motion.Mode,
    *,
    meeting: Meeting | None,
    closes_at: datetime | None,
    seen: int | None,
    by: Actor,
    at: datetime,
) -> None:
    day = local_day(at)
    with moving(motion, "open vote", MOTION, by=by, at=at, seen=seen) as move:
        row = move.row
        if row.amendments.filter(stage__in=OPEN_MOTIONS).exists():
            raise NotPossible(_("Its amendments come first: please let them be decided or taken over."))
        effects.check_all(row.effects, row.in_force_from or day)
        row.terms = _terms(row, at).as_json()
        row.document_hash = digest(signed.of_motion(row))
        row.mode, row.meeting, row.round = mode, meeting, row.round + 1
        row.voting_opened_at, row.voting_closes_at, row.voting_closed_at = at, closes_at, None
        move.facts |= {"mode": str(mode), "round": row.round, "text": row.document_hash, "terms": row.terms}
        if closes_at is not None:
            move.facts["closes"] = closes_at.isoformat()


def _carried(motion: Motion, count: Count, *, by: Actor, at: datetime) -> None:
    if motion.amends is None:
        resolutions_verbs.adopt(motion, count, by=by, at=at)
    else:
        motions_verbs.reword(motion.amends, motion, by=by, at=at)


def _terms(motion: Motion, at: datetime) -> counting.Terms:
    day = local_day(at)
    weighs = motion.weight == Motion.Weight.WEIGHTY or effects.any_is_weighty(motion.effects)
    majority = rules.WEIGHTY_MAJORITY if weighs else rules.ORDINARY_MAJORITY
    return counting.Terms(
        rules.share(rules.QUORUM, on=day),
        rules.share(majority, on=day),
        counting.WEIGHTY if weighs else counting.ORDINARY,
    )


def _may_vote(by: Actor, body: Organisation, *, at: datetime) -> None:
    if not standing.speaks_for(by, body):
        raise NotAllowed(_("Only who speaks for this body can vote for it."))
    if not membership.is_member(body, on=local_day(at)):
        raise NotAllowed(_("Only members of the alliance vote."))


def _not_too_late(motion: Motion, at: datetime) -> None:
    if motion.voting_closes_at is not None and at > motion.voting_closes_at:
        raise NotPossible(_("The time for this vote is over."))


def _require_quorum(meeting: Meeting, at: datetime) -> None:
    needed, members = meetings_verbs.quorum_needed(at)
    present = len(meetings_verbs.present(meeting, at))
    if present < needed:
        raise NotPossible(
            _("There is no quorum: %(present)s of %(members)s bodies are there, %(needed)s are needed.")
            % {"present": present, "members": members, "needed": needed}
        )


@contextmanager
def _in_its_meeting(motion: Motion) -> Iterator[None]:
    """Who is there does not change while a vote in a meeting is written down."""
    with transaction.atomic():
        if (meeting := Meeting.objects.filter(motions=motion).first()) is not None:
            lock(meeting)
        yield


def _lock_what_stands_above(motion: Motion) -> None:
    if (meeting := Meeting.objects.filter(motions=motion).first()) is not None:
        lock(meeting)
    if motion.amends is not None:
        lock(motion.amends)


Act = Callable[[], None]


def due_acts(at: datetime) -> Iterator[Act]:
    """Written votes that ended before `at`, as acts to be done one by one; each counts as of its own hour."""
    ended = Motion.objects.filter(stage="voting", voting_closes_at__lt=at).order_by("voting_closes_at")
    for pk in ended.values_list("pk", flat=True):
        yield partial(_close, pk, at)


def _close(pk: UUID, at: datetime) -> None:
    try:
        close(Motion.objects.get(pk=pk), by=Actor.system("fall-due"), at=at)
    except DeskError:
        if Motion.objects.get(pk=pk).stage == "voting":
            raise  # a vote that cannot be counted must not be passed over in silence
