"""Between cities and down the tree."""

from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import routing
from huaihai.cases.desk.forms import routing as forms
from huaihai.cases.desk.steps.page import HAND, VerbPage
from huaihai.cases.pages.forms import Bare
from huaihai.cases.pages.situation import Situation
from huaihai.members.models import Organisation


def _crosses(situation: Situation) -> bool:
    return situation.case.crosses_cities


def _is_above(situation: Situation) -> bool:
    holder, node = situation.case.responsible, situation.actor.organisation
    return bool(holder and node and holder != node and holder.is_within(node))


def _has_below(situation: Situation) -> bool:
    holder = situation.case.responsible
    return holder is not None and holder.kind != Organisation.Kind.STATION


PAGES = (
    VerbPage(
        "forward",
        "forward",
        act=routing.forward,
        form=forms.Forward,
        follows=_(
            "The case goes to the other city with consent, list of evidence and your assessment. "
            "That city becomes responsible; you still see every step."
        ),
        above="route",
    ),
    VerbPage(
        "take",
        "taking",
        act=routing.take,
        form=Bare,
        follows=_("Your body becomes responsible and decides what comes next. The consumer is told."),
        one_click=True,
    ),
    VerbPage(
        "recall",
        "recall",
        act=routing.recall,
        form=forms.Recall,
        follows=_("The case comes back to you. The other city has not taken it yet."),
        group=HAND,
    ),
    VerbPage(
        "send_back",
        "sending-back",
        act=routing.send_back,
        form=forms.SendBack,
        follows=_("The home body becomes responsible again and is told why."),
        group=HAND,
        when=_crosses,
    ),
    VerbPage(
        "assign",
        "assignment",
        act=routing.assign,
        form=forms.Assign,
        follows=_(
            "That body becomes responsible; the clocks go on. You see every step and can take the case back."
        ),
        group=HAND,
        when=_has_below,
    ),
    VerbPage(
        "take_back",
        "return",
        act=routing.take_back,
        form=Bare,
        follows=_("Your body becomes responsible again; the clocks go on."),
        group=HAND,
        one_click=True,
        when=_is_above,
    ),
)
