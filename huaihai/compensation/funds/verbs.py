"""A fund's own verbs: opened, money beside claims, its end; its rules, proposed by one, confirmed by another."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.compensation import books, ledger, posting, rights
from huaihai.compensation.grounds import BY_CODE
from huaihai.compensation.life import FUND, NEW, OPEN_CLAIMS
from huaihai.compensation.models import Entry, Fund, FundShare, FundTerms
from huaihai.compensation.moving import moving_fund
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.law.sureness import Sureness
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
        rights.require_body(by, move.row)
        move.facts = {"name_before": move.row.name, "held_at_before": move.row.held_at}
        move.row.name, move.row.held_at = name.strip(), held_at.strip()
        _require_said(move.row)


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
        rights.require_books(by, move.row, on=local_day(at))
        held = move.row.entries.filter(pk=entry.pk, kind__in=books.REVERSALS["reverse"]).first()
        if held is None or Entry.objects.filter(reverses=held).exists():
            raise Unfit("", _("This entry cannot be reversed (any more)."))
        fen = max(line.fen for line in ledger.lines_of(held))
        made = posting.book(move.row, "reverse", fen, reverses=held, value_on=held.value_on, by=by, at=at)
        move.facts = {"entry": made.number, "kind": "reverse", "reverses": held.number, "fen": fen}
    return made


def suspend(fund: Fund, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body takes the badge away, with a reason; claims go on. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(fund, "suspend", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.row)
        move.row.suspended_reason = required(reason)
        move.facts = {"reason": move.row.suspended_reason}


def resume(fund: Fund, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body gives the badge back; not while the fund is below its minimum. Raises NotAllowed, NotPossible."""
    with moving_fund(fund, "resume", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.row)
        if move.row.low_since is not None:
            raise NotPossible(_("The fund is still below its minimum."))
        move.row.suspended_reason = ""


