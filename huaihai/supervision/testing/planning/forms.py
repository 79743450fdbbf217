"""Forms of a plan: what is tested, how it is counted, products, groups, files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.kit.yuan_field import YuanField
from huaihai.law import kinds
from huaihai.supervision.grading.plan import MOST_DIGITS, MOST_DRAWS, MOST_REPLY_DAYS
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.planning import headings

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

    what = Line(label=headings.HEADINGS["what"], max_length=120)
    category = forms.ChoiceField(label=headings.HEADINGS["category"])
    question = Words(label=headings.HEADINGS["question"], max_length=500, required=False)
    basis = Words(
        label=_("Standards and specifications"),
        help_text=_("One a line, with number and year."),
        max_length=4000,
    )
    main = forms.IntegerField(label=headings.HEADINGS["main"], min_value=1, max_value=MOST_SAMPLES)
    spare = forms.IntegerField(
        label=headings.HEADINGS["spare"],
        min_value=0,
        max_value=MOST_SAMPLES,
        help_text=_("They stay sealed for a second test, if a maker objects."),
    )
    budget = YuanField(label=_("Money for buying and testing"), required=False)

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
        label=headings.HEADINGS["not_applicable"], choices=NOT_APPLICABLE, widget=forms.RadioSelect
    )
    digits = forms.IntegerField(
        label=headings.HEADINGS["digits"],
        min_value=0,
        max_value=MOST_DIGITS,
        help_text=_("The total is rounded once, at the end."),
    )
    mode = forms.ChoiceField(label=headings.HEADINGS["mode"], choices=MODES, widget=forms.RadioSelect)
    reply_working_days = forms.IntegerField(
        label=headings.HEADINGS["reply_working_days"], min_value=1, max_value=MOST_REPLY_DAYS
    )
    draws = forms.IntegerField(
        label=headings.HEADINGS["draws"],
        min_value=0,
        max_value=MOST_DRAWS,
        help_text=_("So often the readings are drawn anew within their errors. 0: firmness is not told."),
    )
    seed = Line(
        label=headings.HEADINGS["seed"],
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

    brand = Line(label=headings.HEADINGS["brand"], max_length=80)
    model = Line(label=headings.HEADINGS["model"], max_length=80)
    maker = Line(label=headings.HEADINGS["maker"], max_length=120)
    maker_code = Line(label=headings.HEADINGS["maker_code"], max_length=18, required=False)
    price = YuanField(label=_("Price of one piece, about"))
    channel = forms.ChoiceField(
        label=headings.HEADINGS["channel"], choices=Purchase.Channel.choices, widget=forms.RadioSelect
    )
    city = forms.ChoiceField(label=_("Bought by which city"))
    where = Line(label=headings.HEADINGS["where"], max_length=200, required=False)

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

    name = Line(label=headings.HEADINGS["name"], max_length=80)

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
