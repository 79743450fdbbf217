"""Settling with the business, much of it on a party's word."""

from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import negotiation
from huaihai.cases.desk.forms import negotiation as forms
from huaihai.cases.desk.steps.page import HAND, WORD, VerbPage
from huaihai.cases.models import Consent
from huaihai.cases.pages.forms import Bare
from huaihai.cases.pages.situation import Situation

_TOLD = _("The consumer gets a message and sees it in the file.")


def _has_offer(situation: Situation) -> bool:
    return situation.offer is not None


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
        "accept",
        "acceptance",
        act=negotiation.accept,
        form=forms.AnswerOffer,
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
