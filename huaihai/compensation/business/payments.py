"""The cashier's pages: what is to be paid now, the file for the bank, and the orders it names."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases.pages import unmasking
from huaihai.compensation import meanwhile
from huaihai.compensation.actions import paying
from huaihai.compensation.business import own
from huaihai.compensation.models import Fund, PaymentFile, PaymentOrder
from huaihai.compensation.pages import claim_words
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

OPEN = (PaymentOrder.State.ORDERED, PaymentOrder.State.SENT)


@guards.business
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Every order that waits, the most urgent first."""
    funds, now = _funds(request), clock.now()
    orders = (
        paying.with_case(PaymentOrder.objects.filter(fund__in=funds, state__in=OPEN))
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
        made = paying.make_file(fund, by=own.actor_of(request), at=clock.now())
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
        written = paying.text_of(held)
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
    changed = meanwhile.since_approved(order.claim.case, sum_fen=order.sum_fen)
    return {
        "order": order,
        "claim": order.claim,
        "payee": claim_words.payee_rows(order.claim, is_open=is_open),
        "is_open": is_open,
        "is_late": order.due_at is not None and order.due_at < now,
        "meanwhile": meanwhile.WORDS.get(changed, ""),
        "is_with_bank": order.state == PaymentOrder.State.SENT,
    }


def _waiting(funds: Any) -> list[dict[str, Any]]:
    """For each fund how many orders wait for a file, and how many of them name an account."""
    orders = PaymentOrder.objects.filter(fund__in=funds, state=PaymentOrder.State.ORDERED)
    held: dict[Fund, list[PaymentOrder]] = {}
    for order in paying.with_case(orders).select_related("fund"):
        held.setdefault(order.fund, []).append(order)
    found = []
    for fund, rows in held.items():
        ready = [one for one in rows if paying.goes_to_bank(one)]
        found.append({"fund": fund, "count": len(ready), "sum_fen": sum(one.sum_fen for one in ready)})
    return [one for one in found if one["count"]]
