"""Which clocks a case runs in each stage, and whose they are.

Each clock has a limit in `law.limits`, or the number that the responsible body adopted for itself. Entering a
stage ends the clocks that the stage does not know, pauses those that wait in it, and starts those that count.
"""

from datetime import date, datetime

from huaihai.businesses.channel import facts as channel_facts
from huaihai.cases import lifecycle
from huaihai.cases.models import Case
from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.members.clocks import limit_for, limits_for
from huaihai.record import clocks
from huaihai.record.models import Clock

LIMITS: dict[str, Limit] = {
    "forward": limits.FORWARD_TO_PLACE_OF_BUSINESS,
    "supplement": limits.SUPPLEMENT,
    "take": limits.TAKE_FORWARDED,
    "decide": limits.DECIDE_ON_ACCEPTANCE,
    "serve": limits.SERVE_INVITATION,
    "first_reply": limits.FIRST_REPLY,
    "silence": limits.SILENCE_IS_REFUSAL,
    "negotiate": limits.NEGOTIATE,
    "mediate": limits.MEDIATE,
    "check_back": limits.CHECK_BACK_ON_PAUSE,
    "fulfil": limits.CONFIRM_FULFILMENT,
    "remedy": limits.REMEDY_BREACH,
}
LIVING_CLOCK = {  # the clock that tells, to each audience, until when the present stage lasts
    "received": "forward",
    "supplementing": "supplement",
    "forwarded": "decide",
    "deciding": "decide",
    "clarifying": "supplement",
    "inviting": "serve",
    "negotiating": "negotiate",
    "mediating": "mediate",
    "paused": "check_back",
    "fulfilling": "fulfil",
    "breached": "remedy",
}


def enter(
    case: Case,
    stage: lifecycle.Stage,
    *,
    verb: str,
    at: datetime,
    due: dict[str, date],
    moved_lead: bool = False,
) -> None:
    """Set the case's clocks right for the stage it enters.

    `due` fixes the last day of clocks that an agreement or an authority named. `moved_lead`: the case comes to
    another body, whose clocks start anew.
    """
    held = clocks.running(case.record_key)
    over = [
        clock
        for name, clock in held.items()
        if name not in stage.running + stage.paused or (moved_lead and name in stage.running)
    ]
    clocks.end(over, at=at, by=verb)
    kept = {name: clock for name, clock in held.items() if clock not in over}
    for name, clock in kept.items():
        if name in stage.paused:
            clocks.pause(clock, at=at, reason=verb)
        else:
            clocks.resume(clock, at=at)
    if case.responsible is None:
        return
    owner = case.responsible.record_key
    if any(clock.owner != owner for clock in kept.values()):
        clocks.hand_over(case.record_key, owner=owner)
    names = [name for name in stage.running if name not in kept and _counts_here(case, name, at)]
    _start(case, names, owner=owner, at=at, due=due)


def _counts_here(case: Case, name: str, at: datetime) -> bool:
    """The hours for a first reply bind those alone who joined the fast channel; every other clock counts for all."""
    if name != "first_reply":
        return True
    return case.business is not None and channel_facts.is_joined(case.business, on=at.astimezone(ZONE).date())


def _start(case: Case, names: list[str], *, owner: str, at: datetime, due: dict[str, date]) -> None:
    if not names or case.responsible is None:
        return
    adopted = limits_for(case.responsible, [LIMITS[name] for name in names], at.astimezone(ZONE).date())
    starts = [clocks.Start(name, limit, due.get(name)) for name, limit in zip(names, adopted, strict=True)]
    clocks.start(subject=case.record_key, owner=owner, at=at, starts=starts)


def extend(case: Case, name: str, limit: Limit, *, at: datetime) -> Clock:
    """Extend one running clock of the case by a limit (or the body's own number for it). Raises ValueError."""
    clock = clocks.running(case.record_key)[name]
    if case.responsible:
        limit = limit_for(case.responsible, limit, at.astimezone(ZONE).date())
    clocks.extend(clock, by=limit)
    return clock
