"""A bank's statement is read in and held against the books: each line proves one entry, each entry has one line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.compensation import books, ledger, rights
from huaihai.compensation.funds.verbs import required
from huaihai.compensation.models import Entry, Fund, PaymentOrder, StatementLine
from huaihai.compensation.moving import moving_fund
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

NEAR = timedelta(days=10)  # a bank may book later than somebody wrote down


@dataclass(frozen=True)
class Line:
    """One line as the bank wrote it: above nothing what came in, below what went out, in fen."""

    booked_on: date
    fen: int
    reference: str = ""
    text: str = ""


@dataclass(frozen=True)
class Read:
    """What reading a statement did."""

    added: int
    known: int
    matched: int


def read(fund: Fund, lines: Iterable[Line], *, by: Actor, at: datetime) -> Read:
    """Keep the lines of a statement; those that are there already add nothing. What is beyond doubt is matched.

    Raises NotAllowed, Unfit for a line without a sum or from a day to come.
    """
    with moving_fund(fund, "read statement", by=by, at=at) as move:
        rights.require_books(by, move.row, on=local_day(at))
        wanted = _keyed(move.row, list(lines), today=local_day(at))
        known = _known(move.row, wanted)
        fresh = [
            StatementLine(
                fund=move.row,
                booked_on=line.booked_on,
                fen=line.fen,
                reference=line.reference.strip()[:80],
                text=line.text.strip(),
                content_key=key,
                read_at=at,
                read_by=by.key,
            )
            for key, line in wanted.items()
            if key not in known
        ]
        StatementLine.objects.bulk_create(fresh)
        matched = _match_by_reference(move.row, by, at)
        move.facts = {"added": len(fresh), "known": len(known), "matched": matched}
    return Read(len(fresh), len(known), matched)


def preview(fund: Fund, lines: Iterable[Line], *, today: date) -> list[tuple[Line, bool]]:
    """The lines of a statement before it is read in, and whether each is there already. Raises Unfit as `read` does."""
    wanted = _keyed(fund, list(lines), today=today)
    known = _known(fund, wanted)
    return [(line, key in known) for key, line in wanted.items()]


def match(line: StatementLine, entry: Entry, *, by: Actor, at: datetime) -> None:
    """This line proves this entry. Raises NotAllowed, NotPossible (one of them is taken), Unfit (other sums)."""
    with moving_fund(line.fund, "match", by=by, at=at) as move:
        rights.require_books(by, move.row, on=local_day(at))
        held = _open(move.row, line)
        proved = move.row.entries.filter(pk=entry.pk, statement_line=None).first()
        if proved is None:
            raise NotPossible(_("Another line proves this entry already."))
        if ledger.moved_in_bank(proved) != held.fen:
            raise Unfit("entry", _("The sums are not the same."))
        _join(held, proved, by, at)
        move.facts = {"line": str(held.pk), "entry": proved.number}
    line.__dict__.update(held.__dict__)


def set_aside(line: StatementLine, *, reason: str, by: Actor, at: datetime) -> None:
    """This line has nothing to do with the fund, for this reason. Raises NotAllowed, NotPossible, Unfit."""
    with moving_fund(line.fund, "match", by=by, at=at, text=required(reason)) as move:
        rights.require_books(by, move.row, on=local_day(at))
        held = _open(move.row, line)
        held.set_aside_at, held.set_aside_reason = at, required(reason)
        held.save(update_fields=["set_aside_at", "set_aside_reason"])
        move.facts = {"line": str(held.pk), "is_set_aside": True}
    line.__dict__.update(held.__dict__)


def candidates(line: StatementLine) -> list[Entry]:
    """Entries that this line could prove: the same sum, some days around, the nearest first."""
    found = Entry.objects.filter(
        fund=line.fund,
        statement_line=None,
        postings__account=books.BANK,
        postings__amount_fen=line.fen,
        value_on__range=(line.booked_on - NEAR, line.booked_on + NEAR),
    )
    return sorted(found, key=lambda entry: (abs(entry.value_on - line.booked_on), entry.number))


def order_of(line: StatementLine) -> PaymentOrder | None:
    """The open order whose reference this line names: the bank has paid it, and somebody should mark it as paid."""
    said = f"{line.reference} {line.text}"
    for order in line.fund.orders.filter(state__in=["ordered", "sent"], sum_fen=-line.fen):
        if order.reference in said:
            return order
    return None


def _keyed(fund: Fund, lines: list[Line], *, today: date) -> dict[str, Line]:
    """The lines under their fingerprints; equal lines of one statement are told apart by their order."""
    seen: Counter[str] = Counter()
    keyed = {}
    for line in lines:
        if line.fen == 0:
            raise Unfit("file", _("A line has no sum."))
        if line.booked_on > today:
            raise Unfit("file", _("A line is of a day that is still to come."))
        same = f"{line.booked_on}|{line.fen}|{line.reference.strip()}|{line.text.strip()}"
        seen[same] += 1
        said = f"{same}|{seen[same]}"
        keyed[sealing.blind(said, purpose=f"statement:{fund.pk}")] = line
    return keyed


def _known(fund: Fund, wanted: Iterable[str]) -> set[str]:
    held = StatementLine.objects.filter(fund=fund, content_key__in=list(wanted))
    return set(held.values_list("content_key", flat=True))


def _match_by_reference(fund: Fund, by: Actor, at: datetime) -> int:
    """Payments whose reference stands in exactly one open line of exactly the sum."""
    paid = PaymentOrder.objects.filter(fund=fund, state="paid", entry__statement_line=None)
    orders = list(paid.select_related("entry"))
    matched = 0
    for line in StatementLine.objects.open().filter(fund=fund, fen__lt=0):
        said = f"{line.reference} {line.text}"
        named = [order for order in orders if order.reference in said and order.sum_fen == -line.fen]
        if len(named) == 1 and named[0].entry is not None:
            _join(line, named[0].entry, by, at)
            orders.remove(named[0])
            matched += 1
    return matched


def _open(fund: Fund, line: StatementLine) -> StatementLine:
    held: StatementLine | None = StatementLine.objects.open().filter(pk=line.pk, fund=fund).first()
    if held is None:
        raise NotPossible(_("This line was matched or set aside already."))
    return held


def _join(line: StatementLine, entry: Entry, by: Actor, at: datetime) -> None:
    line.entry, line.matched_by, line.matched_at = entry, by.key, at
    line.save(update_fields=["entry", "matched_by", "matched_at"])
