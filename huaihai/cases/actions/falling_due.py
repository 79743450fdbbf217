"""What the passing of time does to cases: asked for by `huaihai fall-due`, idempotent, a missed night is caught up.

Only what the rules let happen by itself happens here. A body's own late steps are shown as overdue, never
decided by a machine.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from huaihai.cases import lifecycle, messages
from huaihai.cases.actions import reminding
from huaihai.cases.actions.answering import fall_silent, lapse_open_offers
from huaihai.cases.actions.intake import erase_draft
from huaihai.cases.actions.moving import CaseMoved, Move, moving
from huaihai.cases.models import Case
from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.record import clocks
from huaihai.record.models import Clock

Act = Callable[[], None]
LAPSES = {  # clock → the verb its end brings about
    "supplement": "lapse_supplement",
    "mediate": "lapse_mediation",
}
SETTLING = (
    "silence",
    "negotiate",
)  # either ends the settling: without any answer as silence, else as time over

PROGRAM = Actor.system("fall-due")


def due_acts(at: datetime) -> Iterator[Act]:
    """Everything about cases that has fallen due by `at`, as acts to be done one by one."""
    today = at.astimezone(ZONE).date()
    for name, verb in LAPSES.items():
        for pk in _overdue((name,), today):
            yield partial(_lapse, pk, verb, at)
    for pk in _overdue(SETTLING, today):
        yield partial(_end_settling, pk, at)
    yield from reminding.due_acts(at)
    kept_since = at - timedelta(days=limits.DRAFT_KEPT.number)
    old = Case.objects.filter(stage="draft", created_at__lt=kept_since).exclude(origin=Case.Origin.IMPORTED)
    for pk in old.order_by("created_at").values_list("pk", flat=True):
        yield partial(_expire, pk, at)


def _overdue(names: tuple[str, ...], today: date) -> list[UUID]:
    """The cases of which one of these clocks is over, each once, the longest overdue first."""
    over = Clock.objects.overdue(today).filter(name__in=names, subject__startswith="case:")
    subjects = dict.fromkeys(over.order_by("due_on").values_list("subject", flat=True))
    return [UUID(subject.removeprefix("case:")) for subject in subjects]


def _lapse(pk: UUID, verb: str, at: datetime) -> None:
    try:
        with moving(pk, verb, by=PROGRAM, at=at) as move:
            if verb == "lapse_mediation":
                move.facts = {"ground": "time"}
                messages.tell_consumer(move.case, "terminated", at=at)
                messages.tell_business(move.case, "terminated", at=at)
    except (lifecycle.NotPossible, CaseMoved):  # somebody acted since the list was read
        return


def _end_settling(pk: UUID, at: datetime) -> None:
    """The time to settle, or to answer at all, is over. Whether it was silence is looked at again under the lock."""
    is_silent = "silence" in clocks.running(f"case:{pk}")
    verb = "lapse_silence" if is_silent else "lapse_negotiation"
    try:
        with moving(pk, verb, by=PROGRAM, at=at) as move:
            _still_due(move, at)
            if is_silent:
                fall_silent(move, PROGRAM)
            else:
                lapse_open_offers(move.case)
                messages.tell_consumer(move.case, "negotiation_lapsed", at=at)
    except (lifecycle.NotPossible, CaseMoved):  # somebody acted since the list was read
        return


def _still_due(move: Move, at: datetime) -> None:
    today, running = at.astimezone(ZONE).date(), clocks.running(move.case.record_key)
    names = SETTLING if move.verb == "lapse_silence" else SETTLING[1:]
    is_over = any(running[name].due_on < today for name in names if name in running)
    if not is_over or (move.verb == "lapse_silence") != ("silence" in running):
        raise CaseMoved(move.case)


def _expire(pk: UUID, at: datetime) -> None:
    try:
        with moving(pk, "expire", by=PROGRAM, at=at) as move:
            erase_draft(move)
    except lifecycle.NotPossible:
        return
