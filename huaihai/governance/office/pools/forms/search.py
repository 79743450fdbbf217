"""What is looked for in the pools."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.models.pools.entries import PoolEntryQuerySet
from huaihai.governance.models.pools.lives import State
from huaihai.governance.office.pools import wording
from huaihai.governance.office.pools.forms.parts import choose
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

OWN, ALL = "own", ""


class SearchForm(forms.Form):
    """Kind, field, city, day, words. What does not fit is said, and left out of the search."""

    q = Line(label=_("Words"), max_length=80, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("pool", "Kind"), required=False)
    skill = forms.ChoiceField(label=pgettext_lazy("pool", "Field"), required=False)
    city = forms.ChoiceField(label=_("Works in"), required=False)
    day = Day(label=_("Free on"), earliest=0, latest=732, required=False)
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[(ALL, _("All bodies")), (OWN, _("My body"))]
    )

    def __init__(self, data: Any, *, cities: list[Organisation]) -> None:
        super().__init__(data)
        self.cities = {city.key: city for city in cities}
        everything = [("", pgettext_lazy("pool", "All"))]
        choose(self, "kind", [*everything, *wording.kind_choices()])
        choose(self, "skill", [*everything, *wording.skill_choices()])
        choose(
            self,
            "city",
            [*everything, *((key, local_words.place(city.place_name)) for key, city in self.cities.items())],
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was looked for."""
        return any(self.cleaned_data.values()) if self.is_valid() else bool(self.errors)

    def found(self, rows: PoolEntryQuerySet, actor: Actor) -> PoolEntryQuerySet:
        """The entries that fit, without those whose consent was withdrawn."""
        self.is_valid()
        said = self.cleaned_data
        rows = rows.exclude(state=State.WITHDRAWN)
        if said.get("kind"):
            rows = rows.filter(kind=said["kind"])
        if said.get("skill"):
            rows = rows.able_to(said["skill"])
        if said.get("city"):
            rows = rows.serving(self.cities[said["city"]])
        if said.get("day"):
            rows = rows.free_on(said["day"])
        if said.get("whose") == OWN and actor.organisation is not None:
            rows = rows.of_body(actor.organisation)
        for word in fold(said.get("q", "")).split():
            rows = rows.filter(searched__contains=word)
        return rows
