"""Adding everything up again: every fund's books, its caps, and whether claims say what the books say.

Reads a fund's ledger in its own order, some thousand lines at a time; what is wrong is told with the first fen.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import batched, groupby
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huaihai.compensation import ledger
from huaihai.compensation.books import Caps, ClaimAccount, DoesNotFit, Line, Lines, Misfit, Replay, Written
from huaihai.compensation.life import CLAIM
from huaihai.compensation.models import Claim, Decision, Entry, Fund, FundTerms, PaymentOrder, Posting
from huaihai.compensation.moving import lock_fund
from huaihai.compensation.posting import entry_hash, why
from huaihai.compensation.rights import DECIDERS
from huaihai.kit.refusals import gettext_noop
from huaihai.kit.speaking import in_words
from huaihai.record import events
from huaihai.record.verify.findings import line

CHUNK = 2000
EXPECTED: dict[str, str] = {  # stage → what the claim's account must look like (`_is`)
    "asked": "nothing",
    "returned": "nothing",
    "checked": "nothing",
    "refused": "nothing",
    "cancelled": "nothing",
    "approved": "approved",
    "ordered": "approved",
    "paid": "paid",
    "recovering": "owed",
    "recovered": "recovered",
    "written_off": "written_off",
}


@dataclass(frozen=True)
class Fault:
    """What does not fit in one fund: where, and what."""

    fund: str
    where: str
    what: str

    def __str__(self) -> str:
        return line(self.fund, self.where, self.what)


@dataclass(frozen=True)
class Result:
    """What was looked at, and the first fault of each fund."""

    funds: int
    entries: int
    claims: int
    faults: list[Fault]


def verify() -> Result:
    """Look at every fund."""
    faults, entries, claims, funds = [], 0, 0, 0
    for key in list(Fund.objects.order_by("name", "id").values_list("pk", flat=True)):
        with transaction.atomic():  # nobody writes into this one fund meanwhile
            fund = lock_fund(key)
            funds += 1
            entries += fund.entry_count
            claims += fund.claims.count()
            fault = fault_of(fund)
        if fault is not None:
            faults.append(fault)
    return Result(funds, entries, claims, faults)


def findings() -> Iterator[Fault]:
    """The first fault of each fund, for `huaihai verify`."""
    yield from verify().faults


def fault_of(fund: Fund) -> Fault | None:
    """The first thing that does not fit in one fund, or None."""
    replay = Replay()
    try:
        _replay(fund, replay)
        for claim in _claims(fund):
            account = replay.book.claims.get(str(claim.pk), ClaimAccount())
            problem = _claim_problem(claim, account)
            if problem:
                return Fault(fund.name, _("claim %(key)s") % {"key": claim.pk}, problem)
    except Misfit as misfit:
        if isinstance(misfit.__cause__, DoesNotFit):
            misfit.values["why"] = why(misfit.__cause__)
        return Fault(fund.name, _("entry %(n)d") % {"n": misfit.number}, in_words(misfit))
    return None


def _replay(fund: Fund, replay: Replay) -> None:
    known = {str(claim.pk): claim for claim in fund.claims.select_related("terms")}
    terms = list(fund.terms.confirmed().order_by("from_on", "serial"))
    ended = events.history(fund.record_key).filter(verb="wind up").values_list("at", flat=True).first()
    head = ""
    for entry, lines, undone in _entries(fund):
        written = Written(
            entry.number, entry.kind, lines, entry.booked_on, ledger.key_of(entry.claim_id), undone or 0
        )
        if written.claim and written.claim not in known:
            raise Misfit(entry.number, gettext_noop("is of a claim on another fund"))
        replay.take(written, _caps(written, known, terms, entry.at, ended))
        if entry.previous_hash != head or entry.hash != entry_hash(entry, lines):
            raise Misfit(entry.number, gettext_noop("was changed: its hash does not fit"))
        head = entry.hash
    if (fund.entry_count, fund.head) != (replay.number, head):
        words = gettext_noop("is missing: the fund has %(n)d entries")
        raise Misfit(replay.number + 1, words, n=fund.entry_count)


def _entries(fund: Fund) -> Iterator[tuple[Entry, Lines, int | None]]:
    """Entries in order, each with its lines and the number of what it reverses."""
    rows = Entry.objects.filter(fund=fund).annotate(undone=F("reverses__number")).order_by("number")
    for chunk in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
        keys = [entry.pk for entry in chunk]
        found = Posting.objects.filter(entry__in=keys).order_by("entry_id", "pk")
        values = found.values_list("entry_id", "account", "amount_fen", "business_id", "fund_id")
        lines = {key: list(held) for key, held in groupby(values, key=lambda row: row[0])}
        for entry in chunk:
            held = lines.get(entry.pk, [])
            if any(row[4] != fund.pk for row in held):
                words = gettext_noop("has a line that stands in the books of another fund")
                raise Misfit(entry.number, words)
            yield entry, tuple(Line(row[1], row[2], ledger.key_of(row[3])) for row in held), entry.undone


def _caps(
    entry: Written, known: dict[str, Claim], terms: list[FundTerms], at: datetime, ended: datetime | None
) -> Caps:
    """What this entry had to keep to, by the rules of its day."""
    today = _in_force(terms, entry.day, at)
    if entry.kind == "withdraw":
        return Caps(floor_fen=today.minimum_fen if today is not None and (ended is None or at < ended) else 0)
    claim = known.get(entry.claim)
    if entry.kind != "approve" or claim is None:
        return Caps()
    today = today or claim.terms
    return Caps(
        claim_fen=claim.terms.per_claim_cap_fen,
        day_fen=today.per_day_cap_fen,
        at_once_fen=claim.terms.at_once_cap_fen,
        at_once_day_fen=today.at_once_per_day_cap_fen,
        is_at_once=claim.is_at_once,
    )


def _in_force(terms: list[FundTerms], day: date, at: datetime) -> FundTerms | None:
    """The rules by which an entry of this day was written: those confirmed by its moment."""
    begun = [one for one in terms if one.from_on <= day and one.confirmed_at and one.confirmed_at <= at]
    return begun[-1] if begun else None


def _claims(fund: Fund) -> Iterator[Claim]:
    rows = fund.claims.select_related("terms").prefetch_related(
        "orders", "decisions", "recourses__instalments__recovered", "entries"
    )
    yield from rows.order_by("asked_at", "id").iterator(chunk_size=CHUNK)


def _claim_problem(claim: Claim, account: ClaimAccount) -> str:
    """What a claim says that its books do not; "" if all fits."""
    for problem in (_stage_problem, _order_problem, _decision_problem, _recourse_problem):
        found = problem(claim, account)
        if found:
            return found
    return ""


def _stage_problem(claim: Claim, account: ClaimAccount) -> str:
    shown = (account.approved, account.paid, account.charged, account.recovered, account.lost)
    fen = claim.approved_fen or 0
    fits = {
        "nothing": shown == (0, 0, 0, 0, 0),
        "approved": shown == (fen, 0, 0, 0, 0),
        "paid": shown == (fen, fen, 0, 0, 0),
        "owed": shown[:3] == (fen, fen, fen) and account.owed > 0 == account.lost,
        "recovered": shown == (fen, fen, fen, fen, 0),
        "written_off": shown[:3] == (fen, fen, fen) and account.owed == 0 < account.lost,
    }[EXPECTED[claim.stage]]
    if fits:
        return ""
    words = _(
        "is at “%(stage)s” over %(fen)d fen, and in its books %(approved)d were approved, %(paid)d paid, "
        "%(charged)d charged, %(recovered)d recovered, %(lost)d written off"
    )
    return words % {"stage": CLAIM.stages[claim.stage], "fen": fen, **asdict(account)}


def _order_problem(claim: Claim, account: ClaimAccount) -> str:
    orders = list(claim.orders.all())
    paid = [order for order in orders if order.state == PaymentOrder.State.PAID]
    if len(paid) > 1:
        return _("was paid %(n)d times") % {"n": len(paid)}
    if any(order.sum_fen != claim.approved_fen for order in orders if order.is_open or order in paid):
        return _("has an order of another sum than was approved")
    ordered = sum(order.sum_fen for order in paid)
    if ordered != account.paid:
        words = _("%(fen)d fen left the bank for it, its orders say %(ordered)d")
        return words % {"fen": account.paid, "ordered": ordered}
    standing = {entry.pk for entry in claim.entries.all() if entry.kind == "pay"}
    if any(order.entry_id not in standing for order in paid):
        return _("its order names another entry of the books")
    if (claim.stage == "ordered") != any(order.is_open for order in orders):
        return _("is at “%(stage)s”, which does not go with its orders") % {
            "stage": CLAIM.stages[claim.stage]
        }
    return ""


def _decision_problem(claim: Claim, account: ClaimAccount) -> str:
    if not account.approved:
        return ""
    if claim.is_at_once:
        return (
            "" if claim.terms.is_confirmed and claim.terms.pays_at_once else _("no rules approved it at once")
        )
    return _people_problem(claim, Decision.About.CLAIM, claim.approved_fen)


def _people_problem(claim: Claim, about: str, fen: int | None) -> str:
    rounds = (row.round for row in claim.decisions.all() if row.about == Decision.About.WRITE_OFF)
    turn = claim.round if about == Decision.About.CLAIM else max(rounds, default=0)  # the last one decided
    said = {
        row.by
        for row in claim.decisions.all()
        if (row.about, row.round, row.said, row.sum_fen) == (about, turn, Decision.Said.APPROVE, fen)
    }
    if len(said) < DECIDERS or claim.asked_by in said:
        is_claim = about == Decision.About.CLAIM
        words = _("was decided by %(n)d people") if is_claim else _("was written off by %(n)d people")
        return words % {"n": len(said)}
    return ""


def _recourse_problem(claim: Claim, account: ClaimAccount) -> str:
    standing = [held for held in claim.recourses.all() if held.called_off_at is None]
    if sum(held.sum_fen for held in standing) != account.charged:
        words = _("a business owes %(fen)d fen for it in the books, its recourse says otherwise")
        return words % {"fen": account.charged}
    parts: list[Any] = [part for held in standing for part in held.instalments.all()]
    if sum(part.paid_fen for part in parts) != account.recovered:
        words = _("%(fen)d fen came back in the books, its instalments say otherwise")
        return words % {"fen": account.recovered}
    if any(sum(row.fen for row in part.recovered.all()) != part.paid_fen for part in parts):
        return _("an instalment says another sum than what paid it")
    if standing and sum(part.fen for part in parts) != account.charged:
        return _("its instalments are not together what is owed")
    return _people_problem(claim, Decision.About.WRITE_OFF, account.lost) if account.lost else ""
