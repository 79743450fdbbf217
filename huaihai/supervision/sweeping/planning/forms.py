"""Forms of a sweep's plan."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm
from huaihai.law import kinds
from huaihai.supervision.sweeping.lives import KINDS, SEVERITIES
from huaihai.supervision.sweeping.plan import FOLLOWING, LIMITS, MOST_DAYS, MOST_TARGET, Plan


def _number(**options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(widget=widget, **options)


class PlanForm(SeenForm):
    """All of the plan but the checklist."""

    trade = forms.ChoiceField(label=pgettext_lazy("sweep", "Which trade?"))
    what = Line(
        label=gettext_lazy("Which places, in a few words?"), help_text=gettext_lazy("For instance: gyms.")
    )
    first = Day(label=gettext_lazy("First day of the week"), earliest=-400, latest=800)
    last = Day(label=gettext_lazy("Last day of the week"), earliest=-400, latest=800)
    target = _number(
        label=gettext_lazy("How many places does each city check?"),
        min_value=1,
        max_value=MOST_TARGET,
        help_text=gettext_lazy("A city's own share, if it has one, goes first."),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        self.plan = plan
        first, last = plan.week
        held = {"trade": plan.trade, "what": plan.what, "first": first, "last": last}
        initial = held | {"target": plan.target or None} | _severity_values(plan)
        super().__init__(*args, initial=initial, **options)
        trade = self.fields["trade"]
        assert isinstance(trade, forms.ChoiceField)  # noqa: S101 # tells the type checker
        trade.choices = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
        for key, label in SEVERITIES.items():
            self._add_severity(key, str(label))

    def _add_severity(self, key: str, label: str) -> None:
        self.fields[f"days_{key}"] = _number(
            label=_("%(severity)s: how many days to cure it?") % {"severity": label},
            min_value=1,
            max_value=MOST_DAYS,
            help_text=_("%(n)d days are proposed; you may write another number.") % {"n": LIMITS[key].number},
        )
        self.fields[f"follow_{key}"] = forms.MultipleChoiceField(
            label=_("%(severity)s: what follows?") % {"severity": label},
            choices=[(kind, str(KINDS[kind])) for kind in FOLLOWING],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Please tick at least one.")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return cleaned

    def changed_plan(self) -> Plan:
        """The plan with what was typed."""
        said = self.cleaned_data
        return replace(
            self.plan,
            trade=said["trade"],
            what=said["what"],
            week=(said["first"], said["last"]),
            target=said["target"],
            cure_days=tuple((key, said[f"days_{key}"]) for key in SEVERITIES),
            follow=tuple((key, tuple(said[f"follow_{key}"])) for key in SEVERITIES),
        )


def _severity_values(plan: Plan) -> dict[str, Any]:
    days = dict(plan.cure_days)
    held: dict[str, Any] = {f"days_{key}": days.get(key) or limit.number for key, limit in LIMITS.items()}
    return held | {f"follow_{key}": list(plan.follows(key)) for key in SEVERITIES}
