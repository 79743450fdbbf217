"""Every verb that has a page on the desk, in one table: its address, its form, its action, its words.

`huaihai.cases.lifecycle` says when a verb is possible; this table says how an officer does it. The one view
`views.acting.step` serves all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases import lifecycle
from huaihai.cases.actions import care, checking, closing, intake, mediation, negotiation, routing
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.desk.forms import (
    base,
)
from huaihai.cases.desk.forms import checking as looking
from huaihai.cases.desk.forms import closing as ending
from huaihai.cases.desk.forms import (
    mediation as mediating,
)
from huaihai.cases.desk.forms import (
    negotiation as negotiating,
)
from huaihai.cases.desk.forms import (
    routing as moving,
)
from huaihai.cases.desk.situation import Situation
from huaihai.cases.models import Case, Consent
from huaihai.kit import filestore
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

WORK, WORD, HAND, NOTE = "work", "word", "hand", "note"


def add_files(
    case: Case, *, files: list[Any], party: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Take in the files one by one; a refused file names itself and what to do. `seen` does not matter here:
    a file more never contradicts what somebody else did."""
    kept = []
    for upload in files:
        try:
            kept.append((filestore.store(upload), upload.name or ""))
        except filestore.Refused as error:
            raise Unfit("files", error.message) from error
    with transaction.atomic():
        for stored, name in kept:
            care.add_evidence(case, file=stored, name=name, party=party, by=by, at=at)


def _always(_situation: Situation) -> bool:
    return True


def _crosses(situation: Situation) -> bool:
    return situation.case.crosses_cities


def _has_offer(situation: Situation) -> bool:
    return situation.offer is not None


def _is_above(situation: Situation) -> bool:
    holder, node = situation.case.responsible, situation.actor.organisation
    return bool(holder and node and holder != node and holder.is_within(node))


def _has_below(situation: Situation) -> bool:
    holder = situation.case.responsible
    return holder is not None and holder.kind != Organisation.Kind.STATION


def _may_extend_decision(situation: Situation) -> bool:
    clock = situation.clocks.get("decide")
    return clock is not None and not clock.is_extended and clock.limit_name != "FIXED_DAY"


def _may_extend_mediation(situation: Situation) -> bool:
    clock = situation.clocks.get("mediate")
    return clock is not None and not clock.is_extended


def _is_over(situation: Situation) -> bool:
    return situation.is_time_over


@dataclass(frozen=True)
class VerbPage:
    """How one verb is done: `noun` is its address, `follows` says what happens then, `above` is a template
    shown over the form, `one_click` steps need no form of their own, `when` narrows what the stage allows."""

    verb: str
    noun: str
    act: Callable[..., Any]
    form: type[base.CaseForm]
    follows: Promise | str
    group: str = WORK
    label: Promise | str = ""
    above: str = ""
    one_click: bool = False
    tone: str = ""
    when: Callable[[Situation], bool] = _always

    @property
    def words(self) -> Promise | str:
        """What stands on the button and over the page."""
        return self.label or lifecycle.VERBS[self.verb].label


_TOLD = _("The consumer gets a message and sees it in the file.")
_BOTH_TOLD = _("The consumer and the business get a message.")
_CLOSES = _("The case ends here. The consumer reads the reason and the other ways that stay open.")

