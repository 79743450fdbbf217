"""Settling with the business, much of it on a party's word: what is typed, and how each is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import case_forms
from huaihai.cases.case_forms import Bare, CaseForm, text_field
from huaihai.cases.desk.step import HAND, WORD, VerbPage
from huaihai.cases.models import Consent
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import answering, negotiation
from huaihai.kit import clock
from huaihai.kit.form_fields import Day
from huaihai.kit.money_field import MoneyField
from huaihai.law import remedies as law_remedies
from huaihai.law import replies

TWO_YEARS, ONE_YEAR = 731, 366
NOTE_TO_BODY = text_field(_("A note for the bodies"), _("Only officers read this."), required=False)
RETURN_TO = text_field(
    _("Where the goods go back, if they do"),
    _("Address, name and telephone. The consumer reads this once the offer is accepted."),
    required=False,
)


class Serve(CaseForm):
    way = forms.ChoiceField(
        label=_("How it was served"),
        widget=forms.RadioSelect,
        choices=case_forms.WAYS_OF_SERVICE,
        error_messages={"required": _("Please choose how it was served.")},
    )
    served_on = Day(
        label=_("On which day it was served"),
        initial=clock.today,
        earliest=-ONE_YEAR,
        latest=0,
        help_text=_("The day on which it arrived, not today if that was earlier. The clocks count from it."),
    )
    proof = text_field(
        _("Proof"),
        _(
            "Who took it and when, or the postal number, or the number of the SMS receipt. Only officers read this."
        ),
    )


def need_address(form: CaseForm) -> None:
    """Goods that go back need an address, unless the shop's own is known."""
    place = form.situation.case.return_place or form.situation.case.place
    if not form.cleaned_data.get("return_to") and not (place and place.address):
        form.add_error("return_to", gettext("The goods go back: please ask the business where to."))


class MakeOffer(CaseForm):
    remedies = forms.MultipleChoiceField(
        label=_("What the business offers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what the business offers.")},
    )
    sum_fen = MoneyField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    valid_until_on = Day(label=_("The offer stands until"), earliest=0, latest=TWO_YEARS)
    return_to = RETURN_TO
    text = text_field(
        _("The offer in plain words"), _("As the business said it on the phone. The consumer reads this.")
    )
    note_to_body = NOTE_TO_BODY

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = case_forms.remedy_choices()
        if settling := self.situation.clocks.get("negotiate"):
            self.initial.setdefault("valid_until_on", settling.due_on)  # it lapses then at the latest

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if law_remedies.RETURN.code in cleaned.get("remedies", ()):
            need_address(self)
        return cleaned


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
    note_to_body = NOTE_TO_BODY

    def prepare(self) -> None:
        field: Any = self.fields["needs"]
        field.choices = case_forms.named(replies.needs(self.situation.today))


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


class AcceptCounter(AcceptOffer):
    """The business says where the goods go back, if they do."""

    return_to = RETURN_TO

    def clean(self) -> dict[str, Any]:
        if self.situation.offer is not None and self.situation.offer.goods_back_by_on:
            need_address(self)
        return super().clean()


class RejectOffer(AnswerOffer):
    text = text_field(_("Why it is not accepted"), _("The other side reads this."))


