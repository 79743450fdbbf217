"""Forms of a year's programme: its days, its criteria, what is to be done."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.members.models import Organisation
from huaihai.supervision.models import Project
from huaihai.supervision.office.forms import CitiesForm
from huaihai.supervision.programme.actions.choosing import Task
from huaihai.supervision.programme.criteria import MOST_CRITERIA, WHOLE, Criterion

FAR = 1500  # days
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class OpeningForm(forms.Form):
    """A year, and until when topics and scores come in."""

    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs=NUMBER),
    )
    proposals_until = Day(label=_("Last day for proposing topics"), earliest=0, latest=FAR)
    scores_until = Day(label=_("Last day for scoring"), earliest=0, latest=FAR)


class CriteriaForm(SeenForm):
    """By what topics are scored: up to eight lines, each a name, what it asks, and its weight in percent."""

    proposals_until = Day(label=_("Last day for proposing topics"), earliest=0, latest=FAR)
    scores_until = Day(label=_("Last day for scoring"), earliest=0, latest=FAR)

    def __init__(self, *args: Any, held: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.held = {one.name: one for one in held}
        for place in range(MOST_CRITERIA):
            one = held[place] if place < len(held) else None
            self.fields[f"name_{place}"] = Line(
                label=_t("Criterion %(n)s") % {"n": place + 1},
                max_length=20,
                required=False,
                initial=one.name if one else "",
            )
            self.fields[f"asks_{place}"] = Line(
                label=pgettext_lazy("criterion", "What it asks"),
                max_length=120,
                required=False,
                initial=one.asks if one else "",
            )
            self.fields[f"weight_{place}"] = forms.IntegerField(
                label=pgettext_lazy("criterion", "Weight in percent"),
                min_value=1,
                max_value=WHOLE,
                required=False,
                initial=one.weight if one else None,
                widget=forms.TextInput(attrs=NUMBER),
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The three fields of each line."""
        return [
            (self[f"name_{place}"], self[f"asks_{place}"], self[f"weight_{place}"])
            for place in range(MOST_CRITERIA)
        ]

    def criteria(self) -> list[Criterion]:
        """The lines that have a name; one that kept its name keeps its key and its English words."""
        said = self.cleaned_data
        found = []
        for place in range(MOST_CRITERIA):
            name, asks = said.get(f"name_{place}") or "", said.get(f"asks_{place}") or ""
            if not name:
                continue
            before = self.held.get(name)
            is_same = before is not None and before.asks == asks
            found.append(
                Criterion(
                    key=before.key if before else f"own-{place + 1}",
                    name=name,
                    asks=asks,
                    weight=said.get(f"weight_{place}") or 0,
                    name_en=before.name_en if before else "",
                    asks_en=before.asks_en if before and is_same else "",
                )
            )
        return found


class TaskForm(CitiesForm):
    """What is to be done about a topic: words, kind, theme, leader, days, and each city's share and money."""

    OWN = ("title", "why", "kind", "theme", "lead", "starts_on", "ends_on", "reason")

    title = Line(label=_("What is it called?"), max_length=120)
    why = Words(label=_("Why?"), max_length=1000, help_text=_("The public reads it."))
    kind = forms.ChoiceField(label=_("What kind of supervision?"), choices=Project.Kind.choices)
    theme = forms.ChoiceField(label=_("Under which theme?"), choices=Project.Theme.choices)
    lead = forms.ChoiceField(label=_("Who leads it?"))
    starts_on = Day(label=pgettext_lazy("programme", "First day"), earliest=-FAR, latest=FAR)
    ends_on = Day(label=pgettext_lazy("programme", "Last day"), earliest=-FAR, latest=FAR)
    reason = Line(label=_("Why is it changed?"), help_text=_("Everybody reads this."), max_length=300)

    def __init__(
        self, *args: Any, bodies: Sequence[Organisation], is_adopted: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, bodies=bodies, **options)
        self.leads = {body.key: body for body in bodies}
        named = [(key, local_words.in_script(body.short_name)) for key, body in self.leads.items()]
        self.fields["lead"].choices = [*named, ("alliance", _t("the alliance"))]  # type: ignore[attr-defined]
        if not is_adopted:
            del self.fields["reason"]
        name_what_is_needed(self)

    @property
    def own(self) -> list[Any]:
        """The fields beside those of the cities."""
        return [self[name] for name in self.OWN if name in self.fields]

    def task(self) -> Task:
        """What was filled in."""
        names = ("title", "why", "kind", "theme", "starts_on", "ends_on")
        said = {name: self.cleaned_data[name] for name in names}
        return Task(**said, lead=self.leads.get(self.cleaned_data["lead"]), parts=self.parts())


class ReasonForm(SeenForm):
    """Why?"""

    reason = Words(label=_("Why?"), max_length=300, help_text=_("Everybody reads this."))
