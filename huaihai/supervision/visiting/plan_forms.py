"""Forms of the plan of visits: the whole, and one item."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.law import kinds
from huaihai.supervision.visiting.plan import DEFAULTS, MOST_PLACES, MOST_VISITS


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


TYPE_LABELS = (
    ("yes_no", pgettext_lazy("item", "yes or no")),
    ("scale", pgettext_lazy("item", "scale")),
    ("choice", pgettext_lazy("item", "one of several answers")),
    ("number", pgettext_lazy("item", "number")),
    ("text", pgettext_lazy("item", "words")),
    ("photo", pgettext_lazy("item", "photos only")),
)
_NUMBER = r"^-?\d{1,9}(\.\d{1,4})?$"


class ItemForm(SeenForm):
    """One item. Fields that its type does not need are left empty."""

    name = Line(label=gettext_lazy("What is looked at"), max_length=200)
    guidance = Words(
        label=gettext_lazy("Guidance"),
        help_text=gettext_lazy("How to see it, and when to say yes."),
        required=False,
        max_length=600,
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=TYPE_LABELS, widget=forms.RadioSelect
    )
    options = Words(
        label=gettext_lazy("Answers to choose from"),
        help_text=gettext_lazy("One a line."),
        required=False,
        max_length=2000,
    )
    low = forms.IntegerField(label=gettext_lazy("Scale from"), min_value=0, max_value=100, initial=1)
    high = forms.IntegerField(label=gettext_lazy("Scale to"), min_value=0, max_value=100, initial=5)
    unit = Line(label=gettext_lazy("Unit of the number"), required=False, max_length=20)
    photo = forms.ChoiceField(
        label=gettext_lazy("Photo"),
        choices=[
            ("", pgettext_lazy("photo", "none")),
            ("may", pgettext_lazy("photo", "if possible")),
            ("must", pgettext_lazy("photo", "always")),
        ],
        required=False,
    )
    required = forms.BooleanField(
        label=gettext_lazy("Must be answered, or said not to be seen"), required=False, initial=True
    )
    coded = forms.BooleanField(
        label=gettext_lazy("Two people code it blind"),
        help_text=gettext_lazy("Only words and photos."),
        required=False,
    )
    codes = Words(
        label=gettext_lazy("Codes"),
        help_text=gettext_lazy("One a line; ordered ones from low to high."),
        required=False,
        max_length=2000,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("The codes are"),
        choices=[
            ("nominal", pgettext_lazy("level", "names without an order")),
            ("ordinal", pgettext_lazy("level", "in order")),
        ],
    )
    good = Words(
        label=gettext_lazy("As it should be"),
        help_text=gettext_lazy(
            "The good answers or codes, one a line (of yes or no: yes or no); left empty, it does not count."
        ),
        required=False,
        max_length=2000,
    )
    good_min = forms.RegexField(_NUMBER, label=gettext_lazy("Good from the number"), required=False)
    good_max = forms.RegexField(_NUMBER, label=gettext_lazy("Good up to the number"), required=False)
    weight = forms.IntegerField(
        label=pgettext_lazy("visits", "Weight"), min_value=1, max_value=100, initial=1
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            keys = self._keys()
            unknown = [line for line in lines(cleaned["good"]) if line not in keys]
            if unknown:
                self.add_error(
                    "good",
                    ValidationError(_("This is none of the answers: %(line)s") % {"line": unknown[0]}),
                )
        return cleaned

    def item(self, key: str) -> dict[str, Any]:
        """The item as the plan keeps it."""
        said, keys = self.cleaned_data, self._keys()
        bounds = {name: said[f"good_{name}"] for name in ("min", "max") if said[f"good_{name}"]}
        return {
            "key": key,
            "name": said["name"],
            "guidance": said["guidance"],
            "type": said["type"],
            "options": _choices("a", said["options"]) if said["type"] == "choice" else [],
            "low": said["low"],
            "high": said["high"],
            "unit": said["unit"],
            "photo": said["photo"],
            "required": said["required"],
            "coded": said["coded"],
            "codes": _choices("c", said["codes"]) if said["coded"] else [],
            "level": said["level"],
            "good": bounds or [keys[line] for line in lines(said["good"])],
            "weight": said["weight"],
        }

    def _keys(self) -> dict[str, str]:
        """What may be written under "as it should be", and its key."""
        said = self.cleaned_data
        if said["coded"]:
            return {one["name"]: one["key"] for one in _choices("c", said["codes"])}
        if said["type"] == "yes_no":
            yes, no = str(pgettext_lazy("answer", "Yes")), str(pgettext_lazy("answer", "No"))
            return {"yes": "yes", "no": "no", yes: "yes", no: "no"}
        return {one["name"]: one["key"] for one in _choices("a", said["options"])}


def item_initial(item: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of an item shows first."""
    good = item.get("good") or []
    options, codes = item.get("options", []), item.get("codes", [])
    names = {one["key"]: one["name"] for one in [*options, *codes]}
    bounds: Mapping[str, str] = good if isinstance(good, Mapping) else {}
    chosen: Sequence[str] = () if bounds else good
    return {
        **item,
        "options": "\n".join(one["name"] for one in options),
        "codes": "\n".join(one["name"] for one in codes),
        "good": "\n".join(names.get(key, key) for key in chosen),
        "good_min": bounds.get("min", ""),
        "good_max": bounds.get("max", ""),
    }


def _choices(letter: str, text: str) -> list[dict[str, str]]:
    return [{"key": f"{letter}{place}", "name": name} for place, name in enumerate(lines(text), 1)]
