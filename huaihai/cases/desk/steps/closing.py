"""Fulfilment and the end, and what is added beside the stages."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import care, closing
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.desk.forms import closing as forms
from huaihai.cases.desk.steps.page import HAND, NOTE, WORD, VerbPage
from huaihai.cases.models import Case
from huaihai.cases.pages.situation import Situation
from huaihai.kit import filestore
from huaihai.members.actors import Actor


def _is_over(situation: Situation) -> bool:
    return situation.is_time_over


def add_files(
    case: Case, *, uploads: list[Any], party: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Take in the files one by one; a refused file names itself and what to do. `seen` does not matter here:
    a file more never contradicts what somebody else did."""
    kept = []
    for upload in uploads:
        try:
            kept.append((filestore.store(upload), upload.name or ""))
        except filestore.Refused as error:
            raise Unfit("uploads", error.message) from error
    with transaction.atomic():
        for stored, name in kept:
            care.add_evidence(case, file=stored, name=name, party=party, by=by, at=at)


PAGES = (
    VerbPage(
        "confirm",
        "confirmation",
        act=closing.confirm,
        form=forms.Confirmed,
        follows=_("The case is closed as done. Do this only after the consumer told you so."),
        label=_("Done: the consumer confirms"),
        above="agreement",
    ),
    VerbPage(
        "claim_fulfilment",
        "fulfilment",
        act=closing.claim_fulfilment,
        form=forms.ClaimFulfilment,
        follows=_("The consumer is asked to confirm it."),
        group=WORD,
        label=_("The business says it is done"),
        above="agreement",
    ),
    VerbPage(
        "report_breach",
        "breach",
        act=closing.report_breach,
        form=forms.ReportBreach,
        follows=_("The case stays open, and you follow it up with the business."),
        group=WORD,
        label=_("The consumer says it was not done"),
        above="agreement",
    ),
    VerbPage(
        "close_unconfirmed",
        "closure",
        act=closing.close_unconfirmed,
        form=forms.CloseUnconfirmed,
        follows=_("The case ends here and is never counted as solved."),
        group=HAND,
        tone="late",
        when=_is_over,
        above="agreement",
    ),
    VerbPage(
        "withdraw",
        "withdrawal",
        act=closing.withdraw,
        form=forms.Withdraw,
        follows=_("The case ends here. Do this only after the consumer told you so."),
        group=WORD,
        label=_("The consumer withdraws"),
        tone="late",
    ),
    VerbPage(
        "call_back",
        "calls",
        act=care.note_call,
        form=forms.NoteCall,
        follows=_("The note stands in the record of both cities."),
        group=NOTE,
        above="contact",
    ),
    VerbPage(
        "add_evidence",
        "evidence",
        act=add_files,
        form=forms.AddEvidence,
        follows=_("The files are sealed; all see a safe copy."),
        group=NOTE,
    ),
)
