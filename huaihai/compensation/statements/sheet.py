"""A month of a fund as tables of plain cells: what the page prints is what the spreadsheet says, to the fen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.compensation.monthly import MonthlyStatement, OfBusiness, Row
from huaihai.compensation.pages.claim_words import ENTRIES
from huaihai.kit import local_words

type Kind = Literal["text", "fen", "day", "number"]


@dataclass(frozen=True)
class Cell:
    """One cell: text, a sum in fen, a day, or a number."""

    kind: Kind
    value: str | int | date | None


@dataclass(frozen=True)
class Table:
    """One table with its heads; `totals` is its last row (empty: nothing to add up)."""

    name: str
    title: str
    heads: list[Cell]
    rows: list[list[Cell]]
    totals: list[Cell]

    @property
    def labelled_rows(self) -> list[list[tuple[str, Cell]]]:
        """Each cell with the head of its column, as a phone shows it."""
        return [
            [(str(head.value), cell) for head, cell in zip(self.heads, row, strict=True)] for row in self.rows
        ]

    @property
    def labelled_totals(self) -> list[tuple[str, Cell]]:
        """The same of the last row."""
        return [(str(head.value), cell) for head, cell in zip(self.heads, self.totals, strict=False)]


def tables(month: MonthlyStatement) -> list[Table]:
    """How the fund stood and stands, every entry, and what falls on each business and city."""
    return [_standing(month), _entries(month.rows), _by_business(month.by_business), _by_city(month)]


def text(value: str | Promise) -> Cell:
    """A cell of text."""
    return Cell("text", str(value))


def fen(value: int | None) -> Cell:
    """A cell with a sum; empty for none."""
    return Cell("fen", value)


def _heads(*heads: tuple[str, Kind]) -> list[Cell]:
    return [Cell(kind, head) for head, kind in heads]


def _standing(month: MonthlyStatement) -> Table:
    first, last = month.opening, month.closing
    lines = [
        (_("In the bank"), first.bank, last.bank),
        (_("Approved, not paid yet"), first.approved, last.approved),
        (_("Free"), first.free, last.free),
        (_("Paid in by the owner and businesses"), first.deposits, last.deposits),
        (_("Owed to the fund"), first.owed, last.owed),
        (_("Borne by the fund"), first.cost, last.cost),
        (_("Written off"), first.lost, last.lost),
        (_("Interest"), first.income, last.income),
    ]
    return Table(
        "standing",
        _("How the fund stands"),
        _heads(
            ("", "text"), (_("At the beginning"), "fen"), (_("In the month"), "fen"), (_("At the end"), "fen")
        ),
        [[text(label), fen(before), fen(after - before), fen(after)] for label, before, after in lines],
        [],
    )


def _entries(rows: list[Row]) -> Table:
    return Table(
        "entries",
        _("Every entry"),
        _heads(
            (_("No."), "number"),
            (_("Booked on"), "day"),
            (_("Bank's day"), "day"),
            (pgettext("monthly statement", "What"), "text"),
            (_("File number"), "text"),
            (_("Reference"), "text"),
            (_("Sum"), "fen"),
            (_("Came in"), "fen"),
            (_("Went out"), "fen"),
            (_("In the bank"), "fen"),
        ),
        [_entry(row) for row in rows],
        [
            *(text("") for _column in range(3)),
            text(pgettext("monthly statement", "Together")),
            *(text("") for _column in range(2)),
            fen(None),
            fen(_sum(row.bank_fen for row in rows)),
            fen(_sum(-row.bank_fen for row in rows)),
            fen(None),
        ],
    )


def _entry(row: Row) -> list[Cell]:
    entry = row.entry
    return [
        Cell("number", entry.number),
        Cell("day", entry.booked_on),
        Cell("day", entry.value_on),
        text(ENTRIES[entry.kind]),
        text(row.case_number),
        text(row.reference),
        fen(row.fen),
        fen(row.bank_fen if row.bank_fen > 0 else None),
        fen(-row.bank_fen if row.bank_fen < 0 else None),
        fen(row.bank_after),
    ]


def _by_business(rows: list[OfBusiness]) -> Table:
    return Table(
        "businesses",
        _("By business"),
        _heads(
            (_("Business"), "text"),
            (pgettext("monthly statement", "Paid in"), "fen"),
            (_("Owed to the fund for payments"), "fen"),
            (_("Paid back"), "fen"),
            (_("Owed at the end"), "fen"),
        ),
        [
            [
                text(one.business.name if one.business else _("The owner itself")),
                fen(one.paid_in),
                fen(one.charged),
                fen(one.paid_back),
                fen(one.owed_after),
            ]
            for one in rows
        ],
        [
            text(pgettext("monthly statement", "Together")),
            fen(sum(one.paid_in for one in rows)),
            fen(sum(one.charged for one in rows)),
            fen(sum(one.paid_back for one in rows)),
            fen(sum(one.owed_after for one in rows)),
        ],
    )


def _by_city(month: MonthlyStatement) -> Table:
    rows = month.by_city
    return Table(
        "cities",
        _("Payments to consumers, by city"),
        _heads((_("City"), "text"), (_("Borne"), "fen")),
        [[text(local_words.in_script(one.city.short_name)), fen(one.fen)] for one in rows],
        [text(pgettext("monthly statement", "Together")), fen(sum(one.fen for one in rows))],
    )


def _sum(values: Iterable[int]) -> int:
    return sum(value for value in values if value > 0)
