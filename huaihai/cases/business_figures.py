"""Which cases count about a business, and what became of them: whole numbers out of rows.

A promise is kept only when the consumer has confirmed it; claimed by the business,
not done and not known are counted apart and never added to it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from huaihai.businesses.standing.facts import Taken
from huaihai.cases.models import Agreement, Case, Promise
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.periods import Period
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation
from huaihai.record.models import Clock

COUNTS = Q(admitted_at__isnull=False) | Q(agreement__isnull=False)


def admitted_against(business_ids: Iterable[UUID]) -> CaseQuerySet:
    """The cases about these businesses that count: admitted to mediation by the body, or settled.

    A mere complaint does not count: one that the business denied or that was re-attributed to another one, that was
    withdrawn, joined to another file or referred before the body admitted it, and one that was not admitted.
    """
    return Case.objects.filter(COUNTS, business__in=list(business_ids)).exclude(stage="linked")


def denied() -> Q:
    """Cases whose business said that it is not the one meant, as long as nobody has found otherwise: they count for
    nothing in any list by business."""
    return Q(denied_at__isnull=False, admitted_at=None)


MONTHS = 12  # a public number looks back over so many months, the present one included
ANSWERS = frozenset(
    {"reply", "offer", "refuse", "deny", "accept", "reject"}
)  # what ends the clock by an answer
SILENT = frozenset({"lapse_silence", "lapse_negotiation"})
TOGETHER = 500  # cases asked about in one query
HOUR = 3600


@dataclass
class Counts:
    """How many, and how long: hours to the first reply and days to the agreement, each counted so many times."""

    cases: int = 0
    settled: int = 0  # an agreement was reached
    asked: int = 0  # the time of the first reply is over, or it was given
    replied_in_time: int = 0
    kept: int = 0  # confirmed by the consumer
    paid_by_fund: int = 0  # confirmed too, but a fund has paid in the business's stead
    claimed: int = 0
    broken: int = 0
    unknown: int = 0
    waiting: int = 0  # nobody has said anything yet
    reply_hours: Counter[int] = field(default_factory=Counter)
    settle_days: Counter[int] = field(default_factory=Counter)

    @property
    def promises(self) -> int:
        """All promises of these cases."""
        return self.kept + self.paid_by_fund + self.claimed + self.broken + self.unknown + self.waiting

    @property
    def decided(self) -> int:
        """The promises of which nothing more is to come: the whole of which the kept ones are a part."""
        return self.kept + self.paid_by_fund + self.broken + self.unknown

    def add(self, other: "Counts") -> None:
        """Count these too."""
        for one in fields(Counts):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, one.name, mine + theirs)

    def as_json(self) -> dict[str, Any]:
        """As a stored count keeps it."""
        return {
            one.name: {str(key): n for key, n in sorted(value.items())}
            if isinstance(value := getattr(self, one.name), Counter)
            else value
            for one in fields(Counts)
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> "Counts":
        """As it was stored."""
        given: dict[str, Any] = {
            name: Counter({int(key): n for key, n in value.items()}) if isinstance(value, dict) else value
            for name, value in held.items()
        }
        return cls(**given)


def looking_back(today: date) -> Period:
    """The months that public numbers are about: the present one and those before it."""
    months = today.year * 12 + today.month - MONTHS
    return Period(date(months // 12, months % 12 + 1, 1), today)


def of_business(business_ids: Iterable[UUID], period: Period) -> Counts:
    """What became of the cases about these businesses that were received in the period."""
    return total(by_trade_month(received_in(admitted_against(business_ids), period)).values())


def received_in(cases: CaseQuerySet, period: Period) -> CaseQuerySet:
    """Those received within the period, without those made to try things out."""
    start, end = period.bounds
    return cases.filter(submitted_at__gte=start, submitted_at__lt=end)


def total(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    found = Counts()
    for one in counts:
        found.add(one)
    return found


def by_trade_month(cases: CaseQuerySet) -> dict[tuple[str, date], Counts]:
    """The counts of these cases by trade and month of receipt: three queries for each five hundred cases."""
    return counted_by(cases, lambda row: (row["category"], local_day(row["submitted_at"]).replace(day=1)))


def counted_by[K](cases: CaseQuerySet, key: Callable[[Mapping[str, Any]], K], *also: str) -> dict[K, Counts]:
    """The same by what a key makes of each case's row; `also` are columns that it needs besides."""
    found: dict[K, Counts] = defaultdict(Counts)
    told = cases.order_by("submitted_at", "pk").values(
        "pk", "category", "submitted_at", "served_at", "agreement__reached_at", *also
    )
    answers: Iterator[Any] = told.iterator(chunk_size=TOGETHER)
    for rows in _batches(answers):
        replies, promises = _first_replies(rows), _promises(rows)
        for row in rows:
            counts = found[key(row)]
            counts.cases += 1
            _count_agreement(counts, row)
            _count_reply(counts, replies.get((row["pk"], row["served_at"])))
            for promise in promises[row["pk"]]:
                _count_promise(counts, promise)
    return dict(found)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, TOGETHER)):
        yield batch


