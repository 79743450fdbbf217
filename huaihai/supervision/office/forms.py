"""Forms of the steps that all projects share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.yuan_field import YuanField
from huaihai.members.models import Organisation
from huaihai.supervision.actions.planning import CityPart
from huaihai.supervision.models import Project

MOST = 100_000


class ProjectForm(forms.Form):
    """What a new project is."""

    kind = forms.ChoiceField(
        label=_("What kind of supervision?"), choices=Project.Kind.choices, widget=forms.RadioSelect
    )
    title = Line(label=_("What is it called?"), help_text=_("For instance: Kettles 2026."), max_length=120)
    theme = forms.ChoiceField(
        label=_("Under which theme?"), choices=Project.Theme.choices, widget=forms.RadioSelect
    )
    question = Words(
        label=_("What will people know afterwards?"),
        help_text=_("One or two plain sentences. The public reads them."),
        max_length=600,
    )
    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    lead = forms.ChoiceField(label=_("Who leads it?"))
    starts_on = Day(label=_("First day of collecting"), earliest=-400, latest=800, required=False)
    ends_on = Day(label=_("Last day of collecting"), earliest=-400, latest=800, required=False)

    def __init__(self, *args: Any, bodies: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        lead.choices = bodies
        name_what_is_needed(self)


class CitiesForm(SeenForm):
    """Which cities take part, with how many, for how much: three fields a city."""

    def __init__(
        self, *args: Any, bodies: Sequence[Organisation], held: Sequence[CityPart] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.bodies = bodies
        parts = {part.body.pk: part for part in held}
        for body in bodies:
            part, name = parts.get(body.pk), local_words.in_script(body.short_name)
            self.fields[f"in_{body.region_code}"] = forms.BooleanField(
                label=name, required=False, initial=part is not None
            )
            self.fields[f"share_{body.region_code}"] = forms.IntegerField(
                label=_("%(city)s: how many") % {"city": name},
                required=False,
                min_value=0,
                max_value=MOST,
                initial=part.share if part else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
            self.fields[f"budget_{body.region_code}"] = YuanField(
                label=_("%(city)s: money in yuan") % {"city": name},
                required=False,
                initial=part.budget_fen if part else None,
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Tick, number and money of each city."""
        names = ("in", "share", "budget")
        return [
            (self[f"{names[0]}_{code}"], self[f"{names[1]}_{code}"], self[f"{names[2]}_{code}"])
            for code in (body.region_code for body in self.bodies)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(f"in_{body.region_code}") for body in self.bodies):
            self.add_error(None, _("Please tick at least one city."))
        return cleaned

    def parts(self) -> list[CityPart]:
        """The cities that were ticked."""
        said = self.cleaned_data
        return [
            CityPart(body, said.get(f"share_{code}") or 0, said.get(f"budget_{code}") or 0)
            for body in self.bodies
            if said.get(f"in_{(code := body.region_code)}")
        ]


class RegistrationForm(SeenForm):
    """Freezing the plan. A second version needs its reason."""

    reason = Line(label=_("Why does the registered plan change?"), max_length=300)

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_first:
            del self.fields["reason"]


class ReasonForm(SeenForm):
    """Why?"""

    reason = Words(label=_("Why?"), max_length=600)


class ConfirmForm(SeenForm):
    """A step that asks for nothing."""


class ReleaseForm(SeenForm):
    """Making the file; a correction says what it corrects."""

    reason = Line(label=_("What is corrected, in a sentence the public reads?"), max_length=300)

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_first:
            del self.fields["reason"]
