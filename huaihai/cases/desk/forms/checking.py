"""The first look and the decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huaihai.cases import numbers
from huaihai.cases.pages import choices
from huaihai.cases.pages.forms import CaseForm, Line, text_field
from huaihai.law.grounds import Purpose, for_association


class AskSupplement(CaseForm):
    text = text_field(
        _("What should the consumer add?"),
        _(
            "The consumer reads these words. Say exactly which paper, photo or fact is missing, and where to find it."
        ),
    )


class ExtendDecision(CaseForm):
    text = text_field(_("Why it takes longer"), _("The consumer reads this."))


class Decline(CaseForm):
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    text = text_field(
        _("The reason, in plain words"),
        _("The consumer reads this. Say what you saw and why it leads to this."),
    )

    def prepare(self) -> None:
        grounds = [
            held for held in for_association(Purpose.DECLINE) if held.is_in_force(self.situation.today)
        ]
        self.grounds = grounds
        _choose(self.fields["ground"], grounds)

    @property
    def articles(self) -> dict[str, str]:
        """The article of each ground, as the second line of its option."""
        return {ground.code: ground.article for ground in self.grounds}


class ReferOut(CaseForm):
    to = Line(
        label=_("Where should the consumer turn?"),
        help_text=_("Name the authority and its phone, for example the 12315 of that city."),
        max_length=200,
    )
    text = text_field(_("Why"), _("The consumer reads this."), required=False)


class Link(CaseForm):
    to_number = Line(
        label=_("Number of the file that is already open"),
        help_text=_("It must belong to the same consumer and the same matter."),
        max_length=40,
    )

    def clean_to_number(self) -> str:
        try:
            return numbers.checked_number(self.cleaned_data["to_number"])
        except numbers.BadNumber as error:
            raise ValidationError(_("This number cannot be right. Please check its digits.")) from error


class Supplement(CaseForm):
    text = text_field(
        _("What the consumer added"), _("In the consumer's words, as told on the phone or at the counter.")
    )


def _choose(field: Any, grounds: Any) -> None:
    field.choices = choices.ground_choices(grounds)
    field.error_messages.update(
        required=_("Please choose a ground."), invalid_choice=_("Please choose a ground.")
    )
