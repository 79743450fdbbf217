"""Mediation: sessions, pauses, agreement, end."""

from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import mediation
from huaihai.cases.desk.forms import mediation as forms
from huaihai.cases.desk.steps.page import HAND, VerbPage
from huaihai.cases.pages.situation import Situation

_TOLD = _("The consumer gets a message and sees it in the file.")
_BOTH_TOLD = _("The consumer and the business get a message.")


def _may_extend_mediation(situation: Situation) -> bool:
    clock = situation.clocks.get("mediate")
    return clock is not None and not clock.is_extended


PAGES = (
    VerbPage(
        "hold_session",
        "sessions",
        act=mediation.hold_session,
        form=forms.HoldSession,
        follows=_("The minutes stay between the officers; both sides see that a session was held."),
    ),
    VerbPage(
        "agree",
        "agreement",
        act=mediation.agree,
        form=forms.Agree,
        follows=_(
            "The agreement stands, and you watch that it is kept. "
            "Within 30 days both sides may ask the court to confirm it."
        ),
    ),
    VerbPage(
        "resume",
        "resumption",
        act=mediation.resume,
        form=forms.Resume,
        follows=_("The clock goes on; its last day moves by the days it stood."),
    ),
    VerbPage(
        "pause",
        "pause",
        act=mediation.pause,
        form=forms.Pause,
        follows=_("The clock of mediation stands still; you look again after the time set for it."),
    ),
    VerbPage(
        "extend_mediation",
        "longer-mediation",
        act=mediation.extend,
        form=forms.ExtendMediation,
        follows=_("This is possible once, if both sides agree."),
        when=_may_extend_mediation,
    ),
    VerbPage(
        "terminate",
        "termination",
        act=mediation.terminate,
        form=forms.Terminate,
        follows=_BOTH_TOLD,
        group=HAND,
        tone="late",
        above="ways",
    ),
)
