"""Forms of the office: a legal basis, its end, new criteria as JSON or by changing numbers."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from huaihai.brands.models import Basis
from huaihai.brands.office.forms import PlainForm
from huaihai.brands.programme import words
from huaihai.brands.programme.content import name_of
from huaihai.brands.scoring import criteria
from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed

FAR = 365 * 20  # days
LONGEST = 200_000  # characters of criteria
SHOWN = 30  # problems that are named
NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
LONGEST_NUMBER = 24


@dataclass(frozen=True)
class Paper:
    """What the paper of an authority says; `source`: where anybody can read it."""

    kind: str
    title: str
    number: str
    authority: str
    issued_on: date
    from_on: date
    until_on: date | None
    source: str


class BasisForm(forms.Form):
    """What the paper of an authority says."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Basis.Kind.choices, widget=forms.RadioSelect)
    title = Line(label=_("What is the paper called?"), max_length=200)
    number = Line(
        label=_("Its number"), help_text=_("As the authority wrote it."), max_length=80, required=False
    )
    authority = Line(label=_("Which authority issued it?"), max_length=120)
    issued_on = Day(label=_("When was it issued?"), earliest=-FAR, latest=0)
    from_on = Day(label=pgettext_lazy("basis", "First day on which it counts"), earliest=-FAR, latest=FAR)
    until_on = Day(
        label=pgettext_lazy("basis", "Last day on which it counts"),
        help_text=_("Leave it empty if the paper names none."),
        earliest=-FAR,
        latest=FAR,
        required=False,
    )
    source = Line(
        label=_("Where can anybody read it?"),
        help_text=_("A web address, or where the paper is kept. Everybody reads this."),
        max_length=300,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def paper(self) -> Paper:
        """What was typed."""
        return Paper(**self.cleaned_data)


class ReasonForm(PlainForm):
    """Why?"""

    reason = Line(label=_("Why?"), help_text=_("Everybody reads this."), max_length=300)


class ConfirmForm(PlainForm):
    """The second voice about the proposal that was made at this instant (ISO)."""

    proposed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    sure = forms.BooleanField(
        label=_("I have read why, and I agree."),
        error_messages={"required": _("Please tick this if you agree. If you do not, go back.")},
    )

    def facts(self) -> dict[str, Any]:
        return {"seen": self.cleaned_data["proposed"]}


class JsonForm(forms.Form):
    """Criteria as JSON: all that is wrong is said in words, and what was pasted stays."""

    content = Words(
        label=_("The criteria as JSON"),
        help_text=_("As described in docs/guides/scores-file.md. Numbers stand in quotes."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
    )
    reason = Line(label=_("Why this version?"), help_text=_("Everybody reads this."), max_length=300)

    def __init__(self, *args: Any, base: Mapping[str, Any], **options: Any) -> None:
        text = json.dumps(base, ensure_ascii=False, indent=2)
        super().__init__(*args, **{**options, "initial": {"content": text}})
        name_what_is_needed(self)

    def clean_content(self) -> dict[str, Any]:
        """The JSON, if criteria can be made of it."""
        try:
            read = json.loads(self.cleaned_data["content"], object_pairs_hook=_once, parse_constant=_refused)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(
                _t("This is no JSON that can be read: %(why)s") % {"why": error}
            ) from error
        if not isinstance(read, dict):
            raise forms.ValidationError(_t("Criteria are one object, in curly brackets."))
        if wrong := criteria.problems(read):
            raise forms.ValidationError(in_words(wrong, read))
        return read

    def made(self) -> dict[str, Any]:
        """The content."""
        content: dict[str, Any] = self.cleaned_data["content"]
        return content


def in_words(wrong: list[Any], content: Mapping[str, Any]) -> list[str]:
    """What is wrong, sentence by sentence; a long list is cut and says so."""
    said = [words.sentence(one, content) for one in wrong[:SHOWN]]
    more = len(wrong) - SHOWN
    if more > 0:
        said.append(ngettext("and %(n)s more.", "and %(n)s more.", more) % {"n": more})
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_t("a name stands twice in one object"))
    return found


def _refused(constant: str) -> None:
    raise ValueError(_t("%(found)s is no number") % {"found": constant})


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
                max_length=LONGEST_NUMBER,
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
            self.add_error(field, words.sentence(one, content))
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
