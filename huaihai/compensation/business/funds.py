"""The funds of a business: the list, and one fund with its money, its terms, its claims and what is owed to it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.compensation import ledger, rights
from huaihai.compensation.business import own
from huaihai.compensation.models import Claim, Fund, FundTerms
from huaihai.compensation.pages import claim_words
from huaihai.compensation.public import terms_shown
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

GROUPS: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "decide": (_("Waiting for a decision"), ("asked", "checked", "returned")),
    "pay": (pgettext_lazy("claims", "To be paid"), ("approved", "ordered")),
    "back": (pgettext_lazy("claims", "Being paid back"), ("recovering",)),
    "ended": (pgettext_lazy("claims", "Ended"), ("paid", "recovered", "written_off", "refused", "cancelled")),
}
TO_DECIDE = Q(claims__stage__in=GROUPS["decide"][1])
TO_PAY = Q(claims__stage__in=GROUPS["pay"][1])


@guards.business
@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """The funds that the businesses answered for own."""
    terms = FundTerms.objects.begun_by(clock.today())
    rows = (
        own.funds(own.actor_of(request))
        .annotate(to_decide=Count("claims", filter=TO_DECIDE), to_pay=Count("claims", filter=TO_PAY))
        .prefetch_related(Prefetch("terms", queryset=terms))
    )
    page = page_of(rows, request.GET.get("page"))
    standings = ledger.standings(page.rows)
    context = {
        "page": page,
        "rows": [_row(one, standings[one.pk]) for one in page.rows],
        "may_pay": own.payable_funds(own.actor_of(request), on=clock.today()).exists(),
    }
    return render(request, "compensation/business/funds.html", own.frame(request) | context)


def _row(fund: Any, standing: ledger.Standing) -> dict[str, Any]:
    terms = next(iter(fund.terms.all()), None)
    minimum = terms.minimum_fen if terms else 0
    return {
        "fund": fund,
        "standing": standing,
        "minimum_fen": minimum,
        "is_low": standing.free < minimum,
    }


@guards.business
@require_safe
def fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """One fund: what is in it, its badge, its terms, its claims."""
    held, today = own.fund(request, fund_id), clock.today()
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in GROUPS else next(iter(GROUPS))
    claims = Claim.objects.filter(fund=held).with_parties().order_by("-stage_since", "-id")
    page = page_of(claims.filter(stage__in=GROUPS[chosen][1]), request.GET.get("page"))
    context = {
        "fund": held,
        "page": page,
        "rows": claim_words.listed(list(page.rows)),
        "tabs": _tabs(held, chosen),
        **_standing(request, held, today),
    }
    return render(request, "compensation/business/fund.html", own.frame(request) | context)


def _standing(request: HttpRequest, fund: Fund, today: date) -> dict[str, Any]:
    standing, versions = ledger.standing_of(fund), terms_shown.begun(fund, today=today)
    actor = own.actor_of(request)
    may_pay, decides = rights.pays(actor, fund, on=today), bool(rights.side_of(actor, fund, on=today))
    minimum = versions[0].terms.minimum_fen if versions else 0
    return {
        "standing": standing,
        "set_aside_fen": standing.bank - standing.free,
        "minimum_fen": minimum,
        "is_low": standing.free < minimum,
        "missing_fen": max(minimum - standing.free, 0),
        "terms": versions[0] if versions else None,
        "earlier": versions[1:],
        "to_come": list(fund.terms.confirmed().filter(from_on__gt=today).order_by("from_on")),
        "may_pay": may_pay,
        "decides": decides,
        "keeps_books": may_pay or decides,
    }


def _tabs(fund: Fund, chosen: str) -> list[dict[str, Any]]:
    counts = dict(Claim.objects.filter(fund=fund).order_by().values_list("stage").annotate(Count("pk")))
    here = reverse("business-fund", args=[fund.pk])
    return [
        {
            "label": label,
            "url": f"{here}?list={name}#claims",
            "count": sum(counts.get(stage, 0) for stage in stages),
            "is_current": name == chosen,
        }
        for name, (label, stages) in GROUPS.items()
    ]
