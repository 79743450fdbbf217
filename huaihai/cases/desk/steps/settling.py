"""Settling with the business, much of it on a party's word."""

from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import answering, negotiation
from huaihai.cases.desk.forms import negotiation as forms
from huaihai.cases.desk.steps.page import HAND, WORD, VerbPage
from huaihai.cases.models import Consent
from huaihai.cases.pages.forms import Bare
from huaihai.cases.pages.situation import Situation

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
        form=forms.CallOff,
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
        form=forms.Serve,
        follows=_("From this day the business has its time to settle, and the time to decide stands still."),
        above="business",
    ),
    VerbPage(
        "lose_business",
        "lost-business",
        act=negotiation.lose_business,
        form=forms.LoseBusiness,
        follows=_("The business is marked as gone. The consumer is told what comes next."),
        above="business",
    ),
    VerbPage(
        "reply",
        "reply",
        act=negotiation.reply,
        form=forms.Reply,
        follows=_("The consumer gets a message. The time to settle goes on; only silence is ended by it."),
        group=WORD,
        label=_("The business replies first, without an offer yet"),
    ),
    VerbPage(
        "supply",
        "supplied",
        act=negotiation.supply,
        form=forms.Supply,
        follows=_("The business is told and answers next."),
        group=WORD,
        label=_("The consumer gives what the business asked for"),
        when=_is_asked,
    ),
    VerbPage(
        "offer",
        "offer",
        act=negotiation.offer,
        form=forms.MakeOffer,
        follows=_TOLD,
        group=WORD,
        label=_("The business makes an offer"),
        above="offer",
    ),
    VerbPage(
        "counter",
        "counter-offer",
        act=negotiation.counter,
        form=forms.Counter,
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
        form=forms.AcceptOffer,
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
        form=forms.AcceptOffer,
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
        form=forms.RejectOffer,
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
        form=forms.RejectOffer,
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
        form=forms.Refuse,
        follows=_("The negotiation ends, and you decide whether to mediate. The consumer is told."),
        group=WORD,
        label=_("The business refuses"),
    ),
    VerbPage(
        "deny",
        "denial",
        act=negotiation.deny,
        form=forms.Deny,
        follows=_("The negotiation ends; you look for the right business with the consumer."),
        group=WORD,
        label=_("The business says it is not the one meant"),
        above="business",
    ),
    VerbPage(
        "end_negotiation",
        "end-of-negotiation",
        act=negotiation.end,
        form=forms.EndNegotiation,
        follows=_("The negotiation ends, and you decide whether to mediate. The business is told."),
        group=WORD,
        label=_("The consumer stops negotiating"),
    ),
)
