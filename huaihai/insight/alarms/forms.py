"""What is asked about an alarm: a verdict, a text, a sweep."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.education.models import Publication
from huaihai.insight.models import Verdict
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.kit.money_field import MoneyField
from huaihai.supervision.models import Project

HARM = ("harm_fen", "harm_method")
TEXTS = (Publication.Kind.WARNING, Publication.Kind.TIP)


class VerdictForm(SeenForm):
    """What did you find? And, once the public has seen something of it (`was_acted_on`), what harm was avoided."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What did you find?"), choices=Verdict.Kind.choices, widget=forms.RadioSelect
    )
    reason = Words(
        label=gettext_lazy("What is behind it?"),
        help_text=gettext_lazy(
            "In a few words, without names of consumers. Colleagues in other cities read it."
        ),
        max_length=1000,
    )
    why = forms.ChoiceField(
        label=gettext_lazy("If there is another reason: which?"),
        choices=[("", pgettext_lazy("verdict", "no other reason")), *Verdict.Why.choices],
        required=False,
    )
    watch_until = Day(
        label=gettext_lazy("If it is watched: until which day?"),
        help_text=gettext_lazy("On that day the alarm asks again. At most three months."),
        earliest=1,
        latest=92,
        required=False,
    )
    harm_fen = MoneyField(
        label=gettext_lazy("If it was real: how much harm was avoided?"),
        help_text=gettext_lazy("Leave it empty while nobody knows. Everybody can read it."),
        required=False,
    )
    harm_method = Words(
        label=gettext_lazy("How was that worked out?"),
        help_text=gettext_lazy("In one or two sentences, without names. It is published beside the sum."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, was_acted_on: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not was_acted_on and not any(self.data.get(name) for name in HARM):
            for name in HARM:
                del self.fields[name]


class TextForm(SeenForm):
    """A text because of the alarm."""

    title = Line(label=gettext_lazy("Working title"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it to become?"),
        choices=[(kind.value, Publication.Kind(kind).label) for kind in TEXTS],
        widget=forms.RadioSelect,
    )


class SweepForm(SeenForm):
    """A sweep because of the alarm."""

    title = Line(label=gettext_lazy("What is it called?"), max_length=120)
    theme = forms.ChoiceField(
        label=gettext_lazy("Under which theme?"), choices=Project.Theme.choices, widget=forms.RadioSelect
    )
