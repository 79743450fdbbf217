"""Two people of two cities decide an objection; one that is upheld calls the matter off."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.brands import telling
from huaihai.brands.actions import pairing
from huaihai.brands.actions.moving import moving
from huaihai.brands.assessing.actions import concluding
from huaihai.brands.models import AssessmentRound, AssessorSeat, Notice, NoticeObjection, PairDecision
from huaihai.brands.noticing import clocks
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.masking import mask
from huaihai.members.actors import Actor

ABOUT = "objection"  # the matter, as `pairing.CARRIED_OUT` has it
State = NoticeObjection.State
OUTCOMES = (State.UPHELD.value, State.NOT_UPHELD.value)


def propose(
    objection: NoticeObjection, *, outcome: str, reasons: str, by: Actor, at: datetime
) -> PairDecision:
    """The first of the two says how it ends, with public reasons. Raises NotAllowed, NotPossible, Unfit."""
    if outcome not in OUTCOMES:
        raise Unfit("outcome", _("Please choose how it ends."))
    if mask(reasons).finds:
        raise Unfit("reasons", _("Everybody reads this: please leave out numbers of persons."))
    require_no_part(objection, by)
    _require_open(objection)
    return pairing.propose(
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
        concluding.close(notice.round, AssessmentRound.Outcome.CALLED_OFF, at=at)
        move.facts |= {"objection": held.number, "outcome": held.state, "notice": str(notice.pk)}
        move.text = held.reasons
    telling.business(held.entry, "called off", key=str(notice.pk), at=at)


def end_notice(notice: Notice, outcome: Notice.Outcome, *, at: datetime) -> None:
    """The notice is over; what still waits for a decision about it is without object."""
    notice.ended_at, notice.outcome = at, outcome
    notice.save(update_fields=["ended_at", "outcome"])
    clocks.end(notice, by=outcome.value, at=at)
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
    clocks.end(held, by=state.value, at=at)
