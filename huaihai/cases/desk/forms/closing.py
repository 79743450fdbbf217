"""Fulfilment, the end, and what happens beside the stages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions.word import Word
from huaihai.cases.pages import choices
from huaihai.cases.pages.forms import CaseForm, Day, text_field
from huaihai.kit import clock

MOST_FILES, TEN_YEARS = 10, 3653


class Confirmed(CaseForm):
    """The consumer's word that it was done: who gave it, on which day, how."""

    who = forms.ChoiceField(
        label=_("Who confirmed it"),
        widget=forms.RadioSelect,
        choices=choices.CONFIRMED_BY,
        error_messages={"required": _("Please say who confirmed it.")},
    )
    on = Day(
        label=_("On which day it was confirmed"), initial=clock.today, earliest=-TEN_YEARS, latest=TEN_YEARS
    )
    how = forms.ChoiceField(
        label=_("How it was confirmed"),
        widget=forms.RadioSelect,
        choices=choices.CONFIRMED_HOW,
        error_messages={"required": _("Please say how it was confirmed.")},
    )
    text = text_field(
        _("Note"), _("For example what came and when. Officers and the consumer read this."), required=False
    )

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        word = Word(**{name: given.pop(name) for name in ("who", "on", "how", "text")})
        return given | {"word": word}


class ClaimFulfilment(CaseForm):
    text = text_field(_("What the business did and when"), _("The consumer reads this."))


class ReportBreach(CaseForm):
    text = text_field(
        _("What was not done"), _("As the consumer says. The business reads this."), required=False
    )


class CloseUnconfirmed(CaseForm):
    text = text_field(
        _("How you tried to reach the consumer"),
        _("Days, hours, numbers, and what stays open. The consumer reads this."),
    )


class Withdraw(CaseForm):
    text = text_field(_("What the consumer said"), _("When and how the consumer told you."), required=False)


class NoteCall(CaseForm):
    with_whom = forms.ChoiceField(
        label=_("Who was called"),
        widget=forms.RadioSelect,
        choices=choices.CALLED,
        error_messages={"required": _("Please say who was called.")},
    )
    text = text_field(_("What was said"), _("Only officers of both cities read this."))


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One or more files; each is checked by its contents when it is stored."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(_now("Please choose a file."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_now("Please send at most ten files at a time."))
        return list(given)


class AddEvidence(CaseForm):
    uploads = Files(
        label=_("Files"),
        help_text=_("Photos, screenshots, PDF, sound or video. 25 MB a file, ten at a time."),
    )
    party = forms.ChoiceField(
        label=_("Who gave it"),
        widget=forms.RadioSelect,
        choices=(
            ("consumer", _("the consumer")),
            ("business", _("the business")),
            ("body", _("the body itself")),
        ),
        error_messages={"required": _("Please say who gave it.")},
    )
