"""The pledge that the consumer uses: what it gives for this purchase, and where the goods go back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.pledges import words
from huaihai.cases import pledged
from huaihai.cases.actions import intake
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.drafts import with_draft
from huaihai.cases.models import Case
from huaihai.kit import clock

NAME = steps.PLEDGE
MOST_PLACES = 500  # to choose from


class PledgeForm(steps.FilingForm):
    """For a pledge across shops: the shop to go to. Else only the draft's name."""

    return_place = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Where do you want to hand it in?"),
        help_text=_("Who leads the case does not change by this: the city where you bought it does."),
        error_messages={"required": _("Please choose a shop")},
    )

    def __init__(
        self, case: Case, data: Any = None, *, places: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(case, data, **options)
        if not places:
            del self.fields["return_place"]
            return
        field: Any = self.fields["return_place"]
        field.choices = places


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def pledge(request: HttpRequest, case: Case) -> HttpResponse:
    """The version that counts for the day of the purchase; whether it is in time; the shop to go to."""
    found = pledged.of(case, today=clock.today())
    if found is None:
        return redirect(steps.first_open(case))
    held = {str(one.pk): one for one in pledged.hand_in_places(case)[:MOST_PLACES]}
    choices = [(key, _words(one)) for key, one in held.items()]
    initial = {"return_place": str(case.return_place_id) if case.return_place_id else ""}
    form = PledgeForm(case, request.POST or None, places=choices, initial=initial)
    if request.method == "POST":
        fits = form.is_valid()
        chosen = form.cleaned_data.get("return_place")
        if chosen or (fits and case.return_place_id):
            intake.save_answers(case, return_place=held.get(chosen or ""))
        if fits or steps.SAVE_LATER in request.POST:
            return steps.go_on(request, NAME, case)
    return steps.page(request, NAME, form, case, pledged=found)


def _words(place: Any) -> str:
    said = words.place_words(place)
    return " · ".join(filter(None, (said["name"], said["address"])))
