"""The first look and the decision."""

from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import checking, intake, routing
from huaihai.cases.desk.forms import checking as forms
from huaihai.cases.desk.forms.routing import CorrectBusiness
from huaihai.cases.desk.steps.page import HAND, WORD, VerbPage
from huaihai.cases.pages.forms import Bare
from huaihai.cases.pages.situation import Situation
from huaihai.record.clocks import FIXED

_CLOSES = _("The case ends here. The consumer reads the reason and the other ways that stay open.")


def _may_extend_decision(situation: Situation) -> bool:
    clock = situation.clocks.get("decide")
    return clock is not None and not clock.is_extended and clock.limit_name != FIXED


PAGES = (
    VerbPage(
        "admit",
        "admission",
        act=checking.admit,
        form=Bare,
        follows=_("Mediation begins today and its clock starts. The consumer is told."),
        one_click=True,
    ),
    VerbPage(
        "ask_supplement",
        "supplement-request",
        act=checking.ask_supplement,
        form=forms.AskSupplement,
        follows=_("Your clock stands still until the consumer answers or the time for it is over."),
    ),
    VerbPage(
        "supplement",
        "supplement",
        act=intake.supplement,
        form=forms.Supplement,
        follows=_("Your clock goes on."),
        group=WORD,
        label=_("The consumer adds what was asked"),
    ),
    VerbPage(
        "correct_business",
        "business",
        act=routing.correct_business,
        form=CorrectBusiness,
        follows=_("What was known before stays in the record."),
        above="business",
    ),
    VerbPage(
        "extend_decision",
        "longer-decision",
        act=checking.extend_decision,
        form=forms.ExtendDecision,
        follows=_("This is possible once. The consumer is told the new date."),
        when=_may_extend_decision,
    ),
    VerbPage(
        "link",
        "link",
        act=checking.link,
        form=forms.Link,
        follows=_("This file ends and points to the other one. The consumer is told."),
        group=HAND,
    ),
    VerbPage(
        "refer_out",
        "referral",
        act=checking.refer_out,
        form=forms.ReferOut,
        follows=_CLOSES,
        group=HAND,
        above="route",
    ),
    VerbPage(
        "decline",
        "refusal-to-admit",
        act=checking.decline,
        form=forms.Decline,
        follows=_CLOSES,
        group=HAND,
        tone="late",
        above="ways",
    ),
)
