"""The assessors' sheet as a form: for each item a step and a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huaihai.brands.assessing.actions.judging import LONGEST, points_field, reason_field
from huaihai.brands.assessing.sheet import Sheet
from huaihai.brands.assessing.shown import said
from huaihai.kit.form_fields import Words, name_what_is_needed


class SheetForm(forms.Form):
    """All items of a sheet, in its order."""

    def __init__(self, *args: Any, sheet: Sheet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet = sheet
        for item in sheet.items:
            name = said(item.name)
            choose = _("Please choose one of the steps: %(item)s") % {"item": name}
            self.fields[points_field(item.key)] = forms.ChoiceField(
                label=name,
                help_text=said(item.ask),
                choices=[(str(step.points), f"{step.points} · {said(step.words)}") for step in item.steps],
                widget=forms.RadioSelect,
                error_messages={"required": choose, "invalid_choice": choose},
            )
            self.fields[reason_field(item.key)] = Words(
                label=_("Why – %(item)s") % {"item": name},
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """Points and reasons by item."""
        held = self.cleaned_data
        return {
            "points": {item.key: int(held[points_field(item.key)]) for item in self.sheet.items},
            "reasons": {item.key: held[reason_field(item.key)] for item in self.sheet.items},
        }
