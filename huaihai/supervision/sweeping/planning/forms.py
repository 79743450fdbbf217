"""Forms of a sweep's plan."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.law import kinds
from huaihai.supervision.sweeping.lives import KINDS, SEVERITIES
from huaihai.supervision.sweeping.plan import FOLLOWING, LIMITS, MOST_DAYS, MOST_TARGET, Item, Plan
from huaihai.supervision.sweeping.plan_problems import unresolved


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


class ItemForm(SeenForm):
    """One item of the checklist."""

    name = Line(
        label=gettext_lazy("What is looked at?"), max_length=60, help_text=gettext_lazy("In a few words.")
    )
    finding = Words(label=gettext_lazy("What counts as a finding?"), max_length=600)
    severity = forms.ChoiceField(
        label=gettext_lazy("How grave is it?"), choices=list(SEVERITIES.items()), widget=forms.RadioSelect
    )
    basis = Words(
        label=gettext_lazy("Which rules does it rest on?"),
        max_length=1000,
        help_text=gettext_lazy(
            "One a line, with its article. A law in title marks becomes a link, so the law library must hold it."
        ),
    )
    guidance = Words(
        label=gettext_lazy("What should the business do?"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("It stands in the written advice."),
    )
    photo = forms.BooleanField(label=gettext_lazy("A photo of the finding is wanted"), required=False)

    def __init__(self, *args: Any, item: Item | None, **options: Any) -> None:
        held = (
            {
                "name": item.name,
                "finding": item.finding,
                "severity": item.severity,
                "basis": "\n".join(item.basis),
                "guidance": item.guidance,
                "photo": item.photo,
            }
            if item
            else {"photo": True}
        )
        super().__init__(*args, initial=held, **options)

    def clean_basis(self) -> str:
        """Every law and article that is named stands in the library."""
        basis: str = self.cleaned_data["basis"]
        if lost := [cited for line in basis.splitlines() for cited in unresolved(line)]:
            raise forms.ValidationError(
                _(
                    "The law library does not hold %(cited)s. Please name a rule that it holds, or describe this one "
                    "without title marks and number of an article."
                )
                % {"cited": "、".join(lost)}
            )
        return basis

    def item(self, key: str) -> Item:
        """The item as typed, under this key."""
        said = self.facts()
        lines = tuple(line.strip() for line in said.pop("basis").splitlines() if line.strip())
        return Item(key=key, basis=lines, **said)


def _severity_values(plan: Plan) -> dict[str, Any]:
    days = dict(plan.cure_days)
    held: dict[str, Any] = {f"days_{key}": days.get(key) or limit.number for key, limit in LIMITS.items()}
    return held | {f"follow_{key}": list(plan.follows(key)) for key in SEVERITIES}
