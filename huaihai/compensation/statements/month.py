"""A month of a fund's books: a page that prints, the months to choose from, and the same cells as a workbook."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from huaihai.compensation.claims.facts import ENTRIES
from huaihai.compensation.funds.sides import Side
from huaihai.compensation.models import Fund
from huaihai.compensation.statements import facts
from huaihai.compensation.statements.facts import MonthlyStatement, OfBusiness, Row
from huaihai.kit import clock, local_words
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.country import pgettext

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


OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {"text": 24, "fen": 16, "day": 12, "number": 8}


def workbook(month: MonthlyStatement) -> bytes:
    """One sheet a table; the same month gives the same file."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    book.set_properties(
        {"title": f"{month.year}-{month.month:02d}", "created": datetime(month.year, month.month, 1)}  # noqa: DTZ001 -- a workbook knows no time zones
    )
    formats = {
        "fen": book.add_format({"num_format": "#,##0.00"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "head": book.add_format({"bold": True, "bottom": 1}),
    }
    for table in tables(month):
        _write(book.add_worksheet(_sheet_name(table)), table, month, formats)
    book.close()
    return written.getvalue()


def _write(sheet: Any, table: Table, month: MonthlyStatement, formats: dict[str, Any]) -> None:
    sheet.write_string(
        0, 0, f"{month.fund.name} · {month.year}-{month.month:02d} · {table.title}", formats["head"]
    )
    sheet.write_string(1, 0, _("Sums in {currency}"))
    for column, head in enumerate(table.heads):
        sheet.set_column(column, column, WIDTHS[head.kind])
        sheet.write_string(3, column, str(head.value), formats["head"])
    lines = [*table.rows, table.totals] if table.totals else table.rows
    for number, line in enumerate(lines, start=4):
        for column, cell in enumerate(line):
            _write_cell(sheet, number, column, cell, formats)
    sheet.freeze_panes(4, 0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    value = cell.value
    if value is None or value == "":
        return
    if cell.kind == "fen" and isinstance(value, int):
        sheet.write_number(
            row, column, Decimal(value).scaleb(-2), formats["fen"]
        )  # exact: no float on the way
    elif cell.kind == "day" and isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif cell.kind == "number":
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _sheet_name(table: Table) -> str:
    """At most 31 characters, none of those that a sheet's name may not hold."""
    return "".join(char for char in table.title if char not in "[]:*?/\\'")[:31]


DECEMBER = 12
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def latest(request: HttpRequest, fund: Fund, side: Side) -> HttpResponse:
    """The month that was chosen, else the one that is running."""
    months = _months(fund)
    chosen = next((one for one in months if _named(one) == request.GET.get("month")), months[0])
    return HttpResponseRedirect(side.url("month", fund.pk, *chosen))


@require_safe
def page(request: HttpRequest, fund: Fund, side: Side, year: int, number: int) -> HttpResponse:
    """The statement of this month."""
    months, today = _months(fund), clock.today()
    if (year, number) not in months:
        raise Http404
    held = facts.statement(fund, year, number)
    context = {
        "fund": fund,
        "month": held,
        "first": date(year, number, 1),
        "tables": tables(held),
        "months": [{"value": _named(one), "is_current": one == (year, number)} for one in months],
        "is_running": (year, number) == (today.year, today.month),
        "months_url": side.url("months", fund.pk),
        "table_url": side.url("month-table", fund.pk, year, number),
        "home_url": side.home_url(fund),
    }
    return render(request, "compensation/statements/month.html", context)


@require_safe
def table(request: HttpRequest, fund: Fund, side: Side, year: int, number: int) -> HttpResponse:
    """The same as a workbook."""
    if (year, number) not in _months(fund):
        raise Http404
    answer = HttpResponse(workbook(facts.statement(fund, year, number)), content_type=TYPE)
    name = f"{fund.name}-{year}-{number:02d}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _months(fund: Fund) -> list[tuple[int, int]]:
    """From this month back to the one in which the fund was opened."""
    today, first = clock.today(), local_day(fund.opened_at)
    here, months = (today.year, today.month), []
    while here >= (first.year, first.month):
        months.append(here)
        here = (here[0], here[1] - 1) if here[1] > 1 else (here[0] - 1, DECEMBER)
    return months or [(today.year, today.month)]


def _named(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"
