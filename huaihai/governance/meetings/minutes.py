"""Minutes (纪要): what they say before anybody has typed a word; corrected and approved, which seals the files.

What minutes say before anybody has typed a word: who was there, how it was voted, what follows.
Written in the language that is active; people correct it. No delegate is named: the minutes become public with the
resolutions they report.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotPossible, Unfit
from huaihai.governance import effects, rules, signed
from huaihai.governance.models import (
    AgendaItem,
    Choice,
    Count,
    Duty,
    Meeting,
    Minutes,
    Motion,
    Resolution,
    Vote,
)
from huaihai.governance.resolutions import verbs
from huaihai.governance.secretariat import office_only
from huaihai.kit import spoken
from huaihai.kit.canonical import digest
from huaihai.kit.clock import ZONE, local_day
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import clocks, events

type Writer = Callable[[], str]
SAID = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)


def of_meeting(meeting: Meeting) -> str:
    """The whole text for a meeting that has ended or was adjourned."""
    lines = [
        _("Minutes of %(title)s (%(number)s)") % {"title": meeting.title, "number": meeting.number},
        "",
        _("Time: %(when)s. Place: %(place)s.") % {"when": _when(meeting), "place": meeting.place},
        _("Convened by %(body)s.") % {"body": meeting.convened_by.name},
        *_who_came(meeting),
        "",
        _("Agenda"),
    ]
    for place, item in enumerate(_agenda(meeting), start=1):
        lines += [f"{place}. {item.title}", *_item(item, meeting)]
    if meeting.stage == "adjourned":
        lines += ["", _("The meeting was adjourned: %(reason)s") % {"reason": meeting.adjourned_reason}]
    return "\n".join([*lines, *_duties(meeting.duties.select_related("owner"))])


def of_vote(motion: Motion) -> str:
    """The whole text for a vote in writing, its last round."""
    lines = [
        _("Minutes of the written vote on motion %(number)s: %(title)s")
        % {"number": motion.number, "title": motion.title},
        "",
        _("Moved by %(body)s.") % {"body": motion.proposed_by.name},
        _("The vote was open from %(start)s to %(end)s.")
        % {"start": _moment(motion.voting_opened_at), "end": _moment(motion.voting_closed_at)},
        *_result(motion),
    ]
    resolution = getattr(motion, "resolution", None)
    duties = resolution.duties.select_related("owner") if resolution else Duty.objects.none()
    return "\n".join([*lines, *_duties(duties)])


def _agenda(meeting: Meeting) -> Iterable[AgendaItem]:
    votes = Vote.objects.filter(withdrawn_at__isnull=True).select_related("organisation")
    return meeting.agenda.select_related("motion__proposed_by", "motion__resolution").prefetch_related(
        Prefetch("motion__votes", votes), "motion__counts"
    )


def _item(item: AgendaItem, meeting: Meeting) -> list[str]:
    lines = [item.text] if item.text else []
    motion = item.motion
    if motion is None:
        return lines
    lines.append(
        _("Motion %(number)s, moved by %(body)s: %(title)s")
        % {"number": motion.number, "body": motion.proposed_by.name, "title": motion.title}
    )
    if motion.meeting_id != meeting.pk:
        return [*lines, _("It was not voted on in this meeting.")]
    return [*lines, *_result(motion)]


def _result(motion: Motion) -> list[str]:
    count = _last(motion.counts.all(), motion.round)
    if count is None:
        return [_("It was not voted on.")]
    votes = [vote for vote in motion.votes.all() if vote.round == motion.round and vote.withdrawn_at is None]
    lines = [
        _("%(present)s of %(members)s members counted, %(needed)s were needed.")
        % {"present": len(count.present), "members": len(count.members), "needed": count.quorum_needed},
        *(line for choice in SAID if (line := _who_said(votes, choice, count))),
        *(_reason(vote) for vote in votes if vote.reason),
    ]
    if not count.has_quorum:
        return [*lines, _("Result: no quorum, nothing is decided.")]
    if not count.is_carried:
        return [
            *lines,
            _("Result: not carried; %(needed)s votes for it were needed.")
            % {"needed": count.majority_needed},
        ]
    return [*lines, *_carried(motion)]


def _carried(motion: Motion) -> list[str]:
    resolution = getattr(motion, "resolution", None)
    if resolution is None:
        return [_("Result: carried.")]
    return [
        _("Result: carried. Resolution %(number)s, in force from %(day)s.")
        % {"number": resolution.number, "day": spoken.full_day(resolution.in_force_from)},
        *_changes(resolution.effects),
    ]


def _changes(held: Iterable[effects.Held]) -> list[str]:
    """What changes, and what could not be carried out any more."""
    lines = []
    for one, words in zip(held, effects.in_words(held), strict=True):
        lines.append(words)
        if one.get("problem"):
            lines.append(_("This could not be carried out: %(problem)s") % {"problem": one["problem"]})
    return lines


def _who_said(votes: Sequence[Vote], choice: Choice, count: Count) -> str:
    said = [vote.organisation.short_name for vote in votes if vote.choice == choice and _counts(vote, count)]
    if not said:
        return ""
    return _("%(choice)s: %(number)s (%(bodies)s)") % {
        "choice": choice.label,
        "number": len(said),
        "bodies": "、".join(said),
    }


def _reason(vote: Vote) -> str:
    return _("%(body)s gave as reason: %(reason)s") % {
        "body": vote.organisation.short_name,
        "reason": vote.reason,
    }


def _counts(vote: Vote, count: Count) -> bool:
    return vote.organisation.key in count.present


def _last(counts: Iterable[Count], number: int) -> Count | None:
    return next((count for count in counts if count.round == number), None)


def _who_came(meeting: Meeting) -> list[str]:
    came = list(
        Organisation.objects.filter(pk__in=meeting.attendance.values("organisation")).order_by("position")
    )
    return [
        _("Present (%(number)s): %(bodies)s")
        % {"number": len(came), "bodies": "、".join(body.short_name for body in came) or _("nobody")}
    ]


def _duties(duties: Iterable[Duty]) -> list[str]:
    rows = list(duties)
    if not rows:
        return []
    lines = [
        _("%(owner)s, by %(day)s: %(what)s")
        % {"owner": duty.owner.short_name, "day": spoken.full_day(duty.due_on), "what": duty.text}
        for duty in rows
    ]
    return ["", _("To be done"), *lines]


def _when(meeting: Meeting) -> str:
    return _moment(meeting.opened_at or meeting.begins_at)


def _moment(when: datetime | None) -> str:
    if when is None:
        return ""
    local = when.astimezone(ZONE)
    return f"{spoken.full_day(local.date())} {local:%H:%M}"


CLOCK = "minutes"


def begin_for_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Minutes:
    """A draft with everything that is known: who was there, what was voted on, what follows."""
    with transaction.atomic():
        return _begin(Minutes(meeting=meeting, text=_filled(lambda: of_meeting(meeting))), by, at)


def begin_for_vote(motion: Motion, *, by: Actor, at: datetime) -> Minutes:
    """The same for the round of a vote in writing that was just counted."""
    with transaction.atomic():
        text = _filled(lambda: of_vote(motion))
        return _begin(Minutes(motion=motion, round=motion.round, text=text), by, at)


def fill_in_again(minutes: Minutes, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The draft as it would open now; what was typed goes. Raises NotAllowed, NotPossible, Moved."""
    meeting, motion = minutes.meeting, minutes.motion
    if motion is not None and motion.round != minutes.round:
        raise NotPossible(
            _("The motion has been put to the vote again since. Please correct the words by hand.")
        )
    text = _filled(lambda: of_meeting(meeting) if meeting else of_vote(motion) if motion else "")
    write(minutes, text=text, seen=seen, by=by, at=at)


