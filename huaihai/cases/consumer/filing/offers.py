"""First what the law gives, then what the business offers to everybody: take one, or go on with the complaint."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting, Why
from huaihai.cases import at_once
from huaihai.cases.actions import at_once as taking
from huaihai.cases.business import law_words
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.drafts import with_draft
from huaihai.cases.consumer.filing.wanted import support_of
from huaihai.cases.models import Case
from huaihai.kit import clock, local_words

NAME = steps.OFFERS
CONFLICT = 409


class OffersForm(steps.FilingForm):
    """Only the draft's name: each offer is a button."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def offers(request: HttpRequest, case: Case) -> HttpResponse:
    """The law, the standing offers that fit, and the way on."""
    found = at_once.of(case, on=clock.today())
    if not found.keys:
        return redirect(steps.first_open(case))
    form = OffersForm(case, request.POST or None)
    if request.method != "POST":
        return _page(request, form, case, found)
    if "take" in request.POST:
        chosen = found.one(request.POST["take"])
        if chosen is None:
            messages.warning(request, _("This offer has changed meanwhile. Here is what stands today."))
            return _page(request, form, case, found, status=CONFLICT)
        taking.answer(case, chosen.version, shown=found, at=clock.now())
    elif "on" in request.POST:
        taking.answer(case, None, shown=found, at=clock.now())
    elif steps.SAVE_LATER not in request.POST:
        return _page(request, form, case, found)
    return steps.go_on(request, NAME, case)


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


def _page(
    request: HttpRequest, form: OffersForm, case: Case, found: at_once.Found, **more: Any
) -> HttpResponse:
    context = {
        "law": law_words.BY_NATURE.get(case.nature, ()),
        "support": support_of(case),
        "offers": [shown(case, one) for one in found.fitting],
        "nearly": [shown(case, one) for one in found.nearly],
        "change_url": steps.change_url(steps.STORY),
    }
    return steps.page(request, NAME, form, case, **context, **more)
