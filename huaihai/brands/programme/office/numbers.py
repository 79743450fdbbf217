"""New criteria by changing numbers of the newest version: weights, thresholds, priors, limits, days."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.programme import problem_words, words
from huaihai.brands.programme.content import name_of
from huaihai.brands.scoring import criteria
from huaihai.kit.form_fields import Line, name_what_is_needed

NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
LONGEST = 24
WHOLE = (
    "look_back_months",
    "within_months",
    "clocks",
    "valid_months",
    "notice_working_days",
    "wait_months_after_removal",
)
LABELS: Mapping[str, Any] = {
    "weight": pgettext_lazy("brands", "Weight"),
    "threshold": _("Least points"),
    "share": _("Share where nothing is known"),
    "strength": _("As many cases as weigh as much"),
    "at_least": _("From this number on"),
    "below": _("Below this number"),
    "within_months": _("Within so many months"),
    **words.ADMISSION,
    **words.CLOCKS,
    "look_back_months": words.PARTS["look_back_months"],
}


class NumbersForm(forms.Form):
    """One field for each number, named like its place in the JSON: "criteria.fund.weight"."""

    reason = Line(label=_("Why this version?"), help_text=_("Everybody reads this."), max_length=300)

    def __init__(self, *args: Any, base: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.base = base
        for place in places(base):
            value = _value(base, place)
            self.fields[".".join(place)] = Line(
                label=LABELS[place[-1]],
                required=place[-1] != "threshold",
                max_length=LONGEST,
                initial="" if value is None else str(value),
                widget=forms.TextInput(attrs=NUMBER),
            )
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        content = self.made()
        for one in criteria.problems(content):
            field = one.place if one.place in self.fields else None
            self.add_error(field, problem_words.sentence(one, content))
        return self.cleaned_data

    def made(self) -> dict[str, Any]:
        """The content with the numbers that were typed."""
        content = copy.deepcopy(dict(self.base))
        for place in places(self.base):
            typed = self.cleaned_data.get(".".join(place), "")
            _row(content, place)[place[-1]] = _read(place, typed)
        return content

    @property
    def groups(self) -> Iterator[tuple[str, list[tuple[str, list[BoundField]]]]]:
        """The fields as the page shows them: part of the criteria, then what they belong to."""
        for part in ("criteria", "triggers"):
            rows = [(name_of(row["name"]), self._of(f"{part}.{row['key']}.")) for row in self.base[part]]
            yield part, rows
        yield "admission", [("", [*self._of("admission."), *self._of("look_back_months")])]
        yield "clocks", [("", self._of("clocks."))]

    def _of(self, start: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(start)]


def places(base: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Where numbers stand that can be changed here."""
    for row in base["criteria"]:
        yield "criteria", row["key"], "weight"
        yield "criteria", row["key"], "threshold"
        if "prior" in row:
            yield "criteria", row["key"], "prior", "share"
            yield "criteria", row["key"], "prior", "strength"
    for row in base["triggers"]:
        yield "triggers", row["key"], "at_least" if "at_least" in row else "below"
        yield "triggers", row["key"], "within_months"
    yield from (("admission", name) for name in base["admission"])
    yield ("look_back_months",)
    yield from (("clocks", name) for name in base["clocks"])


def _value(content: Mapping[str, Any], place: tuple[str, ...]) -> Any:
    return _row(content, place)[place[-1]]


def _row(content: Any, place: tuple[str, ...]) -> Any:
    """What holds the number at this place."""
    held = content
    for name in place[:-1]:
        held = next(row for row in held if row["key"] == name) if isinstance(held, list) else held[name]
    return held


def _read(place: tuple[str, ...], typed: str) -> Any:
    """As the JSON says it: whole numbers as such, others in a string, an empty threshold as none."""
    if place[-1] == "threshold" and not typed:
        return None
    is_whole = place[-1] in WHOLE or place[0] in WHOLE
    return int(typed) if is_whole and typed.isascii() and typed.isdigit() else typed
