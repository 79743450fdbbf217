"""Numbers of the sheet that are made of cases: which cases each counts, for staff and for the count by night."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Pledge
from huaihai.cases.models import Agreement, Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.compensation.models import PaymentOrder
from huaihai.insight.board.arithmetic import LEAST_PEOPLE, Measured, Pool
from huaihai.insight.board.registry import Kind
from huaihai.insight.months import Span
from huaihai.insight.yearly.years import moments

CONFIRMED: Final = Q(stage="closed", result=Case.Result.FULFILLED)


@dataclass(frozen=True)
class Counted:
    """Which cases of a span of days are counted, and in words. `is_money`: the sums they settled on are added."""

    which: Callable[[date, date], Q]
    means: Promise | str
    is_money: bool = False

    def among(self, cases: CaseQuerySet, first: date, last: date) -> CaseQuerySet:
        """Those of these cases, both days included."""
        found: CaseQuerySet = cases.filter(self.which(first, last))
        return found

    def value(self, cases: CaseQuerySet) -> int:
        """How many these are, or what they settled on in fen."""
        if self.is_money:
            return int(cases.aggregate(fen=Sum("settled_fen"))["fen"] or 0)
        return cases.count()


def _received(more: Q) -> Callable[[date, date], Q]:
    def which(first: date, last: date) -> Q:
        start, end = moments(first, last)
        return Q(submitted_at__gte=start, submitted_at__lt=end) & more

    return which


def _agreed(*kinds: str) -> Callable[[date, date], Q]:
    def which(first: date, last: date) -> Q:
        start, end = moments(first, last)
        return Q(agreement__kind__in=kinds, agreement__reached_at__gte=start, agreement__reached_at__lt=end)

    return which


def _paid(first: date, last: date) -> Q:
    """A claim has one order at most that was paid, and a case one claim."""
    return Q(
        compensation__orders__state=PaymentOrder.State.PAID,
        compensation__orders__paid_on__gte=first,
        compensation__orders__paid_on__lte=last,
    )


# What the public reads of these stands in published releases.
RELEASED: Final[Mapping[str, Counted]] = {
    "received": Counted(_received(Q()), _("By the day on which they were received.")),
    "solved": Counted(
        _received(CONFIRMED), _("By the day on which they were received; what nobody confirmed is not in it.")
    ),
    "recovered": Counted(
        _received(CONFIRMED & Q(settled_fen__gt=0)),
        _("The sums of the complaints that consumers confirmed as done, by the day they were received."),
        is_money=True,
    ),
}
# These are counted by night, month by month, and read by the public once a month is over.
BY_MONTH: Final[Mapping[str, Counted]] = {
    "settled": Counted(
        _agreed(*Agreement.Kind.values), _("Offers accepted and mediation agreements, by their day.")
    ),
    "mediated": Counted(_agreed(Agreement.Kind.MEDIATION), _("Mediation agreements, by their day.")),
    "cross-city": Counted(
        _received(Q(lead__isnull=False) & ~Q(lead=F("home"))),
        _("Received in the year; another city than the consumer's leads them."),
    ),
    "returns-used": Counted(
        _received(Q(pledge__pledge__kind=Pledge.Kind.NO_REASON_RETURN)),
        _("Received in the year; they rest on a promise to take back without reason."),
    ),
    "cross-returns": Counted(
        _received(Q(pledge__pledge__kind=Pledge.Kind.CROSS_SHOP_RETURN)),
        _("Received in the year; they rest on a promise to take back in another shop or city."),
    ),
    "advance": Counted(_paid, _("Complaints in which a fund paid, by the day of the payment.")),
}
CASES: Final[Mapping[str, Counted]] = {**RELEASED, **BY_MONTH}


def stored_as(key: str) -> str:
    """Under which name a month of it is kept."""
    return f"sheet-{key}"


def _source(one: Counted) -> Callable[[Span], Measured]:
    def count(span: Span) -> Measured:
        found = one.among(Case.objects.order_by(), span.period.since, span.period.until).count()
        return Measured(found, found)

    return count


KINDS: Final = tuple(
    Kind(stored_as(key), Pool.SUM, _source(one), "", least=LEAST_PEOPLE) for key, one in BY_MONTH.items()
)