PAGES: tuple[VerbPage, ...] = (
    VerbPage(
        "forward", "forward", routing.forward, moving.Forward,
        _("The case goes to the other city with consent, list of evidence and your assessment. That city becomes responsible; you still see every step."),
        above="route",
    ),
    VerbPage(
        "take", "taking", routing.take, base.Bare,
        _("Your body becomes responsible and decides what comes next. The consumer is told."), one_click=True,
    ),
    VerbPage(
        "invite", "invitation", negotiation.invite, base.Bare,
        _("The business is asked to settle. Its time starts only when the invitation is served, with proof."),
        one_click=True,
        when=lambda situation: situation.has_consent(Consent.Purpose.BUSINESS),
    ),
    VerbPage(
        "serve", "service", negotiation.serve, negotiating.Serve,
        _("From this day the business has its time to settle, and the time to decide stands still."), above="business",
    ),
    VerbPage(
        "admit", "admission", checking.admit, base.Bare,
        _("Mediation begins today and its clock starts. The consumer is told."), one_click=True,
    ),
    VerbPage(
        "hold_session", "sessions", mediation.hold_session, mediating.HoldSession,
        _("The minutes stay between the officers; both sides see that a session was held."),
    ),
    VerbPage("agree", "agreement", mediation.agree, mediating.Agree, _("The agreement stands, and you watch that it is kept. Within 30 days both sides may ask the court to confirm it.")),
    VerbPage("resume", "resumption", mediation.resume, mediating.Resume, _("The clock goes on; its last day moves by the days it stood.")),
    VerbPage(
        "confirm", "confirmation", closing.confirm, base.Bare, _("The case is closed as done. Do this only after the consumer told you so."),
        label=_("Done: the consumer confirms"), above="agreement",
    ),
    VerbPage("ask_supplement", "supplement-request", checking.ask_supplement, looking.AskSupplement, _("Your clock stands still until the consumer answers or the time for it is over.")),
    VerbPage("correct_business", "business", routing.correct_business, moving.CorrectBusiness, _("What was known before stays in the record."), above="business"),
    VerbPage(
        "extend_decision", "longer-decision", checking.extend_decision, looking.ExtendDecision,
        _("This is possible once. The consumer is told the new date."), when=_may_extend_decision,
    ),
    VerbPage("pause", "pause", mediation.pause, mediating.Pause, _("The clock of mediation stands still; you look again after the time set for it.")),
    VerbPage(
        "extend_mediation", "longer-mediation", mediation.extend, mediating.ExtendMediation,
        _("This is possible once, if both sides agree."), when=_may_extend_mediation,
    ),
    VerbPage(
        "lose_business", "lost-business", negotiation.lose_business, negotiating.LoseBusiness,
        _("The business is marked as gone. The consumer is told what comes next."), above="business",
    ),
    VerbPage("offer", "offer", negotiation.offer, negotiating.MakeOffer, _TOLD, WORD, _("The business makes an offer"), above="offer"),
    VerbPage(
        "accept", "acceptance", negotiation.accept, negotiating.AnswerOffer,
        _("The offer becomes a settlement, and you watch that it is kept. Do this only after the consumer told you so."),
        WORD, _("The consumer accepts"), above="offer", when=_has_offer,
    ),
    VerbPage("reject", "rejection", negotiation.reject, negotiating.RejectOffer, _("The business is told and may make another offer in its time."), WORD, _("The consumer does not accept"), above="offer", when=_has_offer),
    VerbPage("refuse", "refusal", negotiation.refuse, negotiating.Refuse, _("The negotiation ends, and you decide whether to mediate. The consumer is told."), WORD, _("The business refuses")),
    VerbPage("deny", "denial", negotiation.deny, negotiating.Deny, _("The negotiation ends; you look for the right business with the consumer."), WORD, _("The business says it is not the one meant"), above="business"),
    VerbPage("end_negotiation", "end-of-negotiation", negotiation.end, negotiating.EndNegotiation, _("The negotiation ends, and you decide whether to mediate. The business is told."), WORD, _("The consumer stops negotiating")),
    VerbPage("supplement", "supplement", intake.supplement, looking.Supplement, _("Your clock goes on."), WORD, _("The consumer adds what was asked")),
    VerbPage("claim_fulfilment", "fulfilment", closing.claim_fulfilment, ending.ClaimFulfilment, _("The consumer is asked to confirm it."), WORD, _("The business says it is done"), above="agreement"),
    VerbPage("report_breach", "breach", closing.report_breach, ending.ReportBreach, _("The case stays open, and you follow it up with the business."), WORD, _("The consumer says it was not done"), above="agreement"),
    VerbPage("withdraw", "withdrawal", closing.withdraw, ending.Withdraw, _("The case ends here. Do this only after the consumer told you so."), WORD, _("The consumer withdraws"), tone="late"),
    VerbPage("assign", "assignment", routing.assign, moving.Assign, _("That body becomes responsible; the clocks go on. You see every step and can take the case back."), HAND, when=_has_below),
    VerbPage("take_back", "return", routing.take_back, base.Bare, _("Your body becomes responsible again; the clocks go on."), HAND, one_click=True, when=_is_above),
    VerbPage("recall", "recall", routing.recall, moving.Recall, _("The case comes back to you. The other city has not taken it yet."), HAND),
    VerbPage("send_back", "sending-back", routing.send_back, moving.SendBack, _("The home body becomes responsible again and is told why."), HAND, when=_crosses),
    VerbPage("link", "link", checking.link, looking.Link, _("This file ends and points to the other one. The consumer is told."), HAND),
    VerbPage("refer_out", "referral", checking.refer_out, looking.ReferOut, _CLOSES, HAND, above="route"),
    VerbPage("decline", "refusal-to-admit", checking.decline, looking.Decline, _CLOSES, HAND, tone="late", above="ways"),
    VerbPage("terminate", "termination", mediation.terminate, mediating.Terminate, _BOTH_TOLD, HAND, tone="late", above="ways"),
    VerbPage("close_unconfirmed", "closure", closing.close_unconfirmed, ending.CloseUnconfirmed, _("The case ends here and is never counted as solved."), HAND, tone="late", when=_is_over, above="agreement"),
    VerbPage("call_back", "calls", care.note_call, ending.NoteCall, _("The note stands in the record of both cities."), NOTE, above="contact"),
    VerbPage("add_evidence", "evidence", add_files, ending.AddEvidence, _("The files are sealed; all see a safe copy."), NOTE),
)  # fmt: skip
BY_NOUN = {page.noun: page for page in PAGES}
BY_VERB = {page.verb: page for page in PAGES}

