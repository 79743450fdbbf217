"""What the business answers beside an offer: that it looks into it, that it refuses, that it is not the one meant.

The first answer of any kind ends the clocks of the first reply and of silence. A mere reply moves no other clock: the
time to settle goes on, so that nobody gains more than that time by promising to look into it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.cases import messages
from huaihai.cases.models import Answer, Case, Offer
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Unfit
from huaihai.desk.moving import Move
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.law import replies
from huaihai.members.actors import Actor
from huaihai.record import clocks

ENDED_BY_AN_ANSWER = ("first_reply", "silence")
MOST_REPLIES = 3  # after that the business offers something or says no


def reply(
    case: Case,
    *,
    until_on: date,
    needs: Sequence[str] = (),
    text: str = "",
    note_to_body: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Answer:
    """The business has it, looks into it until a day, and may need something from the consumer (`law.replies.NEEDS`).

    Raises Unfit: a day that is past or after the time to settle, an unknown need, one that says nothing without
    words, or the fourth reply of its kind.
    """
    today = local_day(at)
    _check_needs(needs, text, today)
    with moving(case, "reply", by=by, at=at, seen=seen, text=text) as move:
        _check_day(move.row, until_on, today)
        if Answer.objects.of(move.row).filter(kind=Answer.Kind.REPLY).count() >= MOST_REPLIES:
            raise Unfit(
                "until_on",
                _("You have asked for time %(n)s times. Please make an offer now, or say no.")
                % {"n": MOST_REPLIES},
            )
        said = replies.NEED if needs else replies.LOOKING
        made = Answer(
            kind=Answer.Kind.REPLY, reason=said.code, needs=list(needs), until_on=until_on, text=text
        )
        _write(move, made, note_to_body, by)
        move.facts |= {"needs": list(needs), "until_on": until_on.isoformat()}
        answered(move)
        messages.tell_consumer(move.row, f"replied:{made.pk}", at=at)
        return made


def supply(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer gives what the business asked for, in words; files are evidence. Raises Unfit."""
    if not text.strip():
        raise Unfit("text", _("Please write what the business asked for."))
    with moving(case, "supply", by=by, at=at, seen=seen, text=text) as move:
        if not is_asked(move.row):
            raise Unfit("text", _("The business has asked for nothing."))
        move.facts = {"on_word": by.kind == "officer"}
        messages.tell_business(move.row, "supplied", at=at)


def refuse(
    case: Case,
    *,
    reason: str = replies.OTHER.code,
    text: str = "",
    note_to_body: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Answer:
    """The business refuses for a reason of `law.replies.REASONS`, with words to the consumer and, apart, a note that
    only the body reads; the body decides what follows. Raises Unfit; "not us" is `deny`.
    """
    _check_reason(reason, text, local_day(at))
    with moving(case, "refuse", by=by, at=at, seen=seen, text=text) as move:
        lapse_open_offers(move.row)
        made = Answer(kind=Answer.Kind.REFUSAL, reason=reason, text=text)
        _write(move, made, note_to_body, by)
        messages.tell_consumer(move.row, "refused", at=at)
        return made


def deny(
    case: Case, *, text: str, note_to_body: str = "", by: Actor, at: datetime, seen: int | None = None
) -> Answer:
    """The business says that it is not the one meant: no mark on it; the body and the consumer find the right one."""
    if not text.strip():
        raise Unfit("text", _("Please say why it is not your business."))
    with moving(case, "deny", by=by, at=at, seen=seen, text=text) as move:
        lapse_open_offers(move.row)
        made = Answer(kind=Answer.Kind.DENIAL, reason=replies.NOT_US.code, text=text)
        _write(move, made, note_to_body, by)
        move.row.denied_at = at
        messages.tell_consumer(move.row, "denied", at=at)
        return made


def fall_silent(move: Move[Case], by: Actor) -> Answer:
    """Within the move that time brings about: nothing was answered, and that counts as a refusal."""
    made = Answer(kind=Answer.Kind.SILENCE)
    _write(move, made, "", by)
    messages.tell_consumer(move.row, "silent", at=move.at)
    messages.tell_business(move.row, "silent", at=move.at)
    return made


def answered(move: Move[Case]) -> None:
    """The first answer ends the clocks of the first reply and of silence."""
    running = clocks.running(move.row.record_key)
    ending = [running[name] for name in ENDED_BY_AN_ANSWER if name in running]
    clocks.end(ending, at=move.at, by=move.verb)


def is_asked(case: Case) -> bool:
    """Whether the business that is meant now asked the consumer for something."""
    return Answer.objects.of(case).filter(reason=replies.NEED.code).exists()


def lapse_open_offers(case: Case) -> None:
    """What was proposed and not answered stands no more."""
    case.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.LAPSED)


def _write(move: Move[Case], made: Answer, note_to_body: str, by: Actor) -> None:
    """Write the answer and what the record keeps of it: never the note."""
    made.case, made.business_id = move.row, move.row.business_id
    made.note_to_body, made.on_word = note_to_body, by.kind == "officer"
    made.made_by, made.made_at = by.key, move.at
    made.save(force_insert=True)
    move.facts |= {"answer": str(made.pk), "reason": made.reason, "on_word": made.on_word}


def _check_needs(needs: Sequence[str], text: str, today: date) -> None:
    offered = {need.code: need for need in replies.needs(today)}
    if any(code not in offered for code in needs):
        raise Unfit("needs", _("Please choose what you need."))
    if any(offered[code].needs_words for code in needs) and not text.strip():
        raise Unfit("text", _("Please write what else you need."))


def _check_day(case: Case, until_on: date, today: date) -> None:
    if until_on < today:
        raise Unfit("until_on", _("This day is past. Please give a day to come."))
    clock = clocks.running(case.record_key).get("negotiate")
    if clock is not None and until_on > max(clock.due_on, today):
        raise Unfit(
            "until_on",
            _("The time to settle ends on %(day)s. Please give a day up to then.")
            % {"day": spoken.day(clock.due_on, today=today)},
        )


def _check_reason(reason: str, text: str, today: date) -> None:
    found = {one.code: one for one in replies.reasons(today)}.get(reason)
    if found is None:
        raise Unfit("reason", _("Please choose a reason."))
    if found == replies.NOT_US:
        raise Unfit(
            "reason", _("If it was not you, please say “This is not our business”: it leaves no mark.")
        )
    if found.needs_words and not text.strip():
        raise Unfit("text", _("Please give the reasons; the consumer reads them."))
