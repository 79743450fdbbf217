"""The body that has a case hands it out as a whole: for what, then the file."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.cases import life, unmasking
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.package import facts, verbs
from huaihai.cases.package.handing import handed
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.desk.asking import asking, show
from huaihai.desk.lives import NotAllowed
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import PlainForm

MADE: Final = "packages"  # session key: case → until when its package is handed out here


class PurposeForm(PlainForm):
    """What it is for."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What is it for?"),
        choices=tuple(verbs.PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is for.")},
    )


@guards.staff(*CASEWORK)
@never_cache
@asking
def package(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """For what; then a page from which the file comes by itself."""
    situation = _held(request, case_id)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    back = reverse("desk-case", args=[case_id]) + "#papers"
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            verbs.make_package(
                situation.case, purpose=form.cleaned_data["purpose"], by=situation.actor, at=at
            )
        except NotAllowed as error:
            raise Http404 from error
        unmasking.keep_open(request.session, case_id, at, under=MADE)
        address = reverse("case-package-file", args=[case_id])
        return show(
            request, "cases/package/comes.html", current="", file=address, back=back, case=situation.case
        )
    question = {
        "title": _("The whole file, signed"),
        "lead": _(
            "One ZIP for a court or an arbitration: what both sides said, the papers, the evidence and every "
            "step, with names and telephones. Notes among bodies stay here. That you took it, and for "
            "what, stands in the record."
        ),
        "button": _("Make the package"),
        "back": back,
        "back_label": situation.case.title or str(situation.case),
    }
    return show(request, "cases/package/ask.html", current="", question=question, form=form)


@guards.staff(*CASEWORK)
@require_safe
def file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The package, for a quarter of an hour after it was said what it is for."""
    situation, at = _held(request, case_id), clock.now()
    if not unmasking.is_open(request.session, case_id, at, under=MADE):
        return redirect("case-package", case_id=case_id)
    return handed(lambda: facts.of(situation.case, life.BODY, by=situation.actor, at=at))


def _held(request: HttpRequest, case_id: UUID) -> Situation:
    situation = situation_of(request, case_id)
    if life.BODY not in situation.parties or not situation.case.receipt_hash:  # a draft, or emptied
        raise Http404
    return situation
