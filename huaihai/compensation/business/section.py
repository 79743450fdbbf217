"""What the front page of a business says about its funds, and about what it owes to those of others."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Q, Sum
from django.utils.translation import gettext as _

from huaihai.cases.business.sections import Line, Section, address
from huaihai.cases.pages.facts import yuan
from huaihai.compensation import ledger
from huaihai.compensation.business.funds import GROUPS
from huaihai.compensation.models import Claim, Fund, Instalment
from huaihai.kit import spoken


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Four queries for those who have to do with funds, two for all others."""
    ids = list(business_ids)
    return [Section(_("Advance compensation"), [*_own(ids), *_owed(ids, today)])]


def _own(ids: list[UUID]) -> list[Line]:
    funds, here = list(Fund.objects.filter(owner__in=ids).shown()), address("business-funds")
    if not funds:
        return []
    free = sum(one.free for one in ledger.standings(funds).values())
    counts = Claim.objects.filter(fund__in=funds).aggregate(
        decide=Count("pk", filter=Q(stage__in=GROUPS["decide"][1])),
        pay=Count("pk", filter=Q(stage__in=GROUPS["pay"][1])),
    )
    lines = [Line(_("Free in your funds"), yuan(free), here)]
    if low := [one for one in funds if not one.carries_badge]:
        lines.append(Line(_("Funds without their badge"), str(len(low)), here, tone="late"))
    if counts["decide"]:
        lines.append(Line(_("Claims to be decided"), str(counts["decide"]), here, tone="warn"))
    if counts["pay"]:
        lines.append(Line(_("Claims to be paid"), str(counts["pay"]), here, tone="warn"))
    return lines


def _owed(ids: list[UUID], today: date) -> list[Line]:
    unpaid = Instalment.objects.unpaid().filter(recourse__business__in=ids)
    unpaid = unpaid.exclude(recourse__claim__fund__owner__in=ids)
    told = unpaid.aggregate(sum=Sum(F("fen") - F("paid_fen")), next=Min("due_on"))
    if not told["sum"]:
        return []
    here, is_late = address("business-debts"), told["next"] < today
    return [
        Line(_("You owe to funds"), yuan(told["sum"]), here),
        Line(
            _("Next part by"),
            spoken.day(told["next"], today=today),
            here,
            tone="late" if is_late else "warn",
        ),
    ]
