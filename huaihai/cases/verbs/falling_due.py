"""What the passing of time does to cases, and reminders, each once; a missed night is caught up.

Asked for by `huaihai record fall-due`, idempotent. Only what the rules let happen by itself happens here. A body's own
late steps are shown as overdue, never decided by a machine.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huaihai.cases import life, messages, turns
from huaihai.cases.api import changes
from huaihai.cases.models import Case, Offer, Promise
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.cases.turns import Turn
from huaihai.cases.verbs.answering import fall_silent, lapse_open_offers
from huaihai.cases.verbs.intake import erase_draft
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Moved, NotPossible
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.record import clocks, events
from huaihai.record.models import Clock, Event

Act = Callable[[], None]
BEFORE = timedelta(days=2)
PROGRAM = Actor.system("fall-due")
NEAR = {  # what is waited for → the words of the reminder; fulfilment is reminded of by its promises
    turns.OFFER: "offer_near",
    turns.COUNTER: "counter_near",
    turns.SILENCE: "answer_near",
    "negotiating": "answer_near",
    "supplementing": "supplement_near",
    "clarifying": "supplement_near",
}
CLOCKS = ("negotiate", "silence", "supplement")  # whose last days these can be
STAGES = ("negotiating", "supplementing", "clarifying")  # in which they can be waited for
DONE = ("reminded", "not_reminded")


def reminders(at: datetime) -> Iterator[Act]:
    """A reminder for each promise and each answer that is near, and a question for each promise whose day is past."""
    today = local_day(at)
    for pk in _keys(Promise.objects.to_remind(today)):
        yield partial(_remind, pk, at)
    for pk in _keys(Promise.objects.to_ask(today)):
        yield partial(_ask, pk, at)
    for case_id in _near(at):
        yield partial(_remind_of_answer, case_id, at)


def _keys(promises: PromiseQuerySet) -> list[tuple[UUID, UUID]]:
    return list(promises.order_by("due_on", "pk").values_list("case_id", "pk"))


def _remind(key: tuple[UUID, UUID], at: datetime) -> None:
    with transaction.atomic():
        case, today = _locked(key[0]), local_day(at)
        if Promise.objects.to_remind(today).filter(pk=key[1]).update(reminded_at=at):
            messages.tell_business(case, f"promise_near:{key[1]}", at=at, once=True)
            changes.of_promise(case, Promise.objects.get(pk=key[1]), at=at)


def _ask(key: tuple[UUID, UUID], at: datetime) -> None:
    with transaction.atomic():
        case, today = _locked(key[0]), local_day(at)
        if Promise.objects.to_ask(today).filter(pk=key[1]).update(asked_at=at):
            messages.tell_consumer(case, f"promise_due:{key[1]}", at=at, once=True)


def _near(at: datetime) -> list[UUID]:
    """The cases in which somebody has to answer within two days and was not reminded yet."""
    today = local_day(at)
    days = (today, today + BEFORE)
    over = Clock.objects.running().filter(name__in=CLOCKS, paused_on=None, due_on__range=days)
    subjects = over.filter(subject__startswith="case:").values_list("subject", flat=True)
    offered = Offer.objects.filter(state=Offer.State.OPEN, valid_until_on__range=days)
    wanted = Q(pk__in=[UUID(subject.removeprefix("case:")) for subject in subjects]) | Q(
        pk__in=offered.values("case")
    )
    cases = list(Case.objects.filter(wanted, stage__in=STAGES).order_by("pk"))
    done = _done(cases)
    found = turns.of_many(cases, today=today)
    return [
        case.pk
        for case in cases
        if _is_near(found[case.pk], at) and (case.record_key, found[case.pk].key) not in done
    ]


def _is_near(turn: Turn, at: datetime) -> bool:
    """Two days before, not on the day itself on which the other side was told of it."""
    today = local_day(at)
    if turn.matter not in NEAR or turn.until is None or turn.since is None:
        return False
    return turn.since < today <= turn.until <= today + BEFORE


def _done(cases: list[Case]) -> set[tuple[str, str]]:
    """Of what was reminded already: the case, and what ends."""
    said = Event.objects.filter(subject__in=[case.record_key for case in cases], verb__in=DONE)
    return {(event.subject, str(event.facts.get("of"))) for event in said}


def _remind_of_answer(pk: UUID, at: datetime) -> None:
    """Looked at again under the lock: whoever has answered meanwhile is left alone."""
    with transaction.atomic():
        case = _locked(pk)
        turn = turns.of(case, today=local_day(at))
        if turn.until is None or not _is_near(turn, at) or (case.record_key, turn.key) in _done([case]):
            return
        tell = messages.tell_consumer if turn.of == life.CONSUMER else messages.tell_business
        is_told = tell(case, f"{NEAR[turn.matter]}:{turn.key}", at=at, once=True, until=turn.until)
        facts = {"of": turn.key, "who": turn.of, "until": turn.until.isoformat()}
        verb = "reminded" if is_told else "not_reminded"
        events.write(subject=case.record_key, verb=verb, by=PROGRAM.key, at=at, facts=facts)


def _locked(pk: UUID) -> Case:
    """A verb about the case waits for the message, or the message for the verb."""
    rows = Case.objects.select_related("place", "business", "complainant", "responsible", "home")
    held: Case = rows.select_for_update(of=("self",)).get(pk=pk)
    return held


LAPSES = {  # clock → the verb its end brings about
    "supplement": "lapse_supplement",
    "mediate": "lapse_mediation",
}
SETTLING = (
    "silence",
    "negotiate",
)  # either ends the settling: without any answer as silence, else as time over


def due_acts(at: datetime) -> Iterator[Act]:
    """Everything about cases that has fallen due by `at`, as acts to be done one by one."""
    today = local_day(at)
    for name, verb in LAPSES.items():
        for pk in _overdue((name,), today):
            yield partial(_lapse, pk, verb, at)
    for pk in _overdue(SETTLING, today):
        yield partial(_end_settling, pk, at)
    yield from reminders(at)
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
        with moving(Case(pk=pk), verb, by=PROGRAM, at=at) as move:
            if verb == "lapse_mediation":
                move.facts = {"ground": "time"}
                messages.tell_consumer(move.row, "terminated", at=at)
                messages.tell_business(move.row, "terminated", at=at)
    except (NotPossible, Moved):  # somebody acted since the list was read
        return


def _end_settling(pk: UUID, at: datetime) -> None:
    """The time to settle, or to answer at all, is over. Whether it was silence is looked at again under the lock."""
    is_silent = "silence" in clocks.running(f"case:{pk}")
    verb = "lapse_silence" if is_silent else "lapse_negotiation"
    try:
        with moving(Case(pk=pk), verb, by=PROGRAM, at=at) as move:
            _still_due(move, at)
            if is_silent:
                fall_silent(move, PROGRAM)
            else:
                lapse_open_offers(move.row)
                messages.tell_consumer(move.row, "negotiation_lapsed", at=at)
    except (NotPossible, Moved):  # somebody acted since the list was read
        return


def _still_due(move: Move[Case], at: datetime) -> None:
    today, running = local_day(at), clocks.running(move.row.record_key)
    names = SETTLING if move.verb == "lapse_silence" else SETTLING[1:]
    is_over = any(running[name].due_on < today for name in names if name in running)
    if not is_over or (move.verb == "lapse_silence") != ("silence" in running):
        raise Moved(move.row)


def _expire(pk: UUID, at: datetime) -> None:
    try:
        with moving(Case(pk=pk), "expire", by=PROGRAM, at=at) as move:
            erase_draft(move)
    except NotPossible:
        return
