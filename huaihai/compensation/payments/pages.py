"""The cashier's pages: what is to be paid, the file for the bank; and what a business owes to the funds of others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.compensation import ledger
from huaihai.compensation.claims import facts as claims_facts
from huaihai.compensation.claims import situation
from huaihai.compensation.funds import own
from huaihai.compensation.models import Claim, Fund, Instalment, PaymentFile, PaymentOrder
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.compensation.payments import verbs
from huaihai.desk.lists import List
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import clock, guards, spoken
from huaihai.kit.country import gettext_lazy
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

OPEN = (PaymentOrder.State.ORDERED, PaymentOrder.State.SENT)


@guards.business
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Every order that waits, the most urgent first."""
    funds, now = _funds(request), clock.now()
    orders = (
        verbs.with_case(PaymentOrder.objects.filter(fund__in=funds, state__in=OPEN))
        .select_related("claim__case__business", "fund", "file")
        .order_by(F("due_at").asc(nulls_last=True), "ordered_at", "pk")
    )
    page = page_of(orders, request.GET.get("page"))
    context = {
        "page": page,
        "cards": [_card(request, one, now) for one in page.rows],
        "funds": _waiting(funds),
        "files": list(
            PaymentFile.objects.filter(fund__in=funds).select_related("fund").order_by("-made_at")[:5]
        ),
    }
    return render(request, "compensation/business/payments.html", own.frame(request) | context)


@guards.business
@require_POST
def make_file(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """One file for the bank with all orders of this fund that wait."""
    fund = get_object_or_404(_funds(request), pk=fund_id)
    try:
        made = verbs.make_file(fund, by=own.actor_of(request), at=clock.now())
    except (NotPossible, NotAllowed, Unfit) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("business-payments"))
    return HttpResponseRedirect(reverse("business-payment-file", args=[made.pk]))


@guards.business
@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One file for the bank: what is in it, and its download."""
    held = _file(request, file_id)
    page = page_of(held.orders.select_related("claim__case").order_by("reference"), request.GET.get("page"))
    context = {"file": held, "page": page}
    return render(request, "compensation/business/payment_file.html", own.frame(request) | context)


@guards.business
@require_safe
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file itself, as it was made."""
    held = _file(request, file_id)
    try:
        written = verbs.text_of(held)
    except NotPossible as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("business-payment-file", args=[held.pk]))
    answer = HttpResponse("\ufeff" + written, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="payments-{held.number}.csv"'
    return answer


def _funds(request: HttpRequest) -> Any:
    """The funds whose money this person keeps; 404 for somebody who keeps none."""
    funds = own.payable_funds(own.actor_of(request), on=clock.today())
    if not funds.exists():
        raise Http404
    return funds


def _file(request: HttpRequest, file_id: UUID) -> PaymentFile:
    held: PaymentFile = get_object_or_404(
        PaymentFile.objects.select_related("fund"), pk=file_id, fund__in=_funds(request)
    )
    return held


def _card(request: HttpRequest, order: PaymentOrder, now: datetime) -> dict[str, Any]:
    is_open = unmasking.is_open(request.session, order.claim_id, now)
    changed = situation.since_approved(order.claim.case, sum_fen=order.sum_fen)
    return {
        "order": order,
        "claim": order.claim,
        "payee": claims_facts.payee_rows(order.claim, is_open=is_open),
        "is_open": is_open,
        "is_late": order.due_at is not None and order.due_at < now,
        "meanwhile": situation.WORDS.get(changed, ""),
        "is_with_bank": order.state == PaymentOrder.State.SENT,
    }


def _waiting(funds: Any) -> list[dict[str, Any]]:
    """For each fund how many orders wait for a file, and how many of them name an account."""
    orders = PaymentOrder.objects.filter(fund__in=funds, state=PaymentOrder.State.ORDERED)
    held: dict[Fund, list[PaymentOrder]] = {}
    for order in verbs.with_case(orders).select_related("fund"):
        held.setdefault(order.fund, []).append(order)
    found = []
    for fund, rows in held.items():
        ready = [one for one in rows if verbs.goes_to_bank(one)]
        found.append({"fund": fund, "count": len(ready), "sum_fen": sum(one.sum_fen for one in ready)})
    return [one for one in found if one["count"]]


def debts(actor: Actor) -> ClaimQuerySet:
    """Claims for which one of these businesses had to pay back to somebody else's fund."""
    owed = Claim.objects.filter(against__in=actor.business_ids, recourses__isnull=False)
    return owed.exclude(fund__owner__in=actor.business_ids).with_parties().distinct()


type Owed = tuple[Claim, int, Instalment | None]


def _owed(_request: HttpRequest, rows: Sequence[Claim]) -> list[Owed]:
    keys = [one.pk for one in rows]
    accounts, nearest = ledger.accounts_of(keys), _nearest(keys)
    return [(one, accounts[one.pk].owed, nearest.get(one.pk)) for one in rows]


def _fund(row: Owed) -> Cell:
    held = row[0]
    of = claims_facts.number_and_name(held.case, held.against)
    return Cell(held.fund.name, reverse("business-debt", args=[held.pk]), lines=[of])


def _next(row: Owed) -> Cell:
    part, today = row[2], clock.today()
    if part is None:
        return Cell()
    due = Tag(spoken.day(part.due_on, today=today), "late" if part.due_on < today else "")
    return Cell(spoken.figures(part.left_fen), tags=[due])


LIST = List[Owed](
    gettext_lazy("To be paid back"),
    rows=lambda request: debts(own.actor_of(request)),
    prepared=_owed,
    columns=(
        Column(gettext_lazy("Fund"), _fund),
        Column(gettext_lazy("Still owed ({currency})"), lambda row: spoken.figures(row[1]), is_number=True),
        Column(gettext_lazy("Next part"), _next),
        Column(gettext_lazy("How it stands"), lambda row: claims_facts.stage(row[0])),
    ),
    lead=gettext_lazy(
        "A fund has paid your consumer first. You pay it back to the fund, not to the consumer."
    ),
    empty=gettext_lazy("You owe no fund anything."),
    frame=own.frame,
    guard=guards.business,
)


@guards.business
@require_safe
def debt(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """One debt: what the fund paid, what came back, and when the rest is due."""
    held: Claim = get_object_or_404(debts(own.actor_of(request)), pk=claim_id)
    context = {"claim": held, "trace": ledger.trace(held), "tone": claims_facts.TONES[held.stage]}
    return render(request, "compensation/business/debt.html", own.frame(request) | context)


def _nearest(claims: list[UUID]) -> dict[UUID, Instalment]:
    """The next part of each claim that is still to be paid. One query."""
    held: dict[UUID, Instalment] = {}
    rows = Instalment.objects.unpaid().filter(recourse__claim__in=claims).select_related("recourse")
    for one in rows.order_by("due_on", "number"):
        held.setdefault(one.recourse.claim_id, one)
    return held
