"""What the business offers to everybody, after what the law says; and the page that takes it."""

from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting, Why
from huaihai.cases import at_once
from huaihai.cases.business import law_words
from huaihai.cases.consumer.filing import papers, questions, receipts, steps
from huaihai.cases.consumer.filing.remedies import support_of
from huaihai.cases.consumer.filing.steps import Draft, consumer_of
from huaihai.cases.models import Case, Consent
from huaihai.cases.verbs import intake
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, local_words
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.record.intake import KeyReused

CONFLICT = 409


class OffersForm(steps.FilingForm):
    """Only the draft's name: each offer is a button."""


def offers(request: HttpRequest, case: Case) -> HttpResponse:
    """The law, the standing offers that fit, and the way on."""
    found = at_once.of(case, on=clock.today())
    if not found.keys:
        return redirect(steps.address(questions.first_open(Draft(case))))
    form = OffersForm(case, request.POST or None)
    if request.method != "POST":
        return _offers_page(request, form, case, found)
    if "take" in request.POST:
        chosen = found.one(request.POST["take"])
        if chosen is None:
            messages.warning(request, gettext("This offer has changed meanwhile. Here is what stands today."))
            return _offers_page(request, form, case, found, status=CONFLICT)
        at_once.answer(case, chosen.version, shown=found, at=clock.now())
    elif "on" in request.POST:
        at_once.answer(case, None, shown=found, at=clock.now())
    elif steps.SAVE_LATER not in request.POST:
        return _offers_page(request, form, case, found)
    return questions.go_on(request, questions.OFFERS, case)


def shown(case: Case, one: Fitting) -> dict[str, Any]:
    """One standing offer as the pages of filing show it."""
    more = at_once.law_gives_more(case, one)
    return {
        "id": str(one.version.pk),
        "offer": one.version.offer,
        "given": standing_facts.given(one.terms, one.fit.sum_fen),
        "when": standing_facts.done_within(one.terms),
        "payer": standing_facts.payer(one.terms),
        "to_have": standing_facts.to_have(one.terms),
        "note": one.version.note,
        "law_more": [(local_words.said(each), local_words.in_script(each.article)) for each in more],
        "asked_more": bool(case.asked_fen and case.asked_fen > (one.fit.sum_fen or 0)),
        "needs_price": Why.PRICE_UNKNOWN in one.fit.reasons,
        "needs_day": Why.DAY_UNKNOWN in one.fit.reasons,
    }


def _offers_page(
    request: HttpRequest, form: OffersForm, case: Case, found: at_once.Found, **more: Any
) -> HttpResponse:
    context = {
        "law": law_words.BY_NATURE.get(case.nature, ()),
        "support": support_of(case),
        "offers": [shown(case, one) for one in found.fitting],
        "nearly": [shown(case, one) for one in found.nearly],
        "change_url": steps.change_url("paid"),
    }
    return questions.page(request, questions.OFFERS, form, Draft(case), **context, **more)


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


def settlement(request: HttpRequest, case: Case) -> HttpResponse:
    """What is taken, until when it is done, and the consents; sending settles it."""
    chosen = _chosen(case)
    if chosen is None:
        return redirect(steps.address(questions.OFFERS))
    if ahead := questions.missing(Draft(case)):
        return redirect(steps.address(ahead))
    needed = at_once.needed_consents(at_once.route_of(case))
    fund = _fund(case, chosen)
    initial = {"key": uuid4().hex, "seen": chosen.fit.sum_fen, **papers.given(case)}
    if fund:  # what was agreed to before did not name it
        named = case.consents.filter(wording=intake.WITH_FUND, withdrawn_at=None)
        initial["business"] = named.filter(purpose=Consent.Purpose.BUSINESS).exists()
    form = SettlementForm(case, request.POST or None, needed=needed, fund=fund, initial=initial)
    # A browser whose session is gone gets one with this answer, and presses once more (`sending.send`).
    if request.method == "POST" and request.session.session_key is not None and form.is_valid():
        try:
            return _settle(request, case, form, needed, fund)
        except (NotPossible, KeyReused):  # sent from another window meanwhile
            return redirect("file-receipt")
        except Unfit as error:
            if error.field == at_once.CHANGED:
                messages.warning(request, error.message)
                return redirect(steps.address(questions.OFFERS))
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return _settlement_page(request, form, case, chosen)


def _settle(
    request: HttpRequest, case: Case, form: SettlementForm, needed: list[str], fund: str
) -> HttpResponse:
    at = clock.now()
    wording = intake.WITH_FUND if fund else intake.CONSENT_WORDING
    intake.consent(case, purposes=needed, wording=wording, at=at)
    found = form.cleaned_data
    keep, by = partial(receipts.keep, request), consumer_of(case)
    at_once.settle_at_once(case, key=found["key"], sum_seen=found["seen"], by=by, at=at, keep=keep)
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


def _settlement_page(request: HttpRequest, form: SettlementForm, case: Case, chosen: Fitting) -> HttpResponse:
    route = at_once.route_of(case)
    context = {
        "chosen": shown(case, chosen),
        "business": at_once.business_of(case)[0],
        "done_by": chosen.terms.done_by(clock.now()),
        "by_fund": chosen.terms.paid_by_fund,
        "in_hours": chosen.terms.perform_unit == "hours",
        "watches": _body(route.lead),
        "person": case.complainant,
    }
    return questions.page(request, questions.SETTLEMENT, form, Draft(case), **context)


def _body(code: str | None) -> Organisation | None:
    return directory.body_for(code) if code else None
