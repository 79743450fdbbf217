"""What two people of two cities decide: a warning, a suspension, its end. One person proposes and never decides."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.brands.actions import pairing
from huaihai.brands.conduct import days, messages
from huaihai.brands.conduct.actions.stepping import ends_suspension, public_words, stepping
from huaihai.brands.models import PairDecision, Proceeding
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor

WARNING, SUSPENSION, RESTORATION = "warning", "suspension", "restoration"
OUTCOMES = {
    WARNING: ("warn", "drop"),
    SUSPENSION: ("confirm", "lift"),
    RESTORATION: ("restore", "refuse"),
}


def matter_of(proceeding: Proceeding) -> str:
    """What two people can decide about this proceeding as it stands; empty: nothing."""
    if proceeding.stage == "deciding":
        return {"warn": WARNING, "suspend": SUSPENSION}.get(proceeding.kind, "")
    has_remedy = proceeding.kind == Proceeding.Kind.SUSPEND and proceeding.remedied_at is not None
    return RESTORATION if has_remedy and proceeding.stage in ("decided", "remedy") else ""


def propose(proceeding: Proceeding, *, outcome: str, reasons: str, by: Actor, at: datetime) -> PairDecision:
    """The first of the two. Raises NotAllowed, NotPossible, Unfit."""
    about = matter_of(proceeding)
    if not about:
        raise NotPossible(_("There is nothing to be decided by two people now."))
    if outcome not in OUTCOMES[about]:
        raise Unfit("outcome", _("Please choose how it ends."))
    said = public_words("reasons", reasons)
    return pairing.propose(
        proceeding.entry, about, outcome, reasons=said, about_key=str(proceeding.pk), by=by, at=at
    )


def proceeding_of(decision: PairDecision) -> Proceeding:
    """What an agreed decision is about. Raises NotAllowed (one person alone), NotPossible."""
    if decision.state != PairDecision.State.AGREED:
        raise NotAllowed(_("Two people of two cities decide that."))
    rows = Proceeding.objects.filter(entry=decision.entry_id).select_related("entry__business", "entry__body")
    found = rows.filter(pk=decision.about_key).first()
    if found is None or matter_of(found) != decision.about:
        raise NotPossible(_("There is nothing to be decided by two people now."))
    return found


def carry_out_warning(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """The business is warned, or nothing follows. Raises NotPossible."""
    row = proceeding_of(decision)
    if decision.outcome == "warn":
        _decided(row, decision, Proceeding.Outcome.WARNED, "warned", by=by, at=at)
    else:
        _dropped(row, decision, by=by, at=at)


def carry_out_suspension(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """The suspension is confirmed, or lifted. Raises NotPossible."""
    row = proceeding_of(decision)
    if decision.outcome == "confirm":
        _decided(row, decision, Proceeding.Outcome.SUSPENDED, "suspension confirmed", by=by, at=at)
    else:
        _dropped(row, decision, by=by, at=at)


def carry_out_restoration(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """The mark is restored because the cause was remedied, or stays suspended. Raises NotPossible."""
    row = proceeding_of(decision)
    if decision.outcome != "restore":
        _refused(row, decision, by=by, at=at)
        return
    with stepping(
        row,
        "restore",
        who=Who.PAIR,
        noted="remedied",
        entry_verb=ends_suspension(row),
        by=by,
        at=at,
    ) as step:
        _say(step.row, decision, Proceeding.Outcome.RESTORED, at)
        step.move.facts |= _told(decision)
    messages.tell(row, "restored", at=at)


def _decided(
    row: Proceeding,
    decision: PairDecision,
    outcome: Proceeding.Outcome,
    noted: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    with stepping(row, "decide", who=Who.PAIR, noted=noted, by=by, at=at) as step:
        _say(step.row, decision, outcome, at)
        step.move.facts |= _told(decision)
    messages.tell(row, "decided", at=at)


def _dropped(row: Proceeding, decision: PairDecision, *, by: Actor, at: datetime) -> None:
    verb = ends_suspension(row) if row.kind == Proceeding.Kind.SUSPEND else "note"
    with stepping(
        row, "drop", who=Who.PAIR, noted="proceeding dropped", entry_verb=verb, by=by, at=at
    ) as step:
        _say(step.row, decision, Proceeding.Outcome.DROPPED, at)
        step.move.facts |= _told(decision)
    messages.tell(row, "dropped", at=at)


def _refused(row: Proceeding, decision: PairDecision, *, by: Actor, at: datetime) -> None:
    with stepping(row, "refuse restoration", who=Who.PAIR, noted="restoration refused", by=by, at=at) as step:
        days.begin(step.row, "decided", at)  # a second decision has an appeal of its own
        _say(step.row, decision, Proceeding.Outcome.NOT_RESTORED, at)
        step.row.remedied_at = None
        step.move.facts |= _told(decision)
    messages.tell(row, "decided", at=at)


def _say(row: Proceeding, decision: PairDecision, outcome: Proceeding.Outcome, at: datetime) -> None:
    row.outcome, row.reasons, row.decided_at = outcome, decision.reasons, at


def _told(decision: PairDecision) -> dict[str, str]:
    return {"decision": str(decision.pk), "reasons": decision.reasons}