def _first_replies(rows: Iterable[dict[str, Any]]) -> dict[tuple[UUID, datetime], Clock]:
    """The clocks of the first reply that have ended, by case and moment of service."""
    subjects = [f"case:{row['pk']}" for row in rows]
    ended = Clock.objects.filter(subject__in=subjects, name="first_reply").exclude(ended_at=None)
    return {(UUID(clock.subject.removeprefix("case:")), clock.started_at): clock for clock in ended}


def _promises(rows: Iterable[dict[str, Any]]) -> dict[UUID, list[Promise]]:
    keys = [row["pk"] for row in rows if row["agreement__reached_at"]]
    found: dict[UUID, list[Promise]] = defaultdict(list)
    for promise in Promise.objects.filter(case__in=keys).defer("proof") if keys else ():
        found[promise.case_id].append(promise)
    return found


def _count_agreement(counts: Counts, row: dict[str, Any]) -> None:
    if row["agreement__reached_at"] is None:
        return
    counts.settled += 1
    since = row["served_at"] or row["submitted_at"]  # what was taken at once was never served
    counts.settle_days[max((row["agreement__reached_at"] - since).days, 0)] += 1


def _count_reply(counts: Counts, clock: Clock | None) -> None:
    if clock is None or clock.ended_at is None or clock.ended_by not in ANSWERS | SILENT:
        return
    counts.asked += 1
    if clock.ended_by in ANSWERS:
        counts.reply_hours[int((clock.ended_at - clock.started_at).total_seconds() // HOUR)] += 1
        counts.replied_in_time += clock.ended_at <= clock.due_at if clock.due_at else _on_its_day(clock)


def _on_its_day(clock: Clock) -> bool:
    return clock.ended_at is not None and local_day(clock.ended_at) <= clock.due_on


_STATES = {
    Promise.State.OPEN: "waiting",
    Promise.State.CLAIMED: "claimed",
    Promise.State.KEPT: "kept",
    Promise.State.BROKEN: "broken",
    Promise.State.UNKNOWN: "unknown",
}


def _count_promise(counts: Counts, promise: Promise) -> None:
    name = _STATES[promise.state]
    if name == "kept" and promise.paid_by == Promise.PaidBy.FUND:
        name = "paid_by_fund"
    setattr(counts, name, getattr(counts, name) + 1)


def trades_of(business_ids: Iterable[UUID], period: Period) -> Iterator[str]:
    """The trades that the counted cases of these businesses belong to, the most frequent first."""
    cases = received_in(admitted_against(business_ids), period).exclude(category="")
    told = Counter(cases.values_list("category", flat=True))
    yield from (category for category, _n in sorted(told.items(), key=lambda held: (-held[1], held[0])))


def every_case() -> CaseQuerySet:
    """All cases that count about any business."""
    return Case.objects.filter(COUNTS).exclude(business=None).exclude(stage="linked")


def most_complained(body: Organisation, *, since: datetime, but_not: Iterable[Any]) -> QuerySet[Case, Any]:
    """Rows of `standing` (a business's id, after mergers) and `complaints`, most first, to be sliced.

    Counts what was received since that moment and is led by the body or one below it, without the complaints in which
    the business says that another one is meant. `but_not` are ids, or a query for
    them. One query over the index case_lead_submitted.
    """
    led = Organisation.objects.within(body).values("pk")
    found = Case.objects.filter(lead__in=led, submitted_at__gte=since, business__isnull=False)
    found = found.exclude(denied())
    named = found.order_by().annotate(standing=Coalesce("business__merged_into_id", F("business_id")))
    kept = named.filter(business__is_gone=False).exclude(standing__in=but_not)
    return kept.values("standing").annotate(complaints=Count("pk")).order_by("-complaints", "standing")


def standing_offers_taken(offer_ids: Collection[UUID]) -> dict[UUID, Taken]:
    """The figures by standing offer. One broken promise makes it broken; kept is what is confirmed in all parts."""
    promises = Promise.objects.filter(agreement=OuterRef("pk"))
    fate = Choice(
        When(Exists(promises.broken()), then=Value("broken")),
        When(Exists(promises.unknown()), then=Value("unknown")),
        When(Exists(promises.open()), then=Value("waiting")),
        When(Exists(promises.claimed()), then=Value("claimed")),
        When(Exists(promises.kept()), then=Value("kept")),
        default=Value("waiting"),
        output_field=CharField(),
    )
    rows = (
        Agreement.objects.filter(offer__standing_version__offer__in=offer_ids)
        .annotate(fate=fate)
        .values_list("offer__standing_version__offer", "fate")
        .annotate(times=Count("pk"), fen=Sum("sum_fen"))
    )
    counted: dict[UUID, dict[str, int]] = {}
    for offer_id, state, times, fen in rows:
        held = counted.setdefault(offer_id, {"times": 0, "sum_fen": 0})
        held["times"] += times
        held["sum_fen"] += fen or 0
        held[state] = times
        if state == "kept":
            held["kept_fen"] = fen or 0
    return {offer_id: Taken(**held) for offer_id, held in counted.items()}
