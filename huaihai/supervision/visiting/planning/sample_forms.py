"""Forms about the places of the sample: dropping one, giving visits out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.form_fields import Day, Line
from huaihai.supervision.visiting.actions import drawing

AHEAD = 120  # days


class DropForm(forms.Form):
    """Why a place is visited no more."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=list(drawing.REASONS.items()), widget=forms.RadioSelect
    )
    note = Line(
        label=_("In words"), help_text=_("Only the staff reads this."), required=False, max_length=300
    )


class ShareForm(forms.Form):
    """Who goes, and until when."""

    people = forms.MultipleChoiceField(
        label=pgettext_lazy("visits", "Visitors"), widget=forms.CheckboxSelectMultiple
    )
    due_on = Day(label=_("To be made by"), earliest=0, latest=AHEAD)

    def __init__(self, *args: Any, people: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = list(people.items())  # type: ignore[attr-defined]  # a choice field
