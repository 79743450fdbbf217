"""One part of an agreement, on a party's word; offered only where there are several."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import closing, promising
from huaihai.cases.desk.forms import parts as forms
from huaihai.cases.desk.steps.page import WORD, VerbPage
from huaihai.cases.models import Case, Promise
from huaihai.cases.pages.situation import Situation
from huaihai.members.actors import Actor


def _has_several(situation: Situation) -> bool:
    return situation.agreement is not None and situation.case.promises.watched().count() > 1


def _claim(
    case: Case, *, promise: Promise, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    promise.case = case
    promising.claim(promise, text=text, by=by, at=at, seen=seen)


PAGES = (
    VerbPage(
        "confirm_part",
        "part-confirmation",
        act=closing.confirm_part,
        form=forms.ConfirmedPart,
        follows=_("This part counts as kept; the others are watched on."),
        group=WORD,
        label=_("The consumer confirms one part"),
        above="agreement",
        when=_has_several,
    ),
    VerbPage(
        "claim_part",
        "part-fulfilment",
        act=_claim,
        form=forms.ClaimPart,
        follows=_("The consumer is asked to confirm it."),
        group=WORD,
        label=_("The business says one part is done"),
        above="agreement",
        when=_has_several,
    ),
    VerbPage(
        "breach_part",
        "part-breach",
        act=closing.breach_part,
        form=forms.BreachPart,
        follows=_("The case stays open, and you follow it up with the business."),
        group=WORD,
        label=_("The consumer says one part was not done"),
        above="agreement",
        when=_has_several,
    ),
)
