"""Settling: service, offers and answers on a party's word."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases.pages import choices
from huaihai.cases.pages.forms import CaseForm, Day, text_field
from huaihai.kit.yuan_field import YuanField

TWO_YEARS = 731


class Serve(CaseForm):
    way = forms.ChoiceField(
        label=_("How it was served"),
        widget=forms.RadioSelect,
        choices=choices.WAYS_OF_SERVICE,
        error_messages={"required": _("Please choose how it was served.")},
    )
    proof = text_field(
        _("Proof"),
        _(
            "Who took it and when, or the postal number, or the number of the SMS receipt. Only officers read this."
        ),
    )


class MakeOffer(CaseForm):
    remedies = forms.MultipleChoiceField(
        label=_("What the business offers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what the business offers.")},
    )
    sum_fen = YuanField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    valid_until_on = Day(label=_("The offer stands until"), earliest=0, latest=TWO_YEARS)
    text = text_field(
        _("The offer in plain words"), _("As the business said it on the phone. The consumer reads this.")
    )
    note_to_body = text_field(_("A note for the bodies"), _("Only officers read this."), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = choices.remedy_choices()


class AnswerOffer(CaseForm):
    """The answer goes to the offer that stands."""

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"offer": self.situation.offer}


class RejectOffer(AnswerOffer):
    text = text_field(_("Why the consumer does not accept"), _("The business reads this."))


class Refuse(CaseForm):
    text = text_field(_("The reasons of the business"), _("The consumer reads this."))


class Deny(CaseForm):
    text = text_field(
        _("Why it is not this business"), _("The consumer reads this. It leaves no mark on the business.")
    )


class CallOff(CaseForm):
    text = text_field(_("Why the invitation is called off"), required=False)


class EndNegotiation(CaseForm):
    text = text_field(_("What the consumer said"), required=False)


class LoseBusiness(CaseForm):
    text = text_field(
        _("What was found on the spot"), _("Who looked, when, and what neighbours or the landlord said.")
    )
