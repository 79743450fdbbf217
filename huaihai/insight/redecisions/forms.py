"""The sheet as a form. What does not follow from the first answer may stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.insight.redecisions import sheet
from huaihai.kit.form_fields import Words

CHOOSE = {"invalid_choice": _("Please choose one of the answers.")}


class SheetForm(forms.Form):
    """Whether to admit; then either the ground, or remedy and share."""

    admit = forms.ChoiceField(
        label=_("1. Would you admit this complaint?"),
        choices=sheet.ADMIT,
        widget=forms.RadioSelect,
        error_messages={**CHOOSE, "required": _("Please decide whether it is admitted.")},
    )
    ground = forms.ChoiceField(
        label=_("2. If not: on which ground?"), required=False, widget=forms.Select, error_messages=CHOOSE
    )
    remedy = forms.ChoiceField(
        label=_("3. If so: which remedy fits best?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    share = forms.ChoiceField(
        label=_("4. If so: how much of the sum asked for would be right?"),
        choices=sheet.SHARES,
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    why = Words(
        label=_("Why, in a few words"),
        help_text=_("Kept sealed and never published. It helps when the cities talk about the results."),
        max_length=sheet.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("ground", [("", "—"), *sheet.ground_choices()])
        self._choose("remedy", sheet.remedy_choices())
        if not asks_share:
            del self.fields["share"]

    def _choose(self, name: str, choices: sheet.Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def facts(self) -> dict[str, str]:
        """The answers."""
        return {name: value or "" for name, value in self.cleaned_data.items()}
