"""A fund's own verbs: opened, money beside claims, its end; its rules, proposed by one, confirmed by another."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import Business
from huaihai.compensation import books, ledger, posting, rights
from huaihai.compensation.funds.forms import ChangeForm, ReasonForm
from huaihai.compensation.funds.rules import Rules, cities_of, require_fit, rules_of, terms_fingerprint
from huaihai.compensation.life import FUND, LONGEST_REASON, NEW, OPEN_CLAIMS
from huaihai.compensation.models import Entry, Fund, FundShare, FundTerms
from huaihai.compensation.moving import moving_fund
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.desk.verbs import page
from huaihai.kit.clock import local_day
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


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


@page(
    "name",
    "change fund",
    gettext_lazy("Name and place of the money"),
    gettext_lazy("Written down."),
    form=ChangeForm,
    options=lambda _actor, fund: {"initial": {"name": fund.name, "held_at": fund.held_at}},
    lead=gettext_lazy("What was there before stays in the record."),
    tone="plain",
)
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


@page(
    "suspension",
    "suspend",
    gettext_lazy("Suspend the badge"),
    gettext_lazy("The badge is suspended."),
    form=ReasonForm,
    lead=gettext_lazy(
        "The fund loses its badge and pays nothing at once; claims go on. Everybody reads the reason."
    ),
    tone="late",
)
def suspend(fund: Fund, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body takes the badge away, with a reason; claims go on. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(fund, "suspend", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.row)
        move.row.suspended_reason = required(reason)
        move.facts = {"reason": move.row.suspended_reason}


@page(
    "return",
    "resume",
    gettext_lazy("Give the badge back"),
    gettext_lazy("The fund has its badge back."),
    lead=gettext_lazy(
        "From now on the fund carries its badge again and pays small claims at once, as its rules say."
    ),
    tone="plain",
)
def resume(fund: Fund, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body gives the badge back; not while the fund is below its minimum. Raises NotAllowed, NotPossible."""
    with moving_fund(fund, "resume", by=by, at=at, seen=seen) as move:
        rights.require_body(by, move.row)
        if move.row.low_since is not None:
            raise NotPossible(_("The fund is still below its minimum."))
        move.row.suspended_reason = ""


@page(
    "winding-up",
    "wind up",
    gettext_lazy("Wind the fund up"),
    gettext_lazy("The fund is being wound up."),
    form=ReasonForm,
    lead=gettext_lazy(
        "It takes no new claims; those already made are finished, what is owed is collected. For good."
    ),
    tone="late",
)
def wind_up(fund: Fund, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The fund takes no new claims; those that were asked are finished. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(fund, "wind up", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_body(by, move.row)
        move.row.low_since = None


@page(
    "closing",
    "close",
    gettext_lazy("Close the books"),
    gettext_lazy("The books are closed."),
    lead=gettext_lazy("Once no claim is open, nothing is owed and nothing is left in the bank. For good."),
    tone="late",
)
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


def propose_terms(fund: Fund, rules: Rules, *, by: Actor, at: datetime, seen: int | None = None) -> FundTerms:
    """Propose rules. They bind nobody until another person confirms them. Raises NotAllowed, Unfit, Moved."""
    with moving_fund(fund, "propose terms", by=by, at=at, seen=seen) as move:
        rights.require_side(by, move.row, on=local_day(at))
        require_fit(rules, owner_type=move.row.owner_type, today=local_day(at))
        cities = cities_of(rules.shares)
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
        if held.proposed_by in persons.keys_of(by):
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


def _waiting(fund: Fund, terms: FundTerms) -> FundTerms:
    held: FundTerms | None = fund.terms.waiting().filter(pk=terms.pk).first()
    if held is None:
        raise NotPossible(_("These rules were confirmed or dropped already."))
    return held
