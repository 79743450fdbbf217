"""Forms of the steps that all projects share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from huaihai.kit import local_words
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.country import pgettext_lazy
from huaihai.kit.form_fields import NEEDED, Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.money_field import MoneyField
from huaihai.members.models import Organisation
from huaihai.supervision.kinds import FEWEST_CITIES
from huaihai.supervision.models import Project

MOST = 100_000
ALLIANCE = "alliance"
STAYS = _("The reason stays in the record.")


@dataclass(frozen=True)
class CityPart:
    """What a city takes on: how many (products, places, interviews), and for how much, in fen."""

    body: Organisation
    share: int = 0
    budget_fen: int = 0


class CopyForm(forms.Form):
    """A project like an earlier one: its title, who takes part, its days. `of_kind` says how many cities it needs."""

    title = Line(label=_("What is it called?"), help_text=_("For instance: Kettles 2026."), max_length=120)
    lead = forms.ChoiceField(label=_("Who leads it?"))
    cities = forms.MultipleChoiceField(
        label=_("Which cities take part?"),
        help_text=_("Each other city is asked first, and may decline. A sweep needs at least two cities."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NEEDED},
    )
    starts_on = Day(label=_("First day of collecting"), earliest=-400, latest=800, required=False)
    ends_on = Day(label=_("Last day of collecting"), earliest=-400, latest=800, required=False)

    def __init__(
        self,
        *args: Any,
        leads: Sequence[Organisation | None],
        members: Sequence[Organisation],
        of_kind: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.of_kind = of_kind
        self.leads = {body.key if body else ALLIANCE: body for body in leads}
        self.members = {body.region_code: body for body in members}
        names = [(key, _name(body)) for key, body in self.leads.items()]
        self.fields["lead"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["cities"].choices = [  # type: ignore[attr-defined]
            (code, _name(body)) for code, body in self.members.items()
        ]
        if of_kind == Project.Kind.SWEEP:
            self.fields["title"].help_text = ""
            self.fields["starts_on"].required = self.fields["ends_on"].required = True
        elif not of_kind:
            for name in ("starts_on", "ends_on"):
                day: Any = self.fields[name]
                day.help_text, day.is_needed = _("A sweep needs it now; of all else it may come later."), True
        if len(names) == 1:
            self.fields["lead"].initial = names[0][0]
            self.fields["lead"].widget = forms.HiddenInput()
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        """A sweep has at least two cities and its week from the beginning."""
        cleaned = super().clean() or {}
        kind = self.of_kind or cleaned.get("kind", "")
        if "cities" in cleaned and len(cleaned["cities"]) < FEWEST_CITIES.get(kind, 0):
            self.add_error("cities", _("A sweep needs at least two cities. Please tick another one."))
        if kind == Project.Kind.SWEEP:
            for name in ("starts_on", "ends_on"):
                if not cleaned.get(name) and name not in self.errors:
                    label = self.fields[name].label
                    self.add_error(
                        name, _("A sweep has its week from the beginning: %(label)s") % {"label": label}
                    )
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was filled in, with bodies for their keys."""
        facts = dict(self.cleaned_data)
        facts["cities"] = [self.members[code] for code in facts["cities"]]
        return {**facts, "lead": self.leads[facts["lead"]]}


class ProjectForm(CopyForm):
    """What a new project is."""

    kind = forms.ChoiceField(
        label=_("What kind of supervision?"), choices=Project.Kind.choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Under which theme?"), choices=Project.Theme.choices, widget=forms.RadioSelect
    )
    question = Words(
        label=_("What will people know afterwards?"),
        help_text=_("One or two plain sentences. The public reads them."),
        max_length=600,
    )
    field_order = ("kind", "title", "theme", "question", "lead", "cities", "starts_on", "ends_on")


class AnswerForm(forms.Form):
    """Whether a city that is asked takes part."""

    agrees = forms.ChoiceField(
        label=_("Does your body take part?"),
        choices=[("yes", _("Yes, we take part")), ("no", _("No, not this time"))],
        widget=forms.RadioSelect,
    )
    why = Line(label=_("If not: why?"), max_length=300, required=False)


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
            self.fields[f"budget_{body.region_code}"] = MoneyField(
                label=_("%(city)s: money in {currency}") % {"city": name},
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

    def facts(self) -> dict[str, Any]:
        """The cities that were ticked."""
        typed = self.cleaned_data
        parts = [
            CityPart(body, typed.get(f"share_{code}") or 0, typed.get(f"budget_{code}") or 0)
            for body in self.bodies
            if typed.get(f"in_{(code := body.region_code)}")
        ]
        return {"cities": parts}


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


class ReleaseForm(RegistrationForm):
    """Making the file; a correction says what it corrects."""

    reason = Line(label=_("What is corrected, in a sentence the public reads?"), max_length=300)


def _name(body: Organisation | None) -> str:
    return (
        local_words.in_script(body.short_name) if body else str(pgettext_lazy("supervision", "the alliance"))
    )
