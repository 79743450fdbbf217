"""The form of the plan, without its items."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.law import kinds
from huaihai.supervision.visiting.lacks import MOST_PLACES, MOST_VISITS
from huaihai.supervision.visiting.plan import DEFAULTS


class PlanForm(SeenForm):
    """All of the plan but its items."""

    what = Line(label=gettext_lazy("Which places are visited?"), max_length=120)
    script = Words(
        label=gettext_lazy("Script"),
        help_text=gettext_lazy("What the visitor does and says; one step a line."),
        max_length=4000,
    )
    words = Line(
        label=gettext_lazy("Words in the name or sign"),
        help_text=gettext_lazy("Several words apart by spaces; a place with any of them is meant."),
        required=False,
        max_length=200,
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Or the trade, by complaints and pledges"), required=False
    )
    places_per_city = forms.IntegerField(
        label=gettext_lazy("Places in each city"),
        help_text=gettext_lazy("A city's own share, if it has one, goes before this number."),
        min_value=1,
        max_value=MOST_PLACES,
    )
    visits_per_place = forms.IntegerField(
        label=gettext_lazy("Visits to each place"),
        help_text=gettext_lazy("By different people. Two or more show how far a finding is chance."),
        min_value=1,
        max_value=MOST_VISITS,
    )
    seed = Line(
        label=gettext_lazy("Seed of the draw"),
        help_text=gettext_lazy(
            "Any words or digits, best ones that nobody can choose, such as a lottery draw. With them and the "
            "register everybody draws the same places."
        ),
        max_length=80,
    )
    minimum = forms.DecimalField(
        label=gettext_lazy("Least alpha between two coders"),
        help_text=gettext_lazy("0.8 is good, below 0.667 nothing can be concluded (Krippendorff)."),
        min_value=0,
        max_value=1,
        max_digits=4,
        decimal_places=3,
    )
    weak = forms.ChoiceField(
        label=gettext_lazy("What happens to an item below it"),
        choices=[
            ("drop", pgettext_lazy("item", "It is taken out of the results, and named")),
            ("mark", pgettext_lazy("item", "It stays, and is marked")),
        ],
        widget=forms.RadioSelect,
    )
    differ = forms.ChoiceField(
        label=gettext_lazy("Where the two coders differ"),
        choices=[
            ("leave-out", pgettext_lazy("item", "The answer counts as not seen")),
            ("mean", pgettext_lazy("item", "The mean of both counts")),
        ],
        widget=forms.RadioSelect,
    )
    show_from = forms.IntegerField(
        label=gettext_lazy("Results are shown from so many places"), min_value=5, max_value=1000
    )
    names = forms.ChoiceField(
        label=gettext_lazy("Names in public"),
        choices=[
            ("none", pgettext_lazy("names", "None")),
            ("good", pgettext_lazy("names", "Only places where everything was as it should be")),
        ],
        help_text=gettext_lazy(
            "A place with a poor result is named only as an exposure, after it was heard."
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        trades = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
        self.fields["category"].choices = [("", "–"), *trades]  # type: ignore[attr-defined]  # a ChoiceField

    def plan(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The plan with what was typed; its items stay."""
        said = self.cleaned_data
        return {
            **DEFAULTS,
            **before,
            "what": said["what"],
            "script": lines(said["script"]),
            "frame": {"words": [word for word in re.split(r"[\s,，、;；]+", said["words"]) if word],
                      "category": said["category"]},
            "places_per_city": said["places_per_city"],
            "visits_per_place": said["visits_per_place"],
            "seed": said["seed"],
            "alpha": {
                "minimum": f"{said['minimum']:f}", "weak": said["weak"], "differ": said["differ"],
            },
            "show_from": said["show_from"],
            "names": said["names"],
        }  # fmt: skip


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def plan_initial(plan: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of the plan shows first."""
    held = DEFAULTS | dict(plan)
    return {
        **held,
        **held["alpha"],
        "script": "\n".join(held["script"]),
        "words": " ".join(held["frame"]["words"]),
        "category": held["frame"]["category"],
    }
