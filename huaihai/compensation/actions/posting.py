"""Writing one entry into a fund's books: refused if it may not be, numbered, chained, never changed again."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.compensation import ledger
from huaihai.compensation.actions import watching
from huaihai.compensation.books import DoesNotFit, Line, Lines
from huaihai.compensation.models import Claim, Entry, Fund, Posting
from huaihai.desk.lives import Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.kit.spoken import yuan
from huaihai.members.actors import Actor


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
        raise Unfit("sum", _why(error)) from error
    entry = _append(
        fund, kind, lines, claim=claim, reverses=reverses, value_on=value_on or local_day(at), by=by, at=at
    )
    watching.look(fund, free_fen=held.free, on=entry.booked_on, at=at)
    return entry


def digest(entry: Entry, lines: Iterable[Line]) -> str:
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
    return hashlib.sha256(canonical(body)).hexdigest()


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
    entry.hash = digest(entry, lines)
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


def _why(error: DoesNotFit) -> str:
    """The refusal for the person who acts."""
    words = {
        "no_sum": _("Please write the sum."),
        "too_little_money": _("The fund does not have the money: %(left)s yuan are free."),
        "below_minimum": _("At most %(left)s yuan can be taken out, so that the minimum stays."),
        "more_than_owed": _("That is more than is still owed: %(left)s yuan."),
        "no_bank": _("So much is not in the bank: %(left)s yuan are."),
        "no_deposits": _("So much was not paid in by this business: %(left)s yuan were."),
        "got_back": _("Something was paid back already. Please take that back first."),
        "not_to_be_bounced": _("Something was paid back already. Please take that back first."),
        "paid_before": _("This claim is paid already."),
        "approved_before": _("This claim is approved already."),
    }
    said = words.get(error.code) or _("The books do not allow this: %(code)s.")
    return said % {"left": yuan(error.left), "code": error.code}
