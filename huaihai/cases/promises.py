"""The promises of an agreement: what is still to do, what is overdue, what waits; and as rows of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from huaihai.cases import life
from huaihai.cases.case_facts import money_words, remedy_words
from huaihai.cases.models import Case, Promise
from huaihai.cases.models.promise import PromiseQuerySet
from huaihai.kit import spoken

SOON = timedelta(days=7)
NOBODY = Q(claimed_at=None, breached_at=None)


@dataclass(frozen=True)
class Standing:
    """How many promises of open cases stand how on a day."""

    soon: int
    overdue: int
    claimed: int
    broken: int


def of_business(business_ids: Iterable[UUID]) -> PromiseQuerySet:
    """The promises of these businesses in cases that are watched still and that they may see."""
    watched = tuple(life.VERBS["claim_part"].moves)
    rows = Promise.objects.watched().filter(case__business__in=list(business_ids), case__stage__in=watched)
    return rows.exclude(case__invited_at=None)


def to_do(business_ids: Iterable[UUID], *, today: date) -> PromiseQuerySet:
    """Those that are overdue or near, and of which nobody has said anything, the earliest first, with their cases."""
    rows = of_business(business_ids).filter(NOBODY, due_on__lte=today + SOON)
    return rows.select_related("case").defer("proof").order_by("due_on", "case__number", "number")


def standing_of(business_ids: Iterable[UUID], *, today: date) -> Standing:
    """The counts, in one query."""
    near = NOBODY & Q(due_on__lte=today + SOON)
    told = of_business(business_ids).aggregate(
        soon=Count("pk", filter=near & Q(due_on__gte=today)),
        overdue=Count("pk", filter=NOBODY & Q(due_on__lt=today)),
        claimed=Count("pk", filter=Q(claimed_at__isnull=False, breached_at=None)),
        broken=Count("pk", filter=Q(breached_at__isnull=False)),
    )
    return Standing(**told)


TONES = {
    Promise.State.OPEN: "",
    Promise.State.CLAIMED: "warn",
    Promise.State.KEPT: "ok",
    Promise.State.BROKEN: "late",
    Promise.State.UNKNOWN: "calm",
}


@dataclass(frozen=True)
class Row:
    """One promise in words. `is_watched`: something may still be said about it."""

    promise: Promise
    what: str
    state: str
    tone: str
    is_watched: bool
    may_be_broken: bool
    has_come: bool  # its day, or the word of the business that it is done

    @property
    def number(self) -> int:
        return self.promise.number

    @property
    def due_on(self) -> date:
        return self.promise.due_on


def of_case(case: Case, *, today: date) -> list[Row]:
    """The promises of the case, the earliest first, in one query."""
    return [row(held, today=today) for held in case.promises.all()]


def row(held: Promise, *, today: date) -> Row:
    """One promise in words."""
    state, is_watched = held.state, held.confirmed_at is None and held.left_at is None
    is_overdue = held.is_overdue(today)
    words = _("overdue, nobody has said anything") if is_overdue else str(state.label)
    if state in (Promise.State.CLAIMED, Promise.State.KEPT) and held.paid_by == Promise.PaidBy.FUND:
        words = _("%(state)s (paid by a fund in advance)") % {"state": words}
    return Row(
        promise=held,
        what=what_words(held),
        state=words,
        tone="late" if is_overdue else TONES[state],
        is_watched=is_watched,
        has_come=held.may_be_done(today),
        may_be_broken=is_watched and not held.breached_at and held.due_on < today,
    )


def what_words(held: Promise) -> str:
    """What is to be done, and how much."""
    named = remedy_words([held.remedy]) or _("as agreed")
    return " · ".join(filter(None, (named, money_words(held.sum_fen))))


def choices(case: Case, *, today: date) -> list[tuple[str, str]]:
    """The promises of which something may still be said, to choose one of them."""
    return [(str(held.number), _choice(held, today)) for held in case.promises.watched()]


def _choice(held: Promise, today: date) -> str:
    told = {"n": held.number, "what": what_words(held), "day": spoken.day(held.due_on, today=today)}
    return _("Part %(n)s: %(what)s, by %(day)s") % told


def numbered(case: Case, number: int) -> Promise:
    """The case's promise of this number. Raises Http404."""
    held: Promise | None = case.promises.filter(number=number).first()
    if held is None:
        raise Http404
    return held
