"""The assessors' sheet as a form: whether there is a conflict of interest, and for each item a step and a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huaihai.brands.assessing.actions.judging import LONGEST, points_field, reason_field
from huaihai.brands.assessing.sheet import Sheet
from huaihai.brands.assessing.shown import said
from huaihai.brands.office.forms import DeclarationForm
from huaihai.kit.form_fields import Words, name_what_is_needed


class SheetForm(DeclarationForm):
    """All items of a sheet, in its order; before them, where it is to be declared, the conflict of interest. Who has
    one fills in nothing else."""

    def __init__(self, *args: Any, sheet: Sheet, must_declare: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet, self.must_declare = sheet, must_declare
        if not must_declare:
            del self.fields["has_conflict"], self.fields["what"]
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.declares_conflict:
            for item in self.sheet.items:
                for name in (points_field(item.key), reason_field(item.key)):
                    self.errors.pop(name, None)
        return cleaned

    @property
    def declares_conflict(self) -> bool:
        """Whether a conflict of interest is declared."""
        return self.cleaned_data.get("has_conflict") == "yes"

    def declared(self) -> dict[str, Any] | None:
        """What is declared; None where it was declared before."""
        return super().facts() if self.must_declare else None

    def facts(self) -> dict[str, Any]:
        """Points and reasons by item."""
        held = self.cleaned_data
        return {
            "points": {item.key: int(held[points_field(item.key)]) for item in self.sheet.items},
            "reasons": {item.key: held[reason_field(item.key)] for item in self.sheet.items},
        }
