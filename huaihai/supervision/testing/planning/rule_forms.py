"""Forms of a plan's items and downgrade rules; what is wrong with an item is said beside its field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.supervision.grading.items import MOST_REPLICATES, read_items
from huaihai.supervision.grading.shape import Entry, Notes, Problem, as_decimal
from huaihai.supervision.testing.planning import reading
from huaihai.supervision.testing.planning.reading import DecimalField, ShareField, is_percentage, rows_of
from huaihai.supervision.testing.planning.shape import (
    FAILED,
    GROUP,
    POINTS,
    item_of,
    rule_of,
    step_lines,
    steps_of,
)
from huaihai.supervision.testing.wording import NOTHING, SENTENCES

# the last part of a problem's place, and the field that it is about
FIELDS = {
    "weight": "weight",
    "steps": "steps",
    "else": "otherwise",
    "best": "best",
    "worst": "worst",
    "limit": "limit",
    "max": "limit",
    "min": "limit",
    "u": "error_u",
    "error": "error_u",
    "detection": "detection",
    "scale": "scale",
    "type": "scale",
    "unit": "unit",
}
POSSIBLE = 100  # points


def faults(item: Mapping[str, Any], typed_steps: str) -> list[tuple[str, str]]:
    """The field and what is wrong with it; steps that cannot be read are quoted by their line."""
    is_steps = item["scale"].get("type") == "steps"
    if is_steps and (unread := _unread(typed_steps)):
        return [("steps", unread)]
    notes = Notes()
    read_items(Entry({"items": [{**item, "key": "new"}]}, "", notes))
    found = [(FIELDS.get(one.place.rpartition(".")[2]), _sentence(one)) for one in notes.problems]
    return [(name, why) for name, why in found if name]


def _sentence(problem: Problem) -> str:
    """What is wrong, without its place: it stands beside the field."""
    return _(SENTENCES[problem.code]) % {**NOTHING, **problem.facts}


def _unread(typed: str) -> str:
    """Which line of steps is no bound with its points; "" if all are."""
    for line in step_lines(typed):
        if not _is_step(steps_of(line)[0]):
            said = {"line": line[:40]}
            return (
                _("“%(line)s” cannot be read. Please write a bound and 0 to 100 points, such as 0.05 100")
                % said
            )
    return ""


def _is_step(parts: list[str]) -> bool:
    numbers = [as_decimal(part) for part in parts]
    if len(numbers) != 2:
        return False
    bound, points = numbers
    return bound is not None and points is not None and 0 <= points <= POSSIBLE


COMBINE = (
    ("mean", pgettext_lazy("combine", "mean")),
    ("median", pgettext_lazy("combine", "median")),
    ("worst", pgettext_lazy("combine", "the worst one")),
)
BETTER = (
    ("low", pgettext_lazy("better", "the lower, the better")),
    ("high", pgettext_lazy("better", "the higher, the better")),
)
SCALES = (
    ("limit", pgettext_lazy("scale", "limit kept: 100 points, else 0")),
    ("pass", pgettext_lazy("scale", "passed or failed (readings 1 and 0)")),
    ("steps", pgettext_lazy("scale", "steps")),
    ("linear", pgettext_lazy("scale", "a straight line between two values")),
)
ERRORS = (
    ("", pgettext_lazy("error", "not known")),
    ("absolute", pgettext_lazy("error", "in the unit of the item")),
    ("relative", pgettext_lazy("error", "as a share of the value (0.02: two percent)")),
)
BELOW = (
    ("half", pgettext_lazy("below", "half of the limit")),
    ("zero", pgettext_lazy("below", "zero")),
    ("limit", pgettext_lazy("below", "the limit itself")),
)
WHEN = (
    (FAILED, pgettext_lazy("downgrade", "an item failed its limit")),
    (POINTS, pgettext_lazy("downgrade", "an item has too few points")),
    (GROUP, pgettext_lazy("downgrade", "so many items of a group failed")),
)


def _choices(plan: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    return [
        (str(row.get("key", "")), str(row.get("name", "")) or str(row.get("key", "")))
        for row in rows_of(plan, name)
    ]


class ItemForm(SeenForm):
    """What is measured, how readings are combined, how a value becomes points."""

    name = Line(label=reading.HEADINGS["name"], max_length=80)
    group = forms.ChoiceField(label=reading.HEADINGS["group"])
    standard = Line(label=reading.HEADINGS["standard"], max_length=120)
    clause = Line(label=reading.HEADINGS["clause"], max_length=60, required=False)
    unit = Line(label=reading.HEADINGS["unit"], max_length=20, required=False)
    replicates = forms.IntegerField(
        label=reading.HEADINGS["replicates"], min_value=1, max_value=MOST_REPLICATES
    )
    combine = forms.ChoiceField(label=reading.HEADINGS["combine"], choices=COMBINE, widget=forms.RadioSelect)
    better = forms.ChoiceField(label=reading.HEADINGS["better"], choices=BETTER, widget=forms.RadioSelect)
    weight = DecimalField(label=reading.HEADINGS["weight"], most=100)
    limit = DecimalField(
        label=reading.HEADINGS["limit"],
        required=False,
        help_text=gettext_lazy("At most this where low is better, at least this where high is better."),
    )
    is_safety = forms.BooleanField(
        label=reading.HEADINGS["is_safety"],
        required=False,
        help_text=gettext_lazy("A downgrade rule has to answer to its failing."),
    )
    scale = forms.ChoiceField(label=reading.HEADINGS["scale"], choices=SCALES, widget=forms.RadioSelect)
    steps = Words(
        label=reading.HEADINGS["steps"],
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Only for steps: one a line, bound and points, the best first. For example: 0.05 100"
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    otherwise = DecimalField(label=reading.HEADINGS["else"], required=False)
    best = DecimalField(
        label=reading.HEADINGS["best"], required=False, help_text=gettext_lazy("Only for a straight line.")
    )
    worst = DecimalField(
        label=reading.HEADINGS["worst"], required=False, help_text=gettext_lazy("Only for a straight line.")
    )
    error_kind = forms.ChoiceField(
        label=reading.HEADINGS["error_kind"], choices=ERRORS, required=False, widget=forms.RadioSelect
    )
    error_u = ShareField(
        label=reading.HEADINGS["error_u"],
        required=False,
        help_text=gettext_lazy("Of one reading, as the laboratory states it: in the unit, or like 2%."),
    )
    detection = DecimalField(label=reading.HEADINGS["detection"], required=False)
    below_detection = forms.ChoiceField(
        label=reading.HEADINGS["below_detection"], choices=BELOW, required=False
    )

    def __init__(self, *args: Any, plan: Mapping[str, Any], others: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].choices = _choices(plan, "groups")  # type: ignore[attr-defined]  # a ChoiceField
        if others:
            self.fields["weight"].help_text = _(
                "The other items have %(others)s; together it must be 100."
            ) % {"others": others}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        wanted = {"steps": ("steps",), "linear": ("best", "worst"), "limit": ("limit",)}
        for name in wanted.get(said.get("scale", ""), ()):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("This kind of points needs it.")))
        self._check_error(said)
        if not self.errors:
            for name, why in faults(self.row(), str(said.get("steps", ""))):
                self.add_error(name, why)
        return said

    def _check_error(self, said: dict[str, Any]) -> None:
        kind, u = said.get("error_kind"), said.get("error_u")
        if is_percentage(self.data.get("error_u")):
            if kind == "absolute":
                self.add_error("error_u", _("A percentage is a share of the value: please choose that kind."))
            said["error_kind"] = kind or "relative"
        elif u and not kind:
            self.add_error("error_kind", _("Please say whether it is in the unit or a share of the value."))
        elif kind and not u and "error_u" not in self.errors:
            self.add_error("error_u", _("Please say how large the error is."))

    def row(self) -> dict[str, Any]:
        """The item as the plan has it. What passes or fails has no limit and no error; its worst reading counts."""
        said = self.facts()
        said["else"] = said.pop("otherwise")
        if not said["error_kind"]:
            said["error_u"] = ""
        if said["scale"] == "pass":
            nothing = dict.fromkeys(("limit", "error_kind", "error_u", "detection"), "")
            said |= nothing | {"combine": "worst", "better": "high"}
        return item_of(said)


class DowngradeForm(SeenForm):
    """When a product gets a grade at best, whatever its total."""

    name = Line(label=reading.HEADINGS["name"], max_length=80)
    when = forms.ChoiceField(label=reading.HEADINGS["when"], choices=WHEN, widget=forms.RadioSelect)
    item = forms.ChoiceField(label=gettext_lazy("Which item"), required=False)
    points = DecimalField(label=gettext_lazy("Fewer than so many points"), required=False, most=100)
    group = forms.ChoiceField(label=gettext_lazy("Which group"), required=False)
    failed = forms.IntegerField(
        label=gettext_lazy("At least so many items failed"), required=False, min_value=1, max_value=60
    )
    at_best = forms.ChoiceField(label=reading.HEADINGS["at_best"])

    def __init__(self, *args: Any, plan: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        nothing = ("", "–")  # an empty choice
        for name, of in (("item", "items"), ("group", "groups")):
            self.fields[name].choices = [nothing, *_choices(plan, of)]  # type: ignore[attr-defined]
        worse = _choices(plan, "grades")[1:]  # at best the best grade would change nothing
        self.fields["at_best"].choices = worse  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        wanted = {FAILED: ("item",), POINTS: ("item", "points"), GROUP: ("group", "failed")}
        for name in wanted.get(said.get("when", ""), ()):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("This rule needs it.")))
        return said

    def row(self) -> dict[str, Any]:
        """The rule as the plan has it."""
        said = self.facts()
        of = said["group"] if said["when"] == GROUP else said["item"]
        number = {GROUP: said["failed"], POINTS: said["points"]}.get(said["when"], "")
        flat = {"name": said["name"], "when": said["when"], "at_best": said["at_best"]}
        return rule_of(flat | {"of": of, "number": number})
