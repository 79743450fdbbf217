"""The form of one item of the plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.supervision.visiting.planning.plan_form import lines

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