class Counter(AnswerOffer):
    """The consumer's counter-offer, as told to the officer."""

    remedies = forms.MultipleChoiceField(
        label=_("What the consumer asks for instead"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what is asked for.")},
    )
    sum_fen = MoneyField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    text = text_field(_("In plain words"), _("As the consumer said it. The business reads this."))

    def prepare(self) -> None:
        field: Any = self.fields["remedies"]
        field.choices = case_forms.remedy_choices()


class Refuse(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why the business says no"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    text = text_field(_("The reasons of the business"), _("The consumer reads this."), required=False)
    note_to_body = NOTE_TO_BODY

    def prepare(self) -> None:
        field: Any = self.fields["reason"]
        field.choices = case_forms.named(
            one for one in replies.reasons(self.situation.today) if one != replies.NOT_US
        )


class Deny(CaseForm):
    text = text_field(
        _("Why it is not this business"), _("The consumer reads this. It leaves no mark on the business.")
    )
    note_to_body = NOTE_TO_BODY


class CallOff(CaseForm):
    text = text_field(_("Why the invitation is called off"), required=False)


class EndNegotiation(CaseForm):
    text = text_field(_("What the consumer said"), required=False)


_TOLD = _("The consumer gets a message and sees it in the file.")


def _has_offer(situation: Situation) -> bool:
    """An offer of the business stands; the consumer answers it."""
    return situation.offer is not None and not situation.offer.is_counter


def _has_counter(situation: Situation) -> bool:
    """A counter-offer of the consumer stands; the business answers it."""
    return situation.offer is not None and situation.offer.is_counter


def _is_asked(situation: Situation) -> bool:
    return answering.is_asked(situation.case)


PAGES = (
    VerbPage(
        "call_off",
        "calling-off",
        act=negotiation.call_off,
        form=CallOff,
        follows=_("The business no longer sees the case, and you decide what comes next."),
        group=HAND,
    ),
    VerbPage(
        "invite",
        "invitation",
        act=negotiation.invite,
        form=Bare,
        follows=_(
            "The business is asked to settle. Its time starts only when the invitation is served, with proof."
        ),
        one_click=True,
        when=lambda situation: situation.has_consent(Consent.Purpose.BUSINESS),
    ),
    VerbPage(
        "serve",
        "service",
        act=negotiation.serve,
        form=Serve,
        follows=_("From that day the business has its time to settle, and the time to decide stands still."),
        above="business",
    ),
    VerbPage(
        "reply",
        "reply",
        act=negotiation.reply,
        form=Reply,
        follows=_("The consumer gets a message. The time to settle goes on; only silence is ended by it."),
        group=WORD,
        label=_("The business replies first, without an offer yet"),
    ),
    VerbPage(
        "supply",
        "supplied",
        act=negotiation.supply,
        form=Supply,
        follows=_("The business is told and answers next."),
        group=WORD,
        label=_("The consumer gives what the business asked for"),
        when=_is_asked,
    ),
    VerbPage(
        "offer",
        "offer",
        act=negotiation.offer,
        form=MakeOffer,
        follows=_TOLD,
        group=WORD,
        label=_("The business makes an offer"),
        above="offer",
    ),
    VerbPage(
        "counter",
        "counter-offer",
        act=negotiation.counter,
        form=Counter,
        follows=_("It takes the place of the offer. The business may accept it, say no, or offer again."),
        group=WORD,
        label=_("The consumer makes a counter-offer"),
        above="offer",
        when=_has_offer,
    ),
    VerbPage(
        "accept",
        "acceptance",
        act=negotiation.accept,
        form=AcceptOffer,
        follows=_(
            "The offer becomes a settlement, and you watch that it is kept. "
            "Do this only after the consumer told you so."
        ),
        group=WORD,
        label=_("The consumer accepts"),
        above="offer",
        when=_has_offer,
    ),
    VerbPage(
        "accept",
        "counter-acceptance",
        act=negotiation.accept,
        form=AcceptCounter,
        follows=_(
            "The counter-offer becomes a settlement, and you watch that it is kept. "
            "Do this only after the business told you so."
        ),
        group=WORD,
        label=_("The business accepts the counter-offer"),
        above="offer",
        when=_has_counter,
    ),
    VerbPage(
        "reject",
        "rejection",
        act=negotiation.reject,
        form=RejectOffer,
        follows=_("The business is told and may make another offer in its time."),
        group=WORD,
        label=_("The consumer does not accept"),
        above="offer",
        when=_has_offer,
    ),
    VerbPage(
        "reject",
        "counter-rejection",
        act=negotiation.reject,
        form=RejectOffer,
        follows=_("The consumer is told. Both may still settle in the time that is left."),
        group=WORD,
        label=_("The business does not accept the counter-offer"),
        above="offer",
        when=_has_counter,
    ),
    VerbPage(
        "refuse",
        "refusal",
        act=negotiation.refuse,
        form=Refuse,
        follows=_("The negotiation ends, and you decide whether to mediate. The consumer is told."),
        group=WORD,
        label=_("The business refuses"),
    ),
    VerbPage(
        "deny",
        "denial",
        act=negotiation.deny,
        form=Deny,
        follows=_("The negotiation ends; you look for the right business with the consumer."),
        group=WORD,
        label=_("The business says it is not the one meant"),
        above="business",
    ),
    VerbPage(
        "end_negotiation",
        "end-of-negotiation",
        act=negotiation.end,
        form=EndNegotiation,
        follows=_("The negotiation ends, and you decide whether to mediate. The business is told."),
        group=WORD,
        label=_("The consumer stops negotiating"),
    ),
)
