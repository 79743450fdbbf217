"""Forms of a plan: what is tested, how it is counted, products, groups, grades, files."""

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.kit.money_field import MoneyField
from huaihai.law import kinds
from huaihai.supervision.grading.plan import MOST_DIGITS, MOST_DRAWS, MOST_REPLY_DAYS
from huaihai.supervision.grading.shape import GRADE_KEY, as_decimal
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.planning import reading
from huaihai.supervision.testing.planning.reading import DecimalField

MOST_SAMPLES = 20
MOST_BASIS = 40
NOT_APPLICABLE = (
    ("rescale", pgettext_lazy("plan", "its weight is shared out among the other items, openly")),
    ("full", pgettext_lazy("plan", "it counts with full points")),
    ("no-grade", pgettext_lazy("plan", "the product gets no grade")),
)
MODES = (
    ("half-up", pgettext_lazy("plan", "halves up (0.25 → 0.3)")),
    ("half-even", pgettext_lazy("plan", "halves to the even digit (0.25 → 0.2)")),
)


class BasicsForm(SeenForm):
    """What is tested, on what basis, how much is bought."""

    what = Line(label=reading.HEADINGS["what"], max_length=120)
    category = forms.ChoiceField(label=reading.HEADINGS["category"])
    question = Words(label=reading.HEADINGS["question"], max_length=500, required=False)
    basis = Words(
        label=_("Standards and specifications"),
        help_text=_("One a line, with number and year."),
        max_length=4000,
    )
    main = forms.IntegerField(label=reading.HEADINGS["main"], min_value=1, max_value=MOST_SAMPLES)
    spare = forms.IntegerField(
        label=reading.HEADINGS["spare"],
        min_value=0,
        max_value=MOST_SAMPLES,
        help_text=_("They stay sealed for a second test, if a maker objects."),
    )
    budget = MoneyField(label=_("Money for buying and testing"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
        self.fields["category"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField

    def parts(self) -> dict[str, Any]:
        """What of the plan it sets."""
        said = self.cleaned_data
        lines = [" ".join(line.split()) for line in said["basis"].splitlines()]
        parts = {name: said[name] for name in ("what", "category", "question")}
        return parts | {
            "basis": [line for line in lines if line][:MOST_BASIS],
            "samples": {"main": said["main"], "spare": said["spare"]},
            "budget_fen": said["budget"],
        }


class CountingForm(SeenForm):
    """Rules that hold for all items."""

    not_applicable = forms.ChoiceField(
        label=reading.HEADINGS["not_applicable"], choices=NOT_APPLICABLE, widget=forms.RadioSelect
    )
    digits = forms.IntegerField(
        label=reading.HEADINGS["digits"],
        min_value=0,
        max_value=MOST_DIGITS,
        help_text=_("The total is rounded once, at the end."),
    )
    mode = forms.ChoiceField(label=reading.HEADINGS["mode"], choices=MODES, widget=forms.RadioSelect)
    reply_working_days = forms.IntegerField(
        label=reading.HEADINGS["reply_working_days"], min_value=1, max_value=MOST_REPLY_DAYS
    )
    draws = forms.IntegerField(
        label=reading.HEADINGS["draws"],
        min_value=0,
        max_value=MOST_DRAWS,
        help_text=_("So often the readings are drawn anew within their errors. 0: firmness is not told."),
    )
    seed = Line(
        label=reading.HEADINGS["seed"],
        max_length=60,
        help_text=_("Any text; with it everybody draws the same numbers."),
    )

    def parts(self) -> dict[str, Any]:
        """What of the plan it sets."""
        said = self.cleaned_data
        return {
            "not_applicable": said["not_applicable"],
            "rounding": {"digits": said["digits"], "mode": said["mode"]},
            "clocks": {"reply_working_days": said["reply_working_days"]},
            "draws": said["draws"],
            "seed": said["seed"],
        }


class ProductForm(SeenForm):
    """A product that is to be bought."""

    brand = Line(label=reading.HEADINGS["brand"], max_length=80)
    model = Line(label=reading.HEADINGS["model"], max_length=80)
    maker = Line(label=reading.HEADINGS["maker"], max_length=120)
    maker_code = Line(label=reading.HEADINGS["maker_code"], max_length=18, required=False)
    price = MoneyField(label=_("Price of one piece, about"))
    channel = forms.ChoiceField(
        label=reading.HEADINGS["channel"], choices=Purchase.Channel.choices, widget=forms.RadioSelect
    )
    city = forms.ChoiceField(label=_("Bought by which city"))
    where = Line(label=reading.HEADINGS["where"], max_length=200, required=False)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        cities = project.cities.select_related("body")
        chosen = [(part.body.key, local_words.in_script(part.body.short_name)) for part in cities]
        self.fields["city"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField

    def row(self) -> dict[str, Any]:
        """The product as the plan has it."""
        said = self.facts()
        return {name: value for name, value in said.items() if name != "price"} | {"price_fen": said["price"]}


class GroupForm(SeenForm):
    """A group of items."""

    name = Line(label=reading.HEADINGS["name"], max_length=80)

    def row(self) -> dict[str, Any]:
        return self.facts()


class RemovalForm(SeenForm):
    """Taking a row out: nothing to fill in."""


class FileForm(SeenForm):
    """A plan as a file."""

    file = forms.FileField(
        label=_("Spreadsheet (.xlsx) or JSON"),
        help_text=_("At most 8 MB. It takes the place of the whole plan in work."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.json"}),
    )


class CopyForm(SeenForm):
    """What of an earlier plan is taken over."""

    with_products = forms.BooleanField(label=_("Its products, too"), required=False)


MOST_GRADES = 8
NUMBERS = range(1, MOST_GRADES + 1)
PARTS = ("key", "name", "from")


class GradesForm(SeenForm):
    """The grades, best first; empty lines are left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in NUMBERS:
            said = {"n": number}
            self.fields[f"key_{number}"] = Line(
                label=_("Grade %(n)d: short name") % said, max_length=8, required=False
            )
            self.fields[f"name_{number}"] = Line(
                label=_("Grade %(n)d: in words") % said, max_length=40, required=False
            )
            self.fields[f"from_{number}"] = DecimalField(
                label=_("Grade %(n)d: from how many points") % said, required=False, most=100
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        filled = [n for n in NUMBERS if any(said.get(f"{name}_{n}") for name in PARTS)]
        for n in filled:
            self._check_line(n, said)
        if not self.errors:
            self._check_fall([(f"from_{n}", as_decimal(said[f"from_{n}"]) or Fraction(0)) for n in filled])
        return said

    def rows(self) -> list[dict[str, str]]:
        """The grades that were filled in."""
        said = self.cleaned_data
        found = [{name: said[f"{name}_{n}"] for name in PARTS} for n in NUMBERS]
        return [row for row in found if any(row.values())]

    @property
    def lines(self) -> list[list[Any]]:
        """The bound fields, one list a grade."""
        return [[self[f"{name}_{n}"] for name in PARTS] for n in NUMBERS]

    def _check_line(self, n: int, said: dict[str, Any]) -> None:
        for name in (f"{part}_{n}" for part in PARTS):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Please fill it in, or empty the whole line."))
        if (key := said.get(f"key_{n}")) and GRADE_KEY.fullmatch(key) is None:
            self.add_error(f"key_{n}", _("A short name has the letters A to Z, figures, + and - only."))

    def _check_fall(self, least: list[tuple[str, Fraction]]) -> None:
        above: Fraction | None = None
        for name, points in least:
            if above is not None and points >= above:
                self.add_error(name, _("It has to begin lower than the grade above it."))
            above = points
        if above:
            self.add_error(least[-1][0], _("The last grade begins at 0, so that every total has a grade."))
