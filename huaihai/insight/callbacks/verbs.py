"""Calls: the three questions, and what came of dialling. The case's own result is never touched."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.functional import Promise

from huaihai.cases import unmasking
from huaihai.cases.situation import CASEWORK
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.insight.axes import AMOUNTS, LARGEST
from huaihai.insight.models import Call, CallAnswer, CallAttempt
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext_lazy
from huaihai.members.actors import Actor
from huaihai.record import events

type Choices = tuple[tuple[str, Promise | str], ...]

UNSAID: Final = "unsaid"
COMPLETELY, PARTLY, NOT_DONE, FORGOTTEN = "completely", "partly", "no", "forgotten"
NOTHING: Final = "none"

DONE: Choices = (
    (COMPLETELY, pgettext_lazy("call-back", "Yes, all of it")),
    (PARTLY, pgettext_lazy("call-back", "Only a part of it")),
    (NOT_DONE, pgettext_lazy("call-back", "No, nothing of it")),
    (FORGOTTEN, pgettext_lazy("call-back", "Does not remember")),
)
MONEY: Choices = (
    (NOTHING, pgettext_lazy("call-back", "No money")),
    ("0-200", gettext_lazy("Less than 200 {currency}")),
    ("200-1000", gettext_lazy("200 to 1,000 {currency}")),
    ("1000-5000", gettext_lazy("1,000 to 5,000 {currency}")),
    ("5000-20000", gettext_lazy("5,000 to 20,000 {currency}")),
    (LARGEST, gettext_lazy("20,000 {currency} or more")),
    (UNSAID, gettext_lazy("Did not say")),
)
SATISFIED: Choices = (
    ("5", gettext_lazy("5 – very satisfied")),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("1", gettext_lazy("1 – not satisfied at all")),
    (UNSAID, gettext_lazy("Did not say")),
)
BANDS: Final = dict(
    zip([*(key for key, _end in AMOUNTS), LARGEST], [0, *(end for _key, end in AMOUNTS)], strict=True)
)


def solved(done: str) -> bool | None:
    """Whether this answer counts as solved: only all of it does. None: it is no answer."""
    return {COMPLETELY: True, PARTLY: False, NOT_DONE: False}.get(done)


def got_money(money: str) -> bool | None:
    """Whether money came back; None: it is no answer."""
    return None if money in (UNSAID, "") else money != NOTHING


def at_least_fen(money: str) -> int:
    """The lower end of the band, in fen: what was paid back at least."""
    return BANDS.get(money, 0)


MOST_ATTEMPTS = 3
GAP = timedelta(hours=2)  # two tries within it are one: nobody is at home twice as often
LONGEST_NOTE = 300

Outcome, State = CallAttempt.Outcome, Call.State
ENDS = {
    Outcome.ANSWERED: State.ANSWERED,
    Outcome.REFUSED: State.REFUSED,
    Outcome.WRONG: State.WRONG,
    Outcome.GONE: State.GONE,
}


def note_attempt(
    call: Call,
    *,
    outcome: str,
    said: Mapping[str, str] | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Call:
    """Write down one attempt; `said` is what the person answered ({"done", "money", "satisfied", "note"}).

    Raises NotAllowed (another city's), NotPossible (ended; too soon), Unfit, Moved.
    """
    if outcome not in Outcome.values:
        raise Unfit("outcome", _("Please say what came of the call."))
    answer = _checked(said or {}) if outcome == Outcome.ANSWERED else None
    with transaction.atomic():
        held = _locked(call, seen=seen, by=by, at=at)
        _require_open(held)
        if outcome not in ENDS:
            _require_gap(held, at)
        number = held.attempts_made + 1
        CallAttempt.objects.create(call=held, number=number, outcome=outcome, by=by.key, at=at)
        if answer is not None:
            CallAnswer.objects.create(call=held, said=answer, by=by.key, at=at)
        held.attempts_made, held.last_tried_at = number, at
        ended = ENDS.get(Outcome(outcome)) or (State.UNREACHED if number >= MOST_ATTEMPTS else None)
        if ended is not None:
            held.state, held.ended_at = ended, at
        _save(held)
        events.write(
            subject=held.record_key, verb="call_back_tried", by=by.key, at=at, facts={"number": number}
        )
    return held


def undo_attempt(call: Call, *, seen: int | None = None, by: Actor, at: datetime) -> Call:
    """Take back what was written down last, on the same day: it was mistyped. Raises as `note_attempt`."""
    with transaction.atomic():
        held = _locked(call, seen=seen, by=by, at=at)
        last = held.attempts.order_by("number").last()
        if last is None or local_day(last.at) != local_day(at):
            raise NotPossible(_("Only what was written down today can be taken back."))
        CallAnswer.objects.filter(call=held).delete()
        last.delete()
        before = held.attempts.order_by("number").last()
        held.attempts_made, held.last_tried_at = last.number - 1, before.at if before else None
        held.state, held.ended_at = State.OPEN, None
        _save(held)
        events.write(
            subject=held.record_key, verb="call_back_undone", by=by.key, at=at, facts={"number": last.number}
        )
    return held


def show_number(call: Call, *, text: str, by: Actor, at: datetime) -> None:
    """The caller looks at name and number; the case's own record keeps why. Raises NotAllowed, NotPossible, Unfit."""
    with transaction.atomic():
        held = _locked(call, seen=None, by=by, at=at)
        _require_open(held)
        if not text.strip():
            raise Unfit("text", _("Please say why you need to see it."))
        unmasking.unmask(held.case, text=text, by=by, at=at)


def may_call(by: Actor, call: Call) -> bool:
    """Whether this is somebody who works on files in the city of the call."""
    return bool(by.roles & set(CASEWORK)) and Call.objects.visible_to(by).filter(pk=call.pk).exists()


def _locked(call: Call, *, seen: int | None, by: Actor, at: datetime) -> Call:
    if not may_call(by, call):
        raise NotAllowed(_("Another city calls back here."))
    held: Call = Call.objects.select_for_update(of=("self",)).select_related("round", "case").get(pk=call.pk)
    if seen is not None and seen != held.version:
        raise Moved(held)
    if held.round.closed_at is not None or local_day(at) > held.round.due_on:
        raise NotPossible(_("This round of calls has ended."))
    return held


def _require_open(held: Call) -> None:
    if held.state != State.OPEN:
        raise NotPossible(_("There is nothing left to be asked here."))


def _require_gap(held: Call, at: datetime) -> None:
    last = held.attempts.order_by("number").last()
    if last is None or last.outcome == Outcome.LATER or at - last.at >= GAP:
        return
    again = spoken.moment(last.at + GAP, today=local_day(at))
    raise NotPossible(
        _(
            "The last try was less than two hours ago. Please try again at another time of day: %(again)s or later."
        )
        % {"again": again}
    )


def _save(held: Call) -> None:
    held.version += 1
    held.save(update_fields=["attempts_made", "last_tried_at", "state", "ended_at", "version"])


def _checked(said: Mapping[str, str]) -> dict[str, str]:
    held = {
        "done": said.get("done", ""),
        "money": said.get("money") or UNSAID,
        "satisfied": said.get("satisfied") or UNSAID,
        "note": said.get("note", ""),
    }
    if held["done"] not in dict(DONE):
        raise Unfit("done", _("Please choose what the person said about it."))
    if held["money"] not in dict(MONEY):
        raise Unfit("money", _("Please choose one of the answers."))
    if held["satisfied"] not in dict(SATISFIED):
        raise Unfit("satisfied", _("Please choose one of the answers."))
    if len(held["note"]) > LONGEST_NOTE:
        raise Unfit("note", _("This is too long. Please shorten it."))
    return held
