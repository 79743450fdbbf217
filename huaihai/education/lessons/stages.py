"""The stages of life that lessons are for, in the order of the library."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Promise | str] = {
    "everyone": pgettext_lazy("stage of life", "Everyone"),
    "elder": pgettext_lazy("stage of life", "Elders"),
    "parent": pgettext_lazy("stage of life", "Parents"),
    "child": pgettext_lazy("stage of life", "Children"),
    "student": pgettext_lazy("stage of life", "Students"),
    "worker": pgettext_lazy("stage of life", "At work"),
    "tenant": pgettext_lazy("stage of life", "Renting"),
    "couple": pgettext_lazy("stage of life", "Getting married"),
    "farmer": pgettext_lazy("stage of life", "Farming"),
    "driver": pgettext_lazy("stage of life", "Driving"),
    "traveller": pgettext_lazy("stage of life", "Travelling"),
}
