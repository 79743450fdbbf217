"""How much a fund has paid so far, told to everybody in classes: nobody can be worked out of it."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from huaihai.compensation.models import Fund, PaymentOrder
from huaihai.kit.spoken import yuan

FEWEST = 5  # payments; below that nothing is told
COUNTS = (FEWEST, 10, 20, 50, 100, 200, 500, 1000)
SUMS_FEN = (0, 1_000_00, 5_000_00, 10_000_00, 50_000_00, 100_000_00, 500_000_00, 1_000_000_00)


@dataclass(frozen=True)
class PaidSoFar:
    """In words; empty where too few were paid to tell."""

    count: str
    sum: str


def paid_so_far(fund: Fund) -> PaidSoFar:
    """Payments that stand, in classes. One query."""
    paid = PaymentOrder.objects.filter(fund=fund, state=PaymentOrder.State.PAID)
    held = paid.aggregate(count=Count("pk"), fen=Sum("sum_fen"))
    return in_classes(held["count"], held["fen"] or 0)


def in_classes(count: int, fen: int) -> PaidSoFar:
    """A number of payments and their sum in fen, as classes."""
    if count < FEWEST:
        return PaidSoFar("", "")
    low, high = _class_of(count, COUNTS)
    counted = (
        _("%(low)s to %(high)s") % {"low": low, "high": high - 1}
        if high
        else _("%(low)s or more") % {"low": low}
    )
    return PaidSoFar(counted, _sum_words(*_class_of(fen, SUMS_FEN)))


def _class_of(value: int, bounds: tuple[int, ...]) -> tuple[int, int | None]:
    """From (included) and to (not included; None for the last class)."""
    return next(((low, high) for low, high in pairwise(bounds) if low <= value < high), (bounds[-1], None))


def _sum_words(low: int, high: int | None) -> str:
    if high is None:
        return _("%(sum)s yuan or more") % {"sum": _round(low)}
    if not low:
        return _("less than %(sum)s yuan") % {"sum": _round(high)}
    return _("%(low)s to %(high)s yuan") % {"low": _round(low), "high": _round(high)}


def _round(fen: int) -> str:
    return yuan(fen).removesuffix(".00")
