"""Settling: service, offers and answers on a party's word."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases.pages import choices
from huaihai.cases.pages.forms import CaseForm, Day, text_field
from huaihai.kit.yuan_field import YuanField
from huaihai.law import replies

TWO_YEARS = 731
ONLY_OFFICERS = _("Only officers read this.")


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
    note_to_body = text_field(_("A note for the bodies"), ONLY_OFFICERS, required=False)

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = choices.remedy_choices()


class Reply(CaseForm):
    """The business has it and looks into it, as it said so to the officer."""

    until_on = Day(
        label=_("It answers by"),
        earliest=0,
        latest=TWO_YEARS,
        help_text=_("At the latest on the last day of the time to settle, which goes on."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What it needs from the consumer"), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = text_field(_("In the words of the business"), _("The consumer reads this."), required=False)
    note_to_body = text_field(_("A note for the bodies"), ONLY_OFFICERS, required=False)

    def prepare(self) -> None:
        field: Any = self.fields["needs"]
        field.choices = choices.named(replies.needs(self.situation.today))


class Supply(CaseForm):
    text = text_field(_("What the consumer gave"), _("The business reads this."))


class AnswerOffer(CaseForm):
    """The answer goes to the proposal that stands."""

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"offer": self.situation.offer}


class AcceptOffer(AnswerOffer):
    text = text_field(
        _("Who said so, when, and how"),
        _("For example: the consumer, called at 10:20 on the number we hold. The record keeps it."),
    )


class RejectOffer(AnswerOffer):
    text = text_field(_("Why it is not accepted"), _("The other side reads this."))


class Counter(AnswerOffer):
    """The consumer's counter-offer, as told to the officer."""

    remedies = forms.MultipleChoiceField(
        label=_("What the consumer asks for instead"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what is asked for.")},
    )
    sum_fen = YuanField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    text = text_field(_("In plain words"), _("As the consumer said it. The business reads this."))

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = choices.remedy_choices()


class Refuse(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why the business says no"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    text = text_field(_("The reasons of the business"), _("The consumer reads this."), required=False)
    note_to_body = text_field(_("A note for the bodies"), ONLY_OFFICERS, required=False)

    def prepare(self) -> None:
        field: Any = self.fields["reason"]
        field.choices = choices.named(
            one for one in replies.reasons(self.situation.today) if one != replies.NOT_US
        )


class Deny(CaseForm):
    text = text_field(
        _("Why it is not this business"), _("The consumer reads this. It leaves no mark on the business.")
    )
    note_to_body = text_field(_("A note for the bodies"), ONLY_OFFICERS, required=False)


class CallOff(CaseForm):
    text = text_field(_("Why the invitation is called off"), required=False)


class EndNegotiation(CaseForm):
    text = text_field(_("What the consumer said"), required=False)


class LoseBusiness(CaseForm):
    text = text_field(
        _("What was found on the spot"), _("Who looked, when, and what neighbours or the landlord said.")
    )
