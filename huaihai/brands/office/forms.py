"""Forms of the steps that all subjects share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.form_fields import Line, Words


class DeclarationForm(forms.Form):
    """Is there a conflict of interest?"""

    has_conflict = forms.ChoiceField(
        label=_("Do you, or somebody close to you, gain or lose by what is decided about this entry?"),
        help_text=_("Shares, work, family, friendship or quarrel with the business or one of its rivals."),
        choices=[("no", pgettext_lazy("conflict", "No")), ("yes", pgettext_lazy("conflict", "Yes"))],
        widget=forms.RadioSelect,
    )
    what = Line(label=_("If yes: what is it?"), max_length=300, required=False)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"has_conflict": said["has_conflict"] == "yes", "what": said["what"]}


class AgreementForm(forms.Form):
    """Agreeing asks for nothing."""


class RefusalForm(forms.Form):
    """Why not?"""

    why = Words(label=_("Why do you not agree?"), max_length=300)