def write(minutes: Minutes, *, text: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Other words in the draft. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    with transaction.atomic():
        _rewrite(_draft(minutes, seen), text, by=by, at=at)
    minutes.refresh_from_db()


def approve(minutes: Minutes, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The minutes are fixed, and each resolution they report gets its one verifiable file.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    office_only(by, at=at)
    with transaction.atomic():
        held = _draft(minutes, seen)
        if not held.text.strip():
            raise Unfit("text", _("The minutes are empty."))
        held.document_hash = digest(signed.of_minutes(held.text))
        held.approved_at, held.approved_by = at, by.key
        held.version += 1
        held.save()
        clocks.end(clocks.running(held.record_key).values(), at=at, by="approve")
        _event(held, "approve", by, at, document=held.document_hash)
        for resolution in resolutions_of(held):
            verbs.seal(resolution, held, by=by, at=at)
    minutes.refresh_from_db()


def resolutions_of(minutes: Minutes) -> list[Resolution]:
    """The resolutions that these minutes report."""
    rows = Resolution.objects.select_related("motion", "count")
    if minutes.meeting is not None:
        return list(rows.filter(motion__meeting=minutes.meeting).order_by("year", "serial"))
    return list(rows.filter(motion=minutes.motion, count__round=minutes.round or 0, motion__meeting=None))


def _begin(minutes: Minutes, by: Actor, at: datetime) -> Minutes:
    minutes.drafted_at = at
    minutes.save(force_insert=True)
    days = rules.number(rules.MINUTES_DAYS, on=local_day(at))
    limit = Limit(CLOCK, days, Unit.DAYS, rules.MINUTES_DAYS.name, "纪要", "minutes", Sureness.UNCONFIRMED)
    due_on = local_day(at) + timedelta(days=days)
    clocks.start(
        subject=minutes.record_key,
        owner=directory.root().record_key,
        at=at,
        starts=[clocks.Start(CLOCK, limit, due_on=due_on)],
    )
    _event(minutes, "draft", by, at)
    return minutes


def _rewrite(minutes: Minutes, text: str, *, by: Actor, at: datetime) -> None:
    if minutes.approved_at is not None:
        raise NotPossible(_("These minutes are approved and cannot be changed any more."))
    minutes.text = text
    minutes.version += 1
    minutes.save(update_fields=["text", "version"])
    _event(minutes, "write", by, at)


def _draft(minutes: Minutes, seen: int | None) -> Minutes:
    held = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if held.approved_at is not None:
        raise NotPossible(_("These minutes are approved and cannot be changed any more."))
    if seen is not None and seen != held.version:
        raise Moved(held)
    return held


def _event(minutes: Minutes, verb: str, by: Actor, at: datetime, **facts: str) -> None:
    of = (
        minutes.meeting.record_key if minutes.meeting else minutes.motion.record_key if minutes.motion else ""
    )
    events.write(
        subject=minutes.record_key, verb=f"{verb} minutes", by=by.key, at=at, facts={"of": of, **facts}
    )


def _filled(write: Writer) -> str:
    """Minutes are a document of the alliance: in its own language, whoever opens them."""
    with translation.override(settings.LANGUAGE_CODE):
        return write()
