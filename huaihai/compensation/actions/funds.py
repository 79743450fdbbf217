"""A fund's own verbs: opened by the body in charge, money that comes in and goes out beside claims, its end."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.compensation import books, ledger, rights
from huaihai.compensation.actions import posting
from huaihai.compensation.actions.moving import FundMove, moving_fund
from huaihai.compensation.lives import FUND, NEW, OPEN_CLAIMS
from huaihai.compensation.models import Entry, Fund
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

LONGEST_REASON = 300


def open_fund(
    *,
    name: str,
    owner_type: Fund.OwnerType,
    owner: Business | None,
    body: Organisation,
    held_at: str,
    is_demo: bool = False,
    by: Actor,
    at: datetime,
) -> Fund:
    """Open a fund's books. Its money is with `held_at`, never with the alliance. Raises NotAllowed, Unfit."""
    fund = Fund(
        name=name.strip(),
        owner_type=owner_type,
        owner=owner,
        body=body,
        held_at=held_at.strip(),
        stage=FUND.after("open fund", NEW),
        opened_at=at,
        is_demo=is_demo,
    )
    rights.require_body(by, fund)
    _require_said(fund)
    if owner is None and owner_type != Fund.OwnerType.POOL:
        raise Unfit("owner", _("Please choose whose fund it is."))
    with transaction.atomic():
        fund.save(force_insert=True)
        facts = {"after": fund.stage, "owner": str(owner.pk) if owner else "", "body": body.key}
        events.write(subject=fund.record_key, verb="open fund", by=by.key, at=at, facts=facts)
    return fund


def change(fund: Fund, *, name: str, held_at: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Say better what it is called and who holds the money. Raises NotAllowed, Unfit, Moved."""
    with moving_fund(fund, "change fund", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.fund)
        move.facts = {"name_before": move.fund.name, "held_at_before": move.fund.held_at}
        move.fund.name, move.fund.held_at = name.strip(), held_at.strip()
        _require_said(move.fund)


def deposit(
    fund: Fund, *, fen: int, business: Business | None = None, value_on: date, by: Actor, at: datetime
) -> Entry:
    """Money was paid in, by the owner or (a market's stall, a member) by `business`. Raises NotAllowed, Unfit."""
    return _money(fund, "deposit", fen, business=business, value_on=value_on, by=by, at=at)


def withdraw(
    fund: Fund, *, fen: int, business: Business | None = None, value_on: date, by: Actor, at: datetime
) -> Entry:
    """Money was taken out again; never below the minimum while the fund stands. Raises NotAllowed, Unfit."""
    return _money(fund, "withdraw", fen, business=business, value_on=value_on, by=by, at=at)


def charge(fund: Fund, *, fen: int, value_on: date, by: Actor, at: datetime) -> Entry:
    """The bank took a fee. Raises NotAllowed, Unfit."""
    return _money(fund, "charge", fen, value_on=value_on, by=by, at=at)


def interest(fund: Fund, *, fen: int, value_on: date, by: Actor, at: datetime) -> Entry:
    """The bank paid interest. Raises NotAllowed, Unfit."""
    return _money(fund, "interest", fen, value_on=value_on, by=by, at=at)


def reverse(fund: Fund, entry: Entry, *, reason: str, by: Actor, at: datetime) -> Entry:
    """Reverse a deposit, withdrawal, charge or interest that was written by mistake. Raises NotAllowed, Unfit."""
    with moving_fund(fund, "book", by=by, at=at, text=required(reason)) as move:
        rights.require_books(by, move.fund, on=local_day(at))
        held = move.fund.entries.filter(pk=entry.pk, kind__in=books.REVERSALS["reverse"]).first()
        if held is None or Entry.objects.filter(reverses=held).exists():
            raise Unfit("", _("This entry cannot be reversed (any more)."))
        fen = max(line.fen for line in ledger.lines_of(held))
        made = posting.book(move.fund, "reverse", fen, reverses=held, value_on=held.value_on, by=by, at=at)
        move.facts = {"entry": made.number, "kind": "reverse", "reverses": held.number, "fen": fen}
    return made


def suspend(fund: Fund, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body takes the badge away, with a reason; claims go on. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(fund, "suspend", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.fund)
        move.fund.suspended_reason = required(reason)
        move.facts = {"reason": move.fund.suspended_reason}


def resume(fund: Fund, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body gives the badge back; not while the fund is below its minimum. Raises NotAllowed, NotPossible."""
    with moving_fund(fund, "resume", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.fund)
        if move.fund.low_since is not None:
            raise NotPossible(_("The fund is still below its minimum."))
        move.fund.suspended_reason = ""


def wind_up(fund: Fund, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The fund takes no new claims; those that were asked are finished. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(fund, "wind up", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_body(by, move.fund)
        move.fund.low_since = None


def close(fund: Fund, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Close the books: no claim is open, nothing is owed, nothing is left. Raises NotAllowed, NotPossible."""
    with moving_fund(fund, "close", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.fund)
        if move.fund.claims.filter(stage__in=[*OPEN_CLAIMS, "recovering"]).exists():
            raise NotPossible(_("Some claims are not finished yet."))
        standing = ledger.standing_of(move.fund)
        if standing.bank or standing.owed:
            raise NotPossible(_("There is still money in the fund, or owed to it."))


def required(reason: str) -> str:
    """The reason, which must be there and not too long. Raises Unfit."""
    said = reason.strip()
    if not said:
        raise Unfit("reason", _("Please give the reason."))
    if len(said) > LONGEST_REASON:
        raise Unfit("reason", _("Please write at most %(n)s characters.") % {"n": LONGEST_REASON})
    return said


def require_not_future(value_on: date, *, at: datetime) -> None:
    """Raises Unfit for a day on which the bank cannot have moved anything yet."""
    if value_on > local_day(at):
        raise Unfit("value_on", _("This day is still to come."))


def _money(
    fund: Fund,
    kind: str,
    fen: int,
    *,
    business: Business | None = None,
    value_on: date,
    by: Actor,
    at: datetime,
) -> Entry:
    with moving_fund(fund, "book", by=by, at=at) as move:
        rights.require_books(by, move.fund, on=local_day(at))
        require_not_future(value_on, at=at)
        made = posting.book(
            move.fund,
            kind,
            fen,
            business=business,
            value_on=value_on,
            floor=_floor(move, at) if kind == "withdraw" else 0,
            by=by,
            at=at,
        )
        move.facts = {"entry": made.number, "kind": kind, "fen": fen}
    return made


def _floor(move: FundMove, at: datetime) -> int:
    terms = move.fund.terms_on(local_day(at))
    return terms.minimum_fen if terms is not None and move.fund.stage != "closing" else 0


def _require_said(fund: Fund) -> None:
    if not fund.name:
        raise Unfit("name", _("Please write what the fund is called."))
    if not fund.held_at:
        raise Unfit(
            "held_at", _("Please write who holds the money: which bank, or which account of the owner.")
        )
