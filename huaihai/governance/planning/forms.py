"""What is asked of plans and reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.governance.charter.pages import body_words
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.planning.verbs import Line as PlanLine
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.members.models import Organisation

YEAR_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "off"}


class YearForm(forms.Form):
    """For which year?"""

    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs=YEAR_ATTRIBUTES),
    )


class PeriodForm(YearForm):
    """Which quarter of which year, or the whole year?"""

    quarter = forms.TypedChoiceField(
        label=_("Which part of the year?"),
        choices=[
            (1, _("first quarter (January to March)")),
            (2, _("second quarter (April to June)")),
            (3, _("third quarter (July to September)")),
            (4, _("fourth quarter (October to December)")),
            (0, _("the whole year")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )


class LineForm(SeenForm):
    """One line of a plan."""

    text = Line(label=_("What is to be done?"), max_length=300)
    job = forms.ChoiceField(label=_("What does it belong to?"))
    owner = forms.ChoiceField(
        label=_("Who does it?"), required=False, help_text=_("Needed before the plan is proposed.")
    )
    due_on = Day(
        label=_("By which day?"),
        earliest=-800,
        latest=4000,
        required=False,
        help_text=_("The last day. Needed before the plan is proposed."),
    )
    target = forms.DecimalField(
        label=_("Number to reach"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = Line(
        label=_("Unit of the number"),
        help_text=_("For instance: cities, tests, %."),
        max_length=20,
        required=False,
    )
    is_yearly = forms.BooleanField(label=_("Comes back every year"), required=False)

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(body.pk): body for body in bodies}
        owner, job = self.fields["owner"], self.fields["job"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        assert isinstance(job, forms.ChoiceField)  # noqa: S101
        owner.choices = [("", "—"), *((key, body_words(body)) for key, body in self.bodies.items())]
        job.choices = job_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit") and cleaned.get("target") is None and "target" not in self.errors:
            self.add_error("target", _t("A unit needs its number."))
        return cleaned

    def line(self) -> PlanLine:
        """What the line says."""
        said = {name: value for name, value in self.facts().items() if name != "owner"}
        return PlanLine(owner=self.bodies.get(self.cleaned_data["owner"]), **said)


class DoneForm(SeenForm):
    """When a line was done."""

    done_on = Day(label=_("On which day was it done?"), earliest=-800, latest=0)
    note = Line(
        label=pgettext_lazy("plan line", "What came of it?"),
        help_text=_("One sentence; with a number to reach, how much was reached."),
        max_length=300,
        required=False,
    )


class NotDoneForm(SeenForm):
    """Why a line is not done after all."""

    note = Line(label=_("Why is it not done after all?"), max_length=300)


class TextsForm(SeenForm):
    """The words of a report."""

    done_text = Words(label=pgettext_lazy("report", "What was done"))
    stuck_text = Words(label=pgettext_lazy("report", "What is stuck, and why"), required=False)
    next_text = Words(label=pgettext_lazy("report", "What comes next"), required=False)

    def facts(self) -> dict[str, Any]:
        return {"texts": super().facts()}


def job_choices() -> list[Any]:
    """The alliance's jobs, then its nine, under two headings."""
    raw = alliance.load().raw
    headings = (("job", _t("Jobs of the alliance")), ("nine", _t("Nine in one")))
    found = [(title, [(row["key"], _words(row)) for row in raw.get(name, ())]) for name, title in headings]
    return [(title, rows) for title, rows in found if rows]


def job_words() -> dict[str, str]:
    """Key → words of everything a line may belong to."""
    return {key: words for _title, rows in job_choices() for key, words in rows}


def _words(row: Any) -> str:
    return local_words.either(zh=row["zh"], en=row["en"])
