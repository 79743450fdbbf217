"""The last page for who takes a standing offer: what it is, who gets the data for it, and "agreed"."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting
from huaihai.cases import at_once
from huaihai.cases.actions import at_once as taking
from huaihai.cases.actions import intake
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.consumer.filing import consents, offers, receipt, steps
from huaihai.cases.consumer.filing.drafts import consumer_of, with_draft
from huaihai.cases.lifecycle import NotPossible
from huaihai.cases.models import Case, Consent
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.record.intake import KeyReused

NAME = steps.SETTLEMENT
WITH_FUND = _(
    "I agree that the business, and the fund that pays for it, %(fund)s, get my name, my phone and what I wrote, "
    "to do what it offers"
)


class SettlementForm(steps.FilingForm):
    """Each consent by itself, never ticked beforehand; the other city's only where one takes part."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    business = forms.BooleanField(
        label=_("I agree that the business gets my name, my phone and what I wrote, to do what it offers"),
        error_messages={"required": _("Without this the business cannot do what it offers")},
    )
    other_body = forms.BooleanField(
        label=_("I agree that the association of the other city gets it too, to watch that it is done"),
        error_messages={"required": _("Without this nobody there can watch that it is done")},
    )

    def __init__(
        self, case: Case, data: Any = None, *, needed: list[str], fund: str = "", **options: Any
    ) -> None:
        super().__init__(case, data, **options)
        if fund:
            self.fields["business"].label = WITH_FUND % {"fund": fund}
        if Consent.Purpose.OTHER_BODY not in needed:
            del self.fields["other_body"]


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def settlement(request: HttpRequest, case: Case) -> HttpResponse:
    """What is taken, until when it is done, and the consents; sending settles it."""
    chosen = _chosen(case)
    if chosen is None:
        return redirect(steps.OFFERS)
    ahead = steps.first_open(case)
    if ahead != NAME:
        return redirect(ahead)
    needed = taking.needed_consents(taking.route_of(case))
    fund = _fund(case, chosen)
    initial = {"key": uuid4().hex, "seen": chosen.fit.sum_fen, **consents.given(case)}
    if fund:  # what was agreed to before did not name it
        named = case.consents.filter(wording=intake.WITH_FUND, withdrawn_at=None)
        initial["business"] = named.filter(purpose=Consent.Purpose.BUSINESS).exists()
    form = SettlementForm(case, request.POST or None, needed=needed, fund=fund, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _settle(request, case, form, needed, fund)
        except (NotPossible, KeyReused):  # sent from another window meanwhile
            return redirect("file-receipt")
        except Unfit as error:
            if error.field == taking.CHANGED:
                messages.warning(request, error.message)
                return redirect(steps.OFFERS)
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return _page(request, form, case, chosen)


def _settle(
    request: HttpRequest, case: Case, form: SettlementForm, needed: list[str], fund: str
) -> HttpResponse:
    at = clock.now()
    wording = intake.WITH_FUND if fund else intake.CONSENT_WORDING
    intake.consent(case, purposes=needed, wording=wording, at=at)
    found = form.cleaned_data
    done = taking.settle_at_once(case, key=found["key"], sum_seen=found["seen"], by=consumer_of(case), at=at)
    receipt.keep(request, done)
    return redirect("file-receipt")


def _fund(case: Case, chosen: Fitting) -> str:
    """The fund that will be asked to pay, and so gets the data; "" where the business pays itself."""
    business = at_once.business_of(case)[0]
    if not chosen.terms.paid_by_fund or business is None:
        return ""
    return standing_facts.fund_and_owner(business.pk, on=clock.today())


def _chosen(case: Case) -> Fitting | None:
    held = at_once.taking_of(case)
    return at_once.of(case, on=clock.today()).one(str(held.version_id)) if held else None


def _page(request: HttpRequest, form: SettlementForm, case: Case, chosen: Fitting) -> HttpResponse:
    route = taking.route_of(case)
    context = {
        "chosen": offers.shown(case, chosen),
        "business": at_once.business_of(case)[0],
        "done_by": chosen.terms.done_by(clock.now()),
        "by_fund": chosen.terms.paid_by_fund,
        "in_hours": chosen.terms.perform_unit == "hours",
        "watches": _body(route.lead),
        "person": case.complainant,
    }
    return steps.page(request, NAME, form, case, **context)


def _body(code: str | None) -> Organisation | None:
    return directory.body_for(code) if code else None
