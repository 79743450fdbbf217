"""Whether a fund has what its terms ask for: below the minimum it is warned, for too long it loses its badge."""

from datetime import date, datetime, timedelta

from huaihai.compensation import messages
from huaihai.compensation.actions.moving import moving_fund
from huaihai.compensation.lives import STANDING
from huaihai.compensation.models import Fund, FundTerms
from huaihai.members.actors import Actor
from huaihai.record import events

PROGRAM = Actor.system("compensation")
LOW = "below minimum"  # why a badge was suspended by the program, which then gives it back by itself


def look(fund: Fund, *, free_fen: int, on: date, at: datetime) -> None:
    """After an entry, or at night: note when the fund falls below its minimum, and when it is filled up again.

    The caller holds the fund's lock, and its object is kept up to date.
    """
    terms = fund.terms_on(on)
    if terms is None or fund.stage not in STANDING:
        return
    is_low = free_fen < terms.minimum_fen
    if is_low and fund.low_since is None:
        fund.low_since = on
        fund.save(update_fields=["low_since"])
        facts = {"free_fen": free_fen, "minimum_fen": terms.minimum_fen}
        events.write(subject=fund.record_key, verb="warn", by=PROGRAM.key, at=at, facts=facts)
        messages.tell_owner(fund, "low", key=on.isoformat(), at=at)
    elif not is_low and fund.low_since is not None:
        _filled_up(fund, at)


def suspend_if_long_low(fund: Fund, *, on: date, at: datetime) -> bool:
    """Suspend the badge of a fund that has been below its minimum for the days of its terms. Idempotent."""
    terms = fund.terms_on(on)
    if terms is None or fund.low_since is None or fund.stage != "active":
        return False
    if not is_long_low(fund, terms, on=on):
        return False
    with moving_fund(fund, "suspend", by=PROGRAM, at=at) as move:
        move.fund.suspended_reason = LOW
        move.facts = {"low_since": fund.low_since.isoformat(), "days": terms.suspend_after_days}
        messages.tell_owner(move.fund, "suspended", key=on.isoformat(), at=at)
    return True


def is_long_low(fund: Fund, terms: FundTerms, *, on: date) -> bool:
    """Whether the days that a fund may be below its minimum are over."""
    return fund.low_since is not None and on > fund.low_since + timedelta(days=terms.suspend_after_days)


def _filled_up(fund: Fund, at: datetime) -> None:
    fund.low_since = None
    fund.save(update_fields=["low_since"])
    events.write(subject=fund.record_key, verb="filled up", by=PROGRAM.key, at=at)
    if fund.stage == "suspended" and fund.suspended_reason == LOW:
        with moving_fund(fund, "resume", by=PROGRAM, at=at) as move:
            move.fund.suspended_reason = ""
