"""Anybody objects while a notice stands; two people of two cities decide."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import messages, standing
from huaihai.brands import moving as brands_moving
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.conduct import opening
from huaihai.brands.models import (
    AssessmentRound,
    AssessorSeat,
    ConductReport,
    Notice,
    NoticeObjection,
    PairDecision,
)
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.desk import hearing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.form_fields import NEEDED, TOO_LONG
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable_name
from huaihai.law.limits import DECIDE_ENTRY_OBJECTION
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for

LONGEST_WHAT, LONGEST_WHY, LONGEST_CONTACT = 200, 3000, 200
MOST_OPEN = 200  # objections to one notice that wait: more is a flood, and is asked to call
ABOUT = "objection"  # the matter, as `moving.CARRIED_OUT` has it
DECIDE, KIND = "decide", "brand-objection:"  # the name of its time, and how its key begins
State = NoticeObjection.State
OUTCOMES = (State.UPHELD.value, State.NOT_UPHELD.value)


@dataclass(frozen=True)
class ObjectionWords:
    """What somebody objects, why; how to reach them if they want that, and a paper."""

    what: str
    why: str
    contact: str = ""
    paper: Stored | None = None


def object_to(notice: Notice, said: ObjectionWords, *, by: Actor, at: datetime) -> NoticeObjection:
    """Take an objection; its number is the receipt. Raises NotPossible (the time is over), Unfit."""
    what, why, contact = _checked(said)
    with transaction.atomic():
        with moving(notice.entry, "note", who=Who.ANYBODY, noted="objection", by=by, at=at) as move:
            held = Notice.objects.select_for_update().get(pk=notice.pk)
            on = local_day(at)
            if not standing.gives_title(on) or not hearing.is_in_time(held, on):
                raise NotPossible(
                    _("The time of this notice is over. Please report what you know about its conduct.")
                )
            rows = NoticeObjection.objects.filter(notice=held)
            if rows.filter(state=NoticeObjection.State.OPEN).count() >= MOST_OPEN:
                raise NotPossible(_("Very many objections wait already. Please call the association."))
            count = NoticeObjection.objects.filter(entry=move.row).count() + 1
            made = NoticeObjection(
                entry=move.row,
                notice=held,
                number=f"{move.row.number}-Y{count}",
                what=what,
                why=why,
                contact=contact,
                at=at,
            )
            if said.paper is not None:
                made.paper_sha256, made.paper_kind = said.paper.sha256, said.paper.kind
                made.paper_derivative = said.paper.derivative
            move.rows.append(made)
            move.facts |= {"notice": str(held.pk), "objection": made.number}
        root = directory.root()
        limit = limit_for(root, DECIDE_ENTRY_OBJECTION, local_day(at))
        hearing.start(made, DECIDE, limit, owner=root, at=at)
    return made


def report_late(notice: Notice, said: ObjectionWords, *, by: Actor, at: datetime) -> ConductReport:
    """What somebody objects once the time is over is a report about conduct; numbers of persons are taken out, and
    how to reach them is not kept. Raises NotPossible (the notice still stands; the entry is gone), Unfit."""
    what, why, _contact = _checked(said)
    with moving(notice.entry, "note", who=Who.ANYBODY, noted="late objection", by=by, at=at) as move:
        if hearing.is_in_time(notice, local_day(at)):
            raise NotPossible(_("The notice still stands. Please send your objection again."))
        if len(opening.waiting(move.row)) >= opening.MOST_OPEN:
            raise NotPossible(_("Many reports about this wait already. Please call the association."))
        made = ConductReport(
            entry=move.row,
            origin=ConductReport.Origin.OBJECTION,
            source=notice.record_key,
            text=mask(f"{what}\n{why}").text,
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts["report"] = str(made.pk)
    return made


def _checked(said: ObjectionWords) -> tuple[str, str, str]:
    what, contact = storable_name(said.what), storable_name(said.contact)
    if not what:
        raise Unfit("what", NEEDED)
    for name, text, most in (("what", what, LONGEST_WHAT), ("contact", contact, LONGEST_CONTACT)):
        if len(text) > most:
            raise Unfit(name, TOO_LONG)
    why = hearing.words("why", said.why, most=LONGEST_WHY)
    if mask(what).finds:
        raise Unfit("what", _("Please leave numbers of persons out of this line; write them below."))
    return what, why, contact


def propose(
    objection: NoticeObjection, *, outcome: str, reasons: str, by: Actor, at: datetime
) -> PairDecision:
    """The first of the two says how it ends, with public reasons. Raises NotAllowed, NotPossible, Unfit."""
    if outcome not in OUTCOMES:
        raise Unfit("outcome", _("Please choose how it ends."))
    if mask(reasons).finds:
        raise Unfit("reasons", hearing.ALL_READ)
    require_no_part(objection, by)
    _require_open(objection)
    return brands_moving.propose(
        objection.entry, ABOUT, outcome, reasons=reasons, about_key=str(objection.pk), by=by, at=at
    )


def carry_out(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """What the two agreed on happens: called by `pairing.agree`."""
    rows = NoticeObjection.objects.select_for_update(of=("self",)).select_related("notice__round", "entry")
    held = rows.get(pk=decision.about_key)
    require_no_part(held, by)
    _require_open(held)
    _decide(held, State(decision.outcome), decision.reasons, at=at)
    if held.state == State.UPHELD:
        call_off(held, by=by, at=at)
        return
    with moving(held.entry, "note", who=Who.STAFF, noted="objection decided", by=by, at=at) as move:
        move.facts |= {"objection": held.number, "outcome": held.state}
        move.text = held.reasons


def call_off(held: NoticeObjection, *, by: Actor, at: datetime) -> None:
    """The notice ends, the entry stays in the directory (a mark that was to be renewed runs to its end)."""
    notice = held.notice
    verb, noted, who = (
        ("note", "renewal called off", Who.STAFF) if notice.round.renews else ("call off", "", Who.PAIR)
    )
    with moving(held.entry, verb, who=who, noted=noted, by=by, at=at) as move:
        end_notice(notice, Notice.Outcome.CALLED_OFF, at=at)
        assessing_verbs.close(notice.round, AssessmentRound.Outcome.CALLED_OFF, at=at)
        move.facts |= {"objection": held.number, "outcome": held.state, "notice": str(notice.pk)}
        move.text = held.reasons
    messages.business(held.entry, "called off", key=str(notice.pk), at=at)


def end_notice(notice: Notice, outcome: Notice.Outcome, *, at: datetime) -> None:
    """The notice is over; what still waits for a decision about it is without object."""
    notice.ended_at, notice.outcome = at, outcome
    notice.save(update_fields=["ended_at", "outcome"])
    hearing.end(notice, by=outcome.value, at=at)
    for row in NoticeObjection.objects.filter(notice=notice, state=State.OPEN):
        _decide(row, State.DROPPED, "", at=at)


def require_no_part(objection: NoticeObjection, by: Actor) -> None:
    """Raises NotAllowed for whoever assessed what the objection is about."""
    rows = AssessorSeat.objects.filter(
        round=objection.notice.round_id, account=by.account_id, state=AssessorSeat.State.DONE
    )
    if by.account_id is not None and rows.exists():
        raise NotAllowed(_("You assessed this entry, so somebody else decides here."))


def _require_open(held: NoticeObjection) -> None:
    if held.state != State.OPEN:
        raise NotPossible(_("This was decided meanwhile."))


def _decide(held: NoticeObjection, state: NoticeObjection.State, reasons: str, *, at: datetime) -> None:
    held.state, held.reasons, held.decided_at = state, reasons, at
    held.save(update_fields=["state", "reasons", "decided_at"])
    hearing.end(held, by=state.value, at=at)
