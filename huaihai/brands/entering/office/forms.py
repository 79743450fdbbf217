"""The forms of staff: recommending as a city, matching, setting aside, dealing with a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.entering.actions.nominating import Said
from huaihai.brands.entering.actions.reporting import LONGEST_OUTCOME
from huaihai.brands.entering.forms import ThingForm, WhyForm
from huaihai.brands.entering.things import Thing
from huaihai.brands.models import LooseNomination
from huaihai.businesses.models import Business, Place
from huaihai.kit.form_fields import SeenForm, Words


class CityForm(ThingForm, WhyForm):
    """A city's association recommends."""

    field_order = ("kind", "place", "what", "why", "free", "key")

    def said(self) -> Said:
        """The recommendation in words."""
        return Said(self.cleaned_data["why"], self.cleaned_data["free"], self.cleaned_data["key"])

    def thing(self, business: Business) -> Thing:
        """What is recommended."""
        return Thing(business, self.cleaned_data["kind"], self.chosen_place, self.cleaned_data["what"])


class MatchForm(SeenForm, ThingForm):
    """Which thing of the business a consumer meant; as it was typed, until somebody says otherwise."""

    field_order = ("kind", "place", "what", "seen")

    def __init__(self, *args: Any, row: LooseNomination, places: list[Place], **options: Any) -> None:
        initial = {"kind": row.kind, "what": row.what}
        super().__init__(*args, seen=row.version, places=places, initial=initial, **options)

    def thing(self, business: Business) -> Thing:
        """What is meant."""
        return Thing(business, self.cleaned_data["kind"], self.chosen_place, self.cleaned_data["what"])


class AsideForm(SeenForm):
    """Why it is set aside."""

    answer = Words(
        label=pgettext_lazy("nomination", "Why is it set aside?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DealtWithForm(SeenForm):
    """What was done about a report."""

    outcome = Words(
        label=_("What was done?"),
        help_text=_("The auditors read it. Name no person."),
        max_length=LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
