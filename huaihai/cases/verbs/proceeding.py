"""Writing down what goes on elsewhere: court confirmation, arbitration, a suit that the association supports."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.cases import proceedings
from huaihai.cases.models import Agreement, Case
from huaihai.cases.proceedings import COURT, Proceeding
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events


def note(
    case: Case,
    *,
    kind: Proceeding,
    state: str,
    on: date,
    place: str = "",
    basis: str = "",
    text: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down that it was asked for, or what came of it. Raises Unfit: not what comes next, a day that cannot be,
    without its place; for the court, no mediation agreement or too late (民诉法205). Raises NotPossible once the file
    is erased."""
    with moving(case, kind.verb, by=by, at=at, seen=seen) as move:
        if move.row.is_final and not move.row.receipt_hash:
            raise NotPossible(_("What was in this file was erased."))
        reached = Agreement.objects.filter(case=move.row).first()
        agreement = reached if reached and reached.kind == Agreement.Kind.MEDIATION else None
        if kind is COURT and agreement is None:
            raise Unfit("", _("Only a mediation agreement can be confirmed by the court."))
        held = proceedings.of(events.history(move.row.record_key), kind)
        if state not in kind.next_states(held):
            raise Unfit("state", _("Please choose what has happened."))
        is_first = state in kind.follows[""]
        if is_first and not place.strip():
            raise Unfit("place", _("Please write where."))
        if is_first and kind.bases and basis not in kind.bases_of(reached):
            raise Unfit("basis", _("Please choose where arbitration was agreed upon."))
        if not (held.on if held else _first_day(move.row, agreement, kind)) <= on <= local_day(at):
            raise Unfit("on", _("This day cannot be right here. Please check it."))
        last = proceedings.last_day(agreement) if is_first and kind is COURT and agreement else None
        if last and on > last:
            raise Unfit("on", _("The 30 days in which both can ask the court were over by then."))
        placed, move.text = proceedings.with_place(place.strip(), text)
        move.facts = {"state": state, "on": on.isoformat(), **placed}
        if is_first and basis:
            move.facts["basis"] = basis


def _first_day(case: Case, agreement: Agreement | None, kind: Proceeding) -> date:
    if kind is COURT and agreement is not None:
        return local_day(agreement.reached_at)
    return local_day(case.submitted_at or case.created_at)
