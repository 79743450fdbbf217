"""What a business owes funds of others that paid its consumers first: sums, parts, days."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.compensation import ledger, tracing
from huaihai.compensation.business import own
from huaihai.compensation.models import Claim, Instalment
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.compensation.pages import claim_words
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor


def debts(actor: Actor) -> ClaimQuerySet:
    """Claims for which one of these businesses had to pay back to somebody else's fund."""
    owed = Claim.objects.filter(against__in=actor.business_ids, recourses__isnull=False)
    return owed.exclude(fund__owner__in=actor.business_ids).with_parties().distinct()


@guards.business
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is owed and what was, the newest first."""
    page = page_of(debts(own.actor_of(request)), request.GET.get("page"))
    accounts = ledger.accounts_of(one.pk for one in page.rows)
    nearest = _nearest([one.pk for one in page.rows])
    today = clock.today()
    rows = [
        {
            "claim": one,
            "owed_fen": accounts[one.pk].owed,
            "tone": claim_words.TONES[one.stage],
            **_next(nearest.get(one.pk), today),
        }
        for one in page.rows
    ]
    context = {"page": page, "rows": rows}
    return render(request, "compensation/business/debts.html", own.frame(request) | context)


@guards.business
@require_safe
def debt(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """One debt: what the fund paid, what came back, and when the rest is due."""
    held: Claim = get_object_or_404(debts(own.actor_of(request)), pk=claim_id)
    context = {"claim": held, "trace": tracing.trace(held), "tone": claim_words.TONES[held.stage]}
    return render(request, "compensation/business/debt.html", own.frame(request) | context)


def _nearest(claims: list[UUID]) -> dict[UUID, Instalment]:
    """The next part of each claim that is still to be paid. One query."""
    held: dict[UUID, Instalment] = {}
    rows = Instalment.objects.unpaid().filter(recourse__claim__in=claims).select_related("recourse")
    for one in rows.order_by("due_on", "number"):
        held.setdefault(one.recourse.claim_id, one)
    return held


def _next(part: Instalment | None, today: date) -> dict[str, Any]:
    if part is None:
        return {"next": None, "is_late": False}
    return {"next": part, "is_late": part.due_on < today}
