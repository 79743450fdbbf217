"""Mediation: pausing, sessions and their minutes, extending, agreeing, ending."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.cases import mandates, messages, turns
from huaihai.cases.models import Agreement, Appointment, Case
from huaihai.cases.parts import Part
from huaihai.cases.verbs import fulfilment
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Unfit
from huaihai.kit.clock import local_day
from huaihai.law import grounds, limits
from huaihai.law.grounds import Ground
from huaihai.members.actors import Actor
from huaihai.record import events

PAUSE_REASONS = ("appraisal", "recusal", "both_consent")
TIME_IS_OVER = "CA-END-5"  # the program itself gives this ground, in the night after the last day


def pause(
    case: Case, *, reason: str, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Stop the mediation clock: an appraisal, a recusal, or both sides' wish. A day to look again is set."""
    if reason not in PAUSE_REASONS:
        raise Unfit("reason", _("Please choose why the clock is paused."))
    with moving(case, "pause", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"reason": reason}
        if reason == "recusal":
            move.facts["withdrew"] = move.row.handler.record_key if move.row.handler else by.key
        messages.tell_consumer(move.row, "paused", at=at)


def resume(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """Mediation goes on; its last day moves by the days it stood. After a recusal with another mediator."""
    with moving(case, "resume", by=by, at=at, seen=seen, text=text) as move:
        paused = events.history(move.row.record_key).filter(verb="pause").last()
        withdrew = paused.facts.get("withdrew") if paused else None
        handler = move.row.handler.record_key if move.row.handler else by.key
        if withdrew and withdrew in (by.key, handler):
            raise Unfit(
                "text", _("The mediator withdrew. Hand the case to a colleague, who then goes on with it.")
            )
        messages.tell_consumer(move.row, "resumed", at=at)


def hold_session(
    case: Case, *, minutes: str, held_on: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Write the minutes of a mediation session."""
    if not minutes.strip():
        raise Unfit("minutes", _("Please write the minutes."))
    if held_on > local_day(at):
        raise Unfit("held_on", _("A session in the future has no minutes yet."))
    with moving(case, "hold_session", by=by, at=at, seen=seen, text=minutes) as move:
        move.facts = {"held_on": held_on.isoformat()}
        move.row.appointments.due(at).update(state=Appointment.State.HELD)


def extend(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Mediate longer, once, with both sides' consent written down."""
    if not text.strip():
        raise Unfit("text", _("Please write down how both sides agreed."))
    with moving(case, "extend_mediation", by=by, at=at, seen=seen, text=text) as move:
        try:
            clock = turns.extend(move.row, "mediate", limits.EXTEND_MEDIATION, at=at)
        except ValueError as error:
            raise Unfit("", _("Mediation can be extended only once.")) from error
        move.facts = {"due_on": clock.due_on.isoformat()}


def agree(
    case: Case,
    *,
    terms: str,
    sum_fen: int | None,
    perform_by_on: date,
    is_oral: bool = False,
    parts: Sequence[Part] = (),
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Agreement:
    """Record the mediation agreement: what, how and until when (人民调解法 29; oral: 28, 30).

    `parts` are its dated duties, whose sums are the agreement's; without them it is one duty. The last of their
    days is the agreement's. Raises Unfit.
    """
    if not terms.strip():
        raise Unfit("terms", _("Please write down what was agreed."))
    if sum_fen is not None and sum_fen < 0:
        raise Unfit("sum", _("The sum cannot be negative."))
    duties = list(parts) or [Part("", sum_fen, perform_by_on)]
    if any(duty.due_on < local_day(at) for duty in duties):
        raise Unfit("parts" if parts else "perform_by_on", _("The day to do it by cannot be in the past."))
    last_on = max(duty.due_on for duty in duties)
    with moving(case, "agree", by=by, at=at, seen=seen, text=terms) as move:
        mandates.need(move.row)
        made = Agreement.objects.create(
            case=move.row,
            kind=Agreement.Kind.MEDIATION,
            terms=terms,
            sum_fen=sum_fen,
            perform_by_on=last_on,
            is_oral=is_oral,
            reached_at=at,
        )
        fulfilment.record(made, duties, by=by, at=at)
        move.row.settled_fen = sum_fen
        move.due = {"fulfil": last_on}
        move.facts = {"sum_fen": sum_fen, "is_oral": is_oral}
        first_on = min(duty.due_on for duty in duties)
        messages.tell_consumer(move.row, "agreed", at=at, until=first_on)
        messages.tell_business(move.row, "agreed", at=at, until=first_on)
        return made


def grounds_to_end(on: date) -> list[Ground]:
    """On which a mediator may end a mediation on this day."""
    held = grounds.for_association(grounds.Purpose.END_MEDIATION)
    return [one for one in held if one.code != TIME_IS_OVER and one.is_in_force(on)]


def terminate(
    case: Case, *, ground: str, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """End mediation without agreement, on a named ground, with the ways that stay open."""
    if ground not in {one.code for one in grounds_to_end(local_day(at))}:
        raise Unfit("ground", _("Please choose a ground."))
    if not text.strip():
        raise Unfit("text", _("Please give the reason; the consumer reads it."))
    with moving(case, "terminate", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"ground": ground}
        messages.tell_consumer(move.row, "terminated", at=at)
        messages.tell_business(move.row, "terminated", at=at)
