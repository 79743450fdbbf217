"""Forms of a plan's items and downgrade rules."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.supervision.grading.items import MOST_REPLICATES
from huaihai.supervision.testing.planning import headings, item_checks
from huaihai.supervision.testing.planning.flat import FAILED, GROUP, POINTS, item_of, rule_of
from huaihai.supervision.testing.planning.numbers import DecimalField, ShareField, is_percentage
from huaihai.supervision.testing.planning.reading import rows_of

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

    name = Line(label=headings.HEADINGS["name"], max_length=80)
    group = forms.ChoiceField(label=headings.HEADINGS["group"])
    standard = Line(label=headings.HEADINGS["standard"], max_length=120)
    clause = Line(label=headings.HEADINGS["clause"], max_length=60, required=False)
    unit = Line(label=headings.HEADINGS["unit"], max_length=20, required=False)
    replicates = forms.IntegerField(
        label=headings.HEADINGS["replicates"], min_value=1, max_value=MOST_REPLICATES
    )
    combine = forms.ChoiceField(label=headings.HEADINGS["combine"], choices=COMBINE, widget=forms.RadioSelect)
    better = forms.ChoiceField(label=headings.HEADINGS["better"], choices=BETTER, widget=forms.RadioSelect)
    weight = DecimalField(label=headings.HEADINGS["weight"], most=100)
    limit = DecimalField(
        label=headings.HEADINGS["limit"],
        required=False,
        help_text=gettext_lazy("At most this where low is better, at least this where high is better."),
    )
    is_safety = forms.BooleanField(
        label=headings.HEADINGS["is_safety"],
        required=False,
        help_text=gettext_lazy("A downgrade rule has to answer to its failing."),
    )
    scale = forms.ChoiceField(label=headings.HEADINGS["scale"], choices=SCALES, widget=forms.RadioSelect)
    steps = Words(
        label=headings.HEADINGS["steps"],
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Only for steps: one a line, bound and points, the best first. For example: 0.05 100"
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    otherwise = DecimalField(label=headings.HEADINGS["else"], required=False)
    best = DecimalField(
        label=headings.HEADINGS["best"], required=False, help_text=gettext_lazy("Only for a straight line.")
    )
    worst = DecimalField(
        label=headings.HEADINGS["worst"], required=False, help_text=gettext_lazy("Only for a straight line.")
    )
    error_kind = forms.ChoiceField(
        label=headings.HEADINGS["error_kind"], choices=ERRORS, required=False, widget=forms.RadioSelect
    )
    error_u = ShareField(
        label=headings.HEADINGS["error_u"],
        required=False,
        help_text=gettext_lazy("Of one reading, as the laboratory states it: in the unit, or like 2%."),
    )
    detection = DecimalField(label=headings.HEADINGS["detection"], required=False)
    below_detection = forms.ChoiceField(
        label=headings.HEADINGS["below_detection"], choices=BELOW, required=False
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
            for name, why in item_checks.faults(self.row(), str(said.get("steps", ""))):
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

    name = Line(label=headings.HEADINGS["name"], max_length=80)
    when = forms.ChoiceField(label=headings.HEADINGS["when"], choices=WHEN, widget=forms.RadioSelect)
    item = forms.ChoiceField(label=gettext_lazy("Which item"), required=False)
    points = DecimalField(label=gettext_lazy("Fewer than so many points"), required=False, most=100)
    group = forms.ChoiceField(label=gettext_lazy("Which group"), required=False)
    failed = forms.IntegerField(
        label=gettext_lazy("At least so many items failed"), required=False, min_value=1, max_value=60
    )
    at_best = forms.ChoiceField(label=headings.HEADINGS["at_best"])

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
