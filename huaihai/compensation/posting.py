"""Writing one entry into a fund's books, chained, never changed again; and whether the fund still has its minimum."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.compensation import ledger, messages
from huaihai.compensation.books import DoesNotFit, Line, Lines
from huaihai.compensation.life import STANDING
from huaihai.compensation.models import Claim, Entry, Fund, FundTerms, Posting
from huaihai.compensation.moving import moving_fund
from huaihai.desk.lives import Unfit
from huaihai.kit import spoken
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

PROGRAM = Actor.system("compensation")
LOW = "below minimum"  # why a badge was suspended by the program, which then gives it back by itself


def watch(fund: Fund, *, free_fen: int, on: date, at: datetime) -> None:
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
        move.row.suspended_reason = LOW
        move.facts = {"low_since": fund.low_since.isoformat(), "days": terms.suspend_after_days}
        messages.tell_owner(move.row, "suspended", key=on.isoformat(), at=at)
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
            move.row.suspended_reason = ""


def book(
    fund: Fund,
    kind: str,
    fen: int,
    *,
    claim: Claim | None = None,
    business: Business | None = None,
    reverses: Entry | None = None,
    value_on: date | None = None,
    floor: int = 0,
    by: Actor,
    at: datetime,
) -> Entry:
    """Append one entry to the books of a fund whose row the caller holds locked. `fen` is above nothing.

    `floor` is what must stay free after a withdrawal. Raises Unfit("sum" or "") for what may not be, RuntimeError
    outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an entry is written in the transaction of its change")
    held = ledger.book_of(fund, claim)
    try:
        lines = held.take(
            kind,
            fen,
            claim=str(claim.pk) if claim else "",
            business=ledger.key_of(business.pk if business else None),
            undoes=ledger.lines_of(reverses) if reverses else None,
            floor=floor,
        )
    except DoesNotFit as error:
        raise Unfit("sum", why(error)) from error
    entry = _append(
        fund, kind, lines, claim=claim, reverses=reverses, value_on=value_on or local_day(at), by=by, at=at
    )
    watch(fund, free_fen=held.free, on=entry.booked_on, at=at)
    return entry


def entry_hash(entry: Entry, lines: Iterable[Line]) -> str:
    """The entry's hash: SHA-256 over everything it says, its lines, and the hash of the one before it."""
    body = {
        "fund": str(entry.fund_id),
        "number": entry.number,
        "kind": entry.kind,
        "claim": ledger.key_of(entry.claim_id),
        "reverses": ledger.key_of(entry.reverses_id),
        "booked": entry.booked_on.isoformat(),
        "value": entry.value_on.isoformat(),
        "by": entry.by,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "lines": [[line.account, line.business, line.fen] for line in lines],
        "previous": entry.previous_hash,
    }
    return digest(body)


def _append(
    fund: Fund,
    kind: str,
    lines: Lines,
    *,
    claim: Claim | None,
    reverses: Entry | None,
    value_on: date,
    by: Actor,
    at: datetime,
) -> Entry:
    entry = Entry(
        fund=fund,
        number=fund.entry_count + 1,
        kind=kind,
        claim=claim,
        reverses=reverses,
        at=at,
        booked_on=ledger.books_day(fund, at),  # a month that is over stays as it is
        value_on=value_on,
        by=by.key,
        previous_hash=fund.head,
    )
    entry.hash = entry_hash(entry, lines)
    entry.save(force_insert=True)
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            fund=fund,
            account=line.account,
            business_id=UUID(line.business) if line.business else None,
            amount_fen=line.fen,
        )
        for line in lines
    )
    fund.entry_count, fund.head = entry.number, entry.hash
    fund.save(update_fields=["entry_count", "head"])
    return entry


def why(error: DoesNotFit) -> str:
    """The refusal for the person who acts."""
    words = {
        "no_sum": _("Please write the sum."),
        "too_little_money": _("The fund does not have the money: %(left)s are free."),
        "below_minimum": _("At most %(left)s can be taken out, so that the minimum stays."),
        "more_than_owed": _("That is more than is still owed: %(left)s."),
        "no_bank": _("So much is not in the bank: %(left)s are."),
        "no_deposits": _("So much was not paid in by this business: %(left)s were."),
        "got_back": _("Something was paid back already. Please take that back first."),
        "not_to_be_bounced": _("Something was paid back already. Please take that back first."),
        "paid_before": _("This claim is paid already."),
        "approved_before": _("This claim is approved already."),
    }
    said = words.get(error.code) or _("The books do not allow this: %(code)s.")
    return said % {"left": spoken.money(error.left), "code": error.code}