_FIRST = {  # the step that usually comes next, by stage, in the order of preference
    "received": ("take", "forward", "ask_supplement"),
    "forwarded": ("take",),
    "deciding": ("invite", "admit"),
    "inviting": ("serve",),
    "mediating": ("hold_session",),
    "paused": ("resume",),
    "fulfilling": ("confirm",),
    "breached": ("call_back",),
}


def is_open(page: VerbPage, situation: Situation) -> bool:
    """Whether this officer can do this verb to the case now."""
    verb = lifecycle.VERBS[page.verb]
    return situation.case.stage in verb.moves and bool(verb.by & situation.parties) and page.when(situation)


def open_to(situation: Situation) -> list[VerbPage]:
    """The pages open to this officer now, in the table's order."""
    return [page for page in PAGES if is_open(page, situation)]


def first_step(situation: Situation, pages: list[VerbPage]) -> VerbPage | None:
    """The one clear next step, if the next move is the body's."""
    preferred = list(_FIRST.get(situation.case.stage, ()))
    if situation.case.stage == "received" and not situation.own_city_leads:
        preferred = _away_from_home(situation)
    if situation.case.stage == "deciding" and situation.case.served_at is not None:
        preferred = ["admit"]  # it has been tried to settle already
    found = {page.verb: page for page in pages}
    return next((found[verb] for verb in preferred if verb in found), None)


def _away_from_home(situation: Situation) -> list[str]:
    if situation.route is None or (situation.route.lead is None and situation.route.refer_to is None):
        return ["correct_business", "ask_supplement"]
    if situation.route.lead is None:
        return ["refer_out"]
    return ["forward"] if situation.has_consent(Consent.Purpose.OTHER_BODY) else ["ask_supplement"]
