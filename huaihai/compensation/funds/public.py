"""Public pages: the register of funds, one fund with its rules, how an advance payment works."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.businesses.pages import profile_of
from huaihai.compensation.funds import facts
from huaihai.compensation.funds.facts import FEWEST, paid_so_far
from huaihai.compensation.grounds import GROUNDS, Basis
from huaihai.compensation.models import Fund, FundTerms
from huaihai.compensation.models.fund import FundQuerySet
from huaihai.compensation.posting import LOW
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import show_bidi


@require_safe
@guards.same_for_all
def register(request: HttpRequest) -> HttpResponse:
    """Funds with rules in force, by name; `city` narrows the list."""
    today, cities = clock.today(), alliance.load().cities
    wanted = next((city.code for city in cities if city.code == request.GET.get("city")), "")
    rows = _known().shown()
    if wanted:
        rows = rows.filter(body__region_code__startswith=wanted[:4])
    page = page_of(rows.select_related("owner", "body").order_by("name", "pk"), request.GET.get("page"))
    rules = facts.in_force(page.rows, on=today)
    context = {
        "page": page,
        "rows": [_listed(fund, rules[fund.pk]) for fund in page.rows],
        "cities": [(city.code, local_words.place(city.name)) for city in cities],
        "wanted": wanted,
    }
    return render(request, "compensation/public/list.html", context)


@require_safe
@guards.same_for_all
def fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """One fund: whether it carries its badge, its rules since when, and how much it has paid, in classes."""
    held = get_object_or_404(_known().select_related("owner", "body"), pk=fund_id)
    shown = facts.begun(held, today=clock.today())
    to_come = held.terms.confirmed().filter(from_on__gt=clock.today()).order_by("from_on", "serial")
    context = {
        "fund": held,
        "profile": profile_of(held.owner) if held.owner else "",
        "why": why_suspended(held),
        "now": shown[0],
        "earlier": shown[1:],
        "to_come": [
            facts.terms_in_words(one, until=None, today=clock.today())
            for one in to_come.prefetch_related("shares__city")
        ],
        "paid": paid_so_far(held),
        "fewest": FEWEST,
    }
    return render(request, "compensation/public/fund.html", context)


@require_safe
@guards.same_for_all
def how(request: HttpRequest) -> HttpResponse:
    """How an advance payment works, in plain words."""
    groups = [
        (words, [ground for ground in GROUNDS if ground.basis == basis])
        for basis, words in (
            (Basis.STATUTORY, _("The law orders it")),
            (Basis.COMMITTED, _("Somebody promised it")),
        )
    ]
    return render(request, "compensation/public/how.html", {"groups": groups})


def why_suspended(held: Fund) -> str:
    """Why a fund has no badge at the moment; empty if it has one."""
    if held.stage != "suspended":
        return ""
    if held.suspended_reason != LOW:
        return show_bidi(held.suspended_reason)
    if held.low_since is None:
        return _("It was below its minimum for too long.")
    since = spoken.day(held.low_since, today=clock.today())
    return _("It has been below its minimum since %(day)s.") % {"day": since}


def _known() -> FundQuerySet:
    """Those whose rules have been in force: a fund that is only being set up is nobody's to see."""
    begun = FundTerms.objects.filter(fund=OuterRef("pk")).begun_by(clock.today())
    known: FundQuerySet = Fund.objects.filter(Exists(begun))
    return known


def _listed(held: Fund, rules: FundTerms) -> dict[str, Any]:
    return {
        "fund": held,
        "terms": rules,
        "grounds": [ground for ground in GROUNDS if ground.code in rules.grounds],
        "claim": facts.cap(rules.per_claim_cap_fen),
        "day": facts.cap(rules.per_day_cap_fen),
        "at_once": facts.at_once(rules) if rules.pays_at_once else "",
    }
