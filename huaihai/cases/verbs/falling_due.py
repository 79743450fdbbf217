"""What the passing of time does to cases, and reminders, each once; a missed night is caught up.

Asked for by `huaihai record fall-due`, idempotent. Only what the rules let happen by itself happens here. A body's own
late steps are shown as overdue, never decided by a machine.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from huaihai.cases import life, messages, own_days, proceedings, turns
from huaihai.cases.api import changes
from huaihai.cases.models import Agreement, Appointment, Case, Offer, Promise
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.cases.own_days import OwnDeadline
from huaihai.cases.turns import Turn
from huaihai.cases.verbs import inviting
from huaihai.cases.verbs.answering import fall_silent, lapse_open_offers
from huaihai.cases.verbs.intake import erase_draft
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Moved, NotPossible
from huaihai.desk.moving import Move
from huaihai.kit import computed, spoken
from huaihai.kit.clock import local_day, local_moment
from huaihai.law import kinds, limits
from huaihai.members.actors import Actor
from huaihai.record import clocks, events
from huaihai.record.models import Clock, Event

Act = Callable[[], None]
ONE_DAY, BEFORE = timedelta(days=1), timedelta(days=2)
PROGRAM = Actor.system("fall-due")
NEAR = {  # what is waited for → whom its passing costs something, and the words of the reminder
    turns.OFFER: (life.CONSUMER, "offer_near"),
    turns.SEND: (life.CONSUMER, "send_near"),
    turns.CLAIM: (life.CONSUMER, "claim_near"),
    "supplementing": (life.CONSUMER, "supplement_near"),
    "clarifying": (life.CONSUMER, "supplement_near"),
    turns.COUNTER: (life.BUSINESS, "counter_near"),
    turns.FIRST_REPLY: (life.BUSINESS, "answer_near"),
    turns.SILENCE: (life.BUSINESS, "answer_near"),
    "negotiating": (life.BUSINESS, "answer_near"),
    "breached": (life.BUSINESS, "remedy_near"),
}
BY_PROMISE = ("fulfilling", turns.PART)  # the business is reminded of these by what it promised
CLOCKS = (  # whose last days these can be
    "negotiate",
    "silence",
    "first_reply",
    "supplement",
    "fulfil",
    "remedy",
)
STAGES = (
    "negotiating",
    "supplementing",
    "clarifying",
    "fulfilling",
    "breached",
)  # in which they can be waited for
OWN: dict[str, str] = {name: f"{name}_near" for name in own_days.REMIND}  # rights of the parties themselves
DONE = ("reminded", "not_reminded")
AT_ONCE = 500  # cases in memory
NOBODY_NEAR = "no-own-day-is-near"  # on the day that is kept under it


def reminders(at: datetime) -> Iterator[Act]:
    """A reminder for each promise and each answer that is near, and a question for each promise whose day is past."""
    today = local_day(at)
    for pk in _keys(Promise.objects.to_remind(today)):
        yield partial(_remind, pk, at)
    for pk in _keys(Promise.objects.to_ask(today)):
        yield partial(_ask, pk, at)
    for case_id in _near(at):
        yield partial(_remind_of_answer, case_id, at)
    for case_id in _near_of_own(at):
        yield partial(_remind_of_own, case_id, at)
    for appointment in _meetings(at):
        yield partial(_remind_of_meeting, appointment, at)


def _keys(promises: PromiseQuerySet) -> list[tuple[UUID, UUID]]:
    return list(promises.order_by("due_on", "pk").values_list("case_id", "pk"))


def _remind(key: tuple[UUID, UUID], at: datetime) -> None:
    with transaction.atomic():
        case, today = _locked(key[0]), local_day(at)
        if Promise.objects.to_remind(today).filter(pk=key[1]).update(reminded_at=at):
            promise = Promise.objects.get(pk=key[1])
            messages.tell_business(case, f"promise_near:{promise.pk}", at=at, once=True, until=promise.due_on)
            changes.of_promise(case, promise, at=at)


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
    goods = Agreement.objects.filter(goods_sent_at=None, offer__goods_back_by_on__range=days)
    wanted = Q(pk__in=[UUID(subject.removeprefix("case:")) for subject in subjects])
    wanted |= Q(pk__in=offered.values("case")) | Q(pk__in=goods.values("case"))
    cases = list(Case.objects.filter(wanted, stage__in=STAGES).order_by("pk"))
    done = _done(cases)
    found = turns.of_many(cases, today=today)
    return [
        case.pk
        for case in cases
        if _is_near(found[case.pk], at) and (case.record_key, found[case.pk].key) not in done
    ]


def _is_near(turn: Turn, at: datetime) -> bool:
    """Two days before, not on the day itself on which the other side was told of it; of what is said to be done, not
    on the day after either."""
    today = local_day(at)
    if turn.matter not in NEAR or turn.until is None or turn.since is None:
        return False
    told_on = turn.since + ONE_DAY if turn.matter == turns.CLAIM else turn.since
    return told_on < today <= turn.until <= today + BEFORE


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
        who, words = NEAR[turn.matter]
        _tell(case, who, f"{words}:{turn.key}", turn.until, of=turn.key, at=at)


def _tell(
    case: Case,
    who: str,
    event: str,
    until: date,
    *,
    of: str,
    at: datetime,
    said: dict[str, str] | None = None,
) -> None:
    """Remind this party of a day, and write down whether it could be reached."""
    tell = messages.tell_consumer if who == life.CONSUMER else messages.tell_business
    is_told = tell(case, event, at=at, once=True, until=until, said=said)
    facts = {"of": of, "who": who, "until": until.isoformat()}
    verb = "reminded" if is_told else "not_reminded"
    events.write(subject=case.record_key, verb=verb, by=PROGRAM.key, at=at, facts=facts)


def _near_of_own(at: datetime) -> list[UUID]:
    """The cases with a right of a party's own that may end soon, by the days from which such rights count.

    They are many, and by the day alone: once nobody is to be reminded, they are looked at again tomorrow.
    """
    today = local_day(at)
    if computed.cache.get(NOBODY_NEAR) == today:
        return []

    def ago(first: int, last: int) -> tuple[date, date]:
        return today - timedelta(days=first), today - timedelta(days=last)

    began = Q(received_goods_on__range=ago(21, 6)) | Q(
        submitted_at__date__range=ago(3 * 366 + 20, 3 * 365 - 31)
    )
    durable = Q(category__in=[kind.code for kind in kinds.CATEGORIES if kind.proof])
    began |= durable & (Q(received_goods_on__range=ago(200, 173)) | Q(bought_on__range=ago(200, 173)))
    agreed = Agreement.objects.filter(
        kind=Agreement.Kind.MEDIATION, reached_at__date__range=ago(50, 22)
    ).values("case")
    rows = Case.objects.exclude(submitted_at=None).filter(own_days.may_press(), began | Q(pk__in=agreed))
    found: list[UUID] = []
    for some in batched(rows.select_related("agreement").order_by("pk").iterator(AT_ONCE), AT_ONCE):
        cases = list(some)
        done = _done(cases)
        found += [case.pk for case in cases if any(key not in done for key, *_rest in _own(case, at))]
    if not found:
        computed.cache.set(NOBODY_NEAR, today, timeout=None)
    return found


def _own(case: Case, at: datetime) -> Iterator[tuple[tuple[str, str], str, OwnDeadline]]:
    """What is near of them: as what it is remembered, whom it concerns, and the day."""
    today = local_day(at)
    if case.submitted_at is None or local_day(case.submitted_at) >= today:
        return
    agreement = getattr(case, "agreement", None)
    for one in own_days.pressing(case, today=today, agreement=agreement):
        if today < one.near_from or (agreement is not None and local_day(agreement.reached_at) >= today):
            continue
        if one.name == own_days.COURT and _court_is_asked(case):
            continue
        for who in (life.CONSUMER, life.BUSINESS) if one.name == own_days.COURT else (life.CONSUMER,):
            yield (case.record_key, f"own:{one.name}:{who}"), who, one


def _court_is_asked(case: Case) -> bool:
    held = proceedings.of(events.history(case.record_key).filter(verb=proceedings.COURT.verb))
    return held is not None and held.is_asked


def _remind_of_own(pk: UUID, at: datetime) -> None:
    with transaction.atomic():
        case, today = _locked(pk), local_day(at)
        done = _done([case])
        for key, who, one in _own(case, at):
            if key not in done:
                due = {"due": spoken.day(one.due_on, today=today)}
                _tell(case, who, f"{OWN[one.name]}:{who}", one.shown_on(today), of=key[1], at=at, said=due)


def _meetings(at: datetime) -> list[Appointment]:
    """The appointments of tomorrow (and of today, after a missed night) that were made before today."""
    today = local_day(at)
    planned = Appointment.objects.due(local_moment(today + BEFORE, time.min)).filter(starts_at__gte=at)
    found = list(planned.filter(made_at__lt=local_moment(today, time.min)).select_related("case"))
    done = _done([one.case for one in found])
    return [one for one in found if (one.case.record_key, _meeting_key(one)) not in done]


def _meeting_key(one: Appointment) -> str:
    return f"meeting:{one.pk}:{one.sequence}"


def _remind_of_meeting(one: Appointment, at: datetime) -> None:
    with transaction.atomic():
        case, key = _locked(one.case_id), _meeting_key(one)
        stands = Appointment.objects.planned().filter(pk=one.pk, sequence=one.sequence).exists()
        if not stands or (case.record_key, key) in _done([case]):
            return
        with translation.override(messages.HOUSE):
            said = {"when": inviting.when(one, at), "how": str(one.get_kind_display())}
        for side in one.invited:
            if not (side == "business" and _is_one_of_many(one)):
                _tell(case, side, f"session_near:{key}", local_day(one.starts_at), of=key, at=at, said=said)


def _is_one_of_many(one: Appointment) -> bool:
    """Whether the business is reminded of this hour about another case that is handled together with this one."""
    binders = one.case.togethers.living().filter(stage="joined").values("together")
    others: Any = Appointment.objects.planned().filter(
        pk__lt=one.pk,
        starts_at=one.starts_at,
        invites_business=True,
        case__business=one.case.business_id,
        case__place=one.case.place_id,
    )
    others = others.filter(case__togethers__stage="joined", case__togethers__together__in=binders)
    return any(other.place == one.place for other in others)  # sealed: no query compares it


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
    drafts = Case.objects.filter(stage="draft").exclude(origin=Case.Origin.IMPORTED)
    kept_since = at - timedelta(days=limits.DRAFT_KEPT.number)
    aging = drafts.filter(created_at__range=(kept_since, kept_since + DRAFT_BEFORE))
    aging = aging.exclude(complainant__confirmed_at=None).order_by("created_at")
    done = _done(list(aging))
    for case in aging:
        if (case.record_key, DRAFT) not in done:
            yield partial(_remind_of_draft, case.pk, at)
    old = drafts.filter(created_at__lt=kept_since)
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


DRAFT, DRAFT_BEFORE = "draft", timedelta(days=3)


def _remind_of_draft(pk: UUID, at: datetime) -> None:
    with transaction.atomic():
        case = _locked(pk)
        person = getattr(case, "complainant", None)
        if case.stage == "draft" and person is not None and person.confirmed_at is not None:
            until = local_day(at + DRAFT_BEFORE)
            _tell(case, life.CONSUMER, "draft_expires", until, of=DRAFT, at=at)


def _expire(pk: UUID, at: datetime) -> None:
    try:
        with moving(Case(pk=pk), "expire", by=PROGRAM, at=at) as move:
            erase_draft(move)
    except NotPossible:
        return