def wind_up(fund: Fund, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The fund takes no new claims; those that were asked are finished. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(fund, "wind up", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_body(by, move.row)
        move.row.low_since = None


def close(fund: Fund, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Close the books: no claim is open, nothing is owed, nothing is left. Raises NotAllowed, NotPossible."""
    with moving_fund(fund, "close", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.row)
        if move.row.claims.filter(stage__in=[*OPEN_CLAIMS, "recovering"]).exists():
            raise NotPossible(_("Some claims are not finished yet."))
        standing = ledger.standing_of(move.row)
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
        rights.require_books(by, move.row, on=local_day(at))
        require_not_future(value_on, at=at)
        made = posting.book(
            move.row,
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


def _floor(move: Move[Fund], at: datetime) -> int:
    terms = move.row.terms_on(local_day(at))
    return terms.minimum_fen if terms is not None and move.row.stage != "closing" else 0


def _require_said(fund: Fund) -> None:
    if not fund.name:
        raise Unfit("name", _("Please write what the fund is called."))
    if not fund.held_at:
        raise Unfit(
            "held_at", _("Please write who holds the money: which bank, or which account of the owner.")
        )


PAY_WITHIN_MINUTES = 30  # what one city's practice has shown to be possible [read]; each fund sets its own
MOST_MINUTES, MOST_DAYS = 7 * 24 * 60, 3650


@dataclass(frozen=True)
class Rules:
    """What is proposed. Sums in fen; None is no cap, or no recourse. `shares` are whole parts by the key of a city."""

    from_on: date
    covers: str
    grounds: tuple[str, ...]
    deposit_fen: int
    minimum_fen: int
    per_claim_cap_fen: int | None
    per_day_cap_fen: int | None
    suspend_after_days: int
    basis_kind: str
    basis: str
    sureness: str
    basis_on: date | None = None
    at_once_cap_fen: int | None = None
    at_once_per_day_cap_fen: int | None = None
    pay_within_minutes: int = PAY_WITHIN_MINUTES
    recourse_days: int | None = None
    text: str = ""
    shares: Mapping[str, int] = field(default_factory=dict)


def propose_terms(fund: Fund, rules: Rules, *, by: Actor, at: datetime, seen: int | None = None) -> FundTerms:
    """Propose rules. They bind nobody until another person confirms them. Raises NotAllowed, Unfit, Moved."""
    with moving_fund(fund, "propose terms", by=by, at=at, seen=seen) as move:
        rights.require_side(by, move.row, on=local_day(at))
        _require_fit(rules, today=local_day(at))
        cities = _cities(rules.shares)
        values = {name: value for name, value in asdict(rules).items() if name != "shares"}
        last = move.row.terms.order_by("-serial").values_list("serial", flat=True).first() or 0
        made = FundTerms.objects.create(
            **{**values, "grounds": list(rules.grounds)},
            fund=move.row,
            serial=last + 1,
            text_hash=terms_fingerprint(rules),
            proposed_by=by.key,
            proposed_at=at,
        )
        FundShare.objects.bulk_create(
            FundShare(terms=made, city=city, parts=rules.shares[city.key]) for city in cities
        )
        move.facts = {"serial": made.serial, "from": rules.from_on.isoformat(), "hash": made.text_hash}
    return made


def confirm_terms(terms: FundTerms, *, hash_seen: str, by: Actor, at: datetime) -> None:
    """A second person confirms exactly the rules seen.

    Raises NotAllowed for whoever proposed them, NotPossible, Unfit.
    """
    fund = terms.fund
    with moving_fund(fund, "confirm terms", by=by, at=at) as move:
        rights.require_side(by, move.row, on=local_day(at))
        held = _waiting(move.row, terms)
        if held.proposed_by == by.key:
            raise NotAllowed(_("Somebody else has to confirm what you proposed."))
        if held.text_hash != hash_seen or terms_fingerprint(rules_of(held)) != hash_seen:
            raise Unfit("", _("These are not the rules that you saw. Please look at them again."))
        if held.from_on < local_day(at):
            raise Unfit(
                "from_on", _("The first day is past. Please propose the rules anew, from a later day.")
            )
        if move.row.terms.confirmed().filter(from_on=held.from_on).exists():
            raise Unfit("from_on", _("Other rules begin on this day already."))
        held.confirmed_by, held.confirmed_at = by.key, at
        held.save(update_fields=["confirmed_by", "confirmed_at"])
        move.facts = {"serial": held.serial, "hash": held.text_hash}
    terms.__dict__.update(held.__dict__)


def drop_terms(terms: FundTerms, *, by: Actor, at: datetime) -> None:
    """Take a proposal away that nobody has confirmed. Raises NotAllowed, NotPossible."""
    with moving_fund(terms.fund, "drop terms", by=by, at=at) as move:
        rights.require_side(by, move.row, on=local_day(at))
        held = _waiting(move.row, terms)
        held.dropped_at = at
        held.save(update_fields=["dropped_at"])
        move.facts = {"serial": held.serial}
    terms.__dict__.update(held.__dict__)


def rules_of(terms: FundTerms) -> Rules:
    """What these terms say."""
    names = [name for name in Rules.__dataclass_fields__ if name not in ("grounds", "shares")]
    held: dict[str, Any] = {name: getattr(terms, name) for name in names}
    shares = {share.city.key: share.parts for share in terms.shares.select_related("city")}
    return Rules(**held, grounds=tuple(terms.grounds), shares=shares)


def terms_fingerprint(rules: Rules) -> str:
    """SHA-256 over everything the rules say, in one spelling."""
    said = asdict(rules) | {
        "from_on": rules.from_on.isoformat(),
        "basis_on": rules.basis_on.isoformat() if rules.basis_on else None,
        "grounds": sorted(rules.grounds),
        "shares": dict(rules.shares),
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def _waiting(fund: Fund, terms: FundTerms) -> FundTerms:
    held: FundTerms | None = fund.terms.waiting().filter(pk=terms.pk).first()
    if held is None:
        raise NotPossible(_("These rules were confirmed or dropped already."))
    return held


def _cities(shares: Mapping[str, int]) -> list[Organisation]:
    cities = list(Organisation.objects.cities().filter(key__in=list(shares)))
    if len(cities) != len(shares) or any(parts <= 0 for parts in shares.values()):
        raise Unfit("shares", _("Please give each city that carries the fund a whole number above zero."))
    return cities


def _require_fit(rules: Rules, *, today: date) -> None:
    _require_words(rules, today)
    caps = (
        rules.per_claim_cap_fen,
        rules.per_day_cap_fen,
        rules.at_once_cap_fen,
        rules.at_once_per_day_cap_fen,
    )
    if min(rules.deposit_fen, rules.minimum_fen) < 0 or any(cap is not None and cap <= 0 for cap in caps):
        raise Unfit("minimum_fen", _("A sum cannot be negative, and a cap of nothing pays nothing."))
    claim, day, small, small_day = caps
    if claim and day and day < claim:
        raise Unfit("per_day_cap_fen", _("A day cannot pay less than one claim may ask for."))
    if (small is None) != (small_day is None):
        raise Unfit(
            "at_once_per_day_cap_fen",
            _("What is paid at once needs both caps: for a claim and for a day."),
        )
    if small and small_day and small_day < small:
        raise Unfit("at_once_per_day_cap_fen", _("A day cannot pay less than one claim may ask for."))
    if small and claim and small > claim:
        raise Unfit("at_once_cap_fen", _("What is paid at once cannot be more than one claim may ask for."))
    if not 1 <= rules.pay_within_minutes <= MOST_MINUTES:
        raise Unfit("pay_within_minutes", _("Please choose between one minute and seven days."))
    if not 0 <= rules.suspend_after_days <= MOST_DAYS:
        raise Unfit("suspend_after_days", _("Please choose between no day and ten years."))
    if rules.recourse_days is not None and not 1 <= rules.recourse_days <= MOST_DAYS:
        raise Unfit("recourse_days", _("Please choose between one day and ten years."))


def _require_words(rules: Rules, today: date) -> None:
    if rules.from_on < today:
        raise Unfit("from_on", _("Rules cannot begin in the past."))
    if rules.covers not in FundTerms.Covers.values:
        raise Unfit("covers", _("Please choose for whom the fund answers."))
    if not rules.grounds or any(code not in BY_CODE for code in rules.grounds):
        raise Unfit("grounds", _("Please choose on which grounds the fund pays."))
    if not rules.basis.strip() or rules.basis_kind not in ("statutory", "committed"):
        raise Unfit(
            "basis",
            _("Please write on what the fund stands: an article of the law, or its own rules."),
        )
    if rules.sureness not in {mark.value for mark in Sureness}:
        raise Unfit("sureness", _("Please say how well this is known."))
