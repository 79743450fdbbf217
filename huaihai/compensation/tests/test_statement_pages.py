"""A bank's statement through the pages, and the monthly statement: what the workbook says is what the page says."""

import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree  # what it reads was written here

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from huaihai.businesses.models import Business
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import StatementLine
from huaihai.compensation.payments import recourse
from huaihai.compensation.statements import facts as statements_facts
from huaihai.compensation.statements.month import tables, workbook
from huaihai.compensation.tests.market import DAY, Market, assemble, in_force, paid
from huaihai.compensation.tests.owner_pages import at, signed_in
from huaihai.kit.spoken import figures
from tests.cast import TUESDAY
from tests.reading import fresh

LATER = TUESDAY + 3 * DAY
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVIL = '=HYPERLINK("http://x.invalid","a")'


@pytest.fixture
def market(db: Any, monkeypatch: pytest.MonkeyPatch) -> Market:
    at(monkeypatch, LATER)
    return assemble(paid_in=500_000)


@pytest.fixture
def cao(market: Market) -> Client:
    return english(market.cao)


def english(actor: Any) -> Client:
    client = signed_in(actor)
    client.cookies["language"] = "en"
    return client


def url(market: Market, page: str, *args: Any, side: str = "business") -> str:
    return reverse(f"{side}-fund-{page}", args=[market.fund.pk, *args])


def send(client: Client, market: Market, content: bytes, *, side: str = "business") -> Any:
    return client.post(url(market, "bank", side=side), {"file": SimpleUploadedFile("bank.csv", content)})


class TestBankStatement:
    def test_it_is_looked_at_before_it_is_read_in_and_never_added_twice(
        self, market: Market, cao: Client
    ) -> None:
        _claim, order = paid(market)
        csv = (
            '账户明细\n交易日期,收入,支出,摘要\n2026-11-24,"5,000.00",,存入\n'
            f"2026-11-24,,400.00,赔付 {order.reference}\n"
            "2026-11-25,,3.20,手续费 13800000001\n"
        ).encode("gb18030")
        assert send(cao, market, csv).url == url(market, "bank-preview")
        preview = cao.get(url(market, "bank-preview")).text
        assert "3, of them 3 new and 0 there already" in preview
        assert "5,000.00" in preview
        assert "13800000001" not in preview
        assert not StatementLine.objects.exists()
        assert cao.post(url(market, "bank-preview")).status_code == 302
        assert StatementLine.objects.count() == 3
        assert StatementLine.objects.get(fen=-40_000).entry == order.__class__.objects.get(pk=order.pk).entry
        send(cao, market, csv)
        again = cao.get(url(market, "bank-preview")).text
        assert "3, of them 0 new and 3 there already" in again
        assert "Read it in" not in again
        cao.post(url(market, "bank-preview"))
        assert StatementLine.objects.count() == 3

    def test_a_file_that_cannot_be_read_is_refused_in_words(self, market: Market, cao: Client) -> None:
        for content, said in (
            (b"\xff\xfe\x00\x01", "This is not a table"),
            (b"a,b\n1,2\n", "No row names the columns"),
            (b"date,amount\n2026-11-24,much\n", "Line 2 cannot be read"),
            (b"date,amount\n2026-12-24,1\n", "a day that is still to come"),
            (b"", "This file is empty."),
        ):
            answer = send(cao, market, content)
            assert answer.status_code == 200
            assert said in answer.text
        assert not StatementLine.objects.exists()

    def test_a_suggestion_is_taken_and_a_line_set_aside_with_its_reason(
        self, market: Market, cao: Client
    ) -> None:
        send(cao, market, b"date,amount,text\n2026-11-25,5000.00,in\n2026-11-25,-7.00,fee\n")
        cao.post(url(market, "bank-preview"))
        came, fee = StatementLine.objects.get(fen=500_000), StatementLine.objects.get(fen=-700)
        deposit = market.fund.entries.get()
        page = cao.get(url(market, "bank")).text
        assert f'value="{deposit.pk}"' in page
        assert "1 entry that no line proves yet" in page
        wrong = cao.post(url(market, "bank-match", fee.pk), {"entry": deposit.pk})
        assert wrong.status_code == 409
        assert "The sums are not the same." in wrong.text
        assert cao.post(url(market, "bank-match", came.pk), {"entry": "nonsense"}).status_code == 409
        assert cao.post(url(market, "bank-match", came.pk), {"entry": deposit.pk}).status_code == 302
        assert "Please fill in" in cao.post(url(market, "bank-aside", fee.pk), {"reason": ""}).text
        cao.post(url(market, "bank-aside", fee.pk), {"reason": "the owner's own account fee"})
        assert cao.post(url(market, "bank-aside", fee.pk), {"reason": "twice"}).status_code == 409
        assert fresh(came).entry == deposit
        assert "own account fee" in cao.get(url(market, "bank"), {"list": "aside"}).text
        assert "Proves entry 1" in cao.get(url(market, "bank"), {"list": "matched"}).text

    @pytest.mark.both_databases
    def test_many_lines_cost_no_more_queries(
        self, market: Market, cao: Client, django_assert_num_queries: Any
    ) -> None:
        def add(first: int, last: int) -> None:
            rows = "".join(f"2026-11-24,{n}.00,line\n" for n in range(first, last))
            send(cao, market, f"date,amount,text\n{rows}".encode())
            cao.post(url(market, "bank-preview"))

        add(1, 4)
        with CaptureQueriesContext(connection) as few:
            cao.get(url(market, "bank"))
        number = len(few)
        add(4, 20)
        with django_assert_num_queries(number):
            cao.get(url(market, "bank"))

    def test_others_find_no_such_page(self, market: Market) -> None:
        sun, wang, zhao = english(market.cast.sun), english(market.cast.wang), english(market.zhao)
        for page, more in (
            ("bank", ()),
            ("bank-preview", ()),
            ("months", ()),
            ("month", (2026, 11)),
            ("month-table", (2026, 11)),
        ):
            assert sun.get(url(market, page, *more)).status_code == 404
            assert wang.get(url(market, page, *more, side="desk")).status_code == 404
            assert zhao.get(url(market, page, *more, side="desk")).status_code in (200, 302)


class TestMonth:
    def test_the_workbook_says_to_the_fen_what_the_page_says(self, market: Market, cao: Client) -> None:
        busy(market)
        page = cao.get(url(market, "month", 2026, 11)).text
        answer = cao.get(url(market, "month-table", 2026, 11))
        assert "2026-11.xlsx" in answer["Content-Disposition"]
        sheets = read(answer.content)
        with translation.override("en"):
            held = tables(statements_facts.statement(market.fund, 2026, 11))
        assert len(sheets) == len(held)
        for table, rows in zip(held, sheets, strict=True):
            lines = [*table.rows, table.totals] if table.totals else table.rows
            written = rows[4 : 4 + len(lines)]
            assert len(written) == len(lines)
            for line, cells in zip(lines, written, strict=True):
                for cell, value in zip(line, cells, strict=False):
                    if cell.kind == "fen" and isinstance(cell.value, int):
                        assert value * 100 == cell.value
                        assert figures(cell.value) in page
                    elif cell.kind == "text" and cell.value:
                        assert value == cell.value

    def test_its_sums_are_those_of_its_rows(self, market: Market, cao: Client) -> None:
        busy(market)
        entries, businesses, cities = read(cao.get(url(market, "month-table", 2026, 11)).content)[1:]
        for rows, columns in ((entries, (7, 8)), (businesses, (1, 2, 3, 4)), (cities, (1,))):
            body = [row for row in rows[4:] if any(value not in (None, "") for value in row)]
            for column in columns:
                parts = [row[column] or 0 for row in body[:-1]]
                assert sum(parts) == body[-1][column]
        held = statements_facts.statement(market.fund, 2026, 11)
        assert sum(one.fen for one in held.by_city) == held.paid_out == 40_000 + 10_001
        assert len(held.by_city) == 2

    def test_text_stays_text(self, market: Market, cao: Client) -> None:
        Business.objects.filter(pk=market.stall.pk).update(name=EVIL)
        busy(market)
        content = cao.get(url(market, "month-table", 2026, 11)).content
        inside = zipfile.ZipFile(io.BytesIO(content))
        everything = "".join(
            inside.read(name).decode() for name in inside.namelist() if name.startswith("xl/worksheets/")
        )
        assert "<f>" not in everything
        assert "hyperlink" not in everything.lower()
        assert any(EVIL in row for row in read(content)[2])

    def test_the_same_month_gives_the_same_file(self, market: Market) -> None:
        busy(market)
        assert workbook(statements_facts.statement(market.fund, 2026, 11)) == workbook(
            statements_facts.statement(market.fund, 2026, 11)
        )

    def test_a_month_before_the_fund_is_not_there(self, market: Market, cao: Client) -> None:
        for year, month in ((2026, 10), (2026, 13), (2026, 0), (2027, 1)):
            assert cao.get(url(market, "month", year, month)).status_code == 404
        assert cao.get(url(market, "months"), {"month": "2026-11"}).url == url(market, "month", 2026, 11)
        assert cao.get(url(market, "months"), {"month": "<x>"}).url == url(market, "month", 2026, 11)

    def test_an_empty_month_says_so(self, market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
        at(monkeypatch, TUESDAY + timedelta(days=20))
        said = english(market.cao).get(url(market, "month", 2026, 12)).text
        assert "Nothing in this month." in said
        assert "5,000.00" in said  # what was there and still is


def busy(market: Market) -> None:
    """A month with two cities, a payment under each of two rules, money back, a fee, and interest."""
    claim, _order = paid(market)
    recourse.recover(claim, fen=12_345, value_on=LATER.date(), by=market.cao, at=LATER)
    in_force(market, at=LATER, from_on=LATER.date(), shares={"city:411400": 2, "city:320300": 1})
    paid(market, 10_001, at=LATER)
    funds_verbs.charge(market.fund, fen=7, value_on=LATER.date(), by=market.cao, at=LATER)
    funds_verbs.interest(market.fund, fen=33, value_on=LATER.date(), by=market.cao, at=LATER)
    funds_verbs.deposit(
        market.fund, fen=50_000, business=market.stall, value_on=LATER.date(), by=market.cao, at=LATER
    )


def read(content: bytes) -> list[list[list[Any]]]:
    """The cells of every sheet, row by row: text as text, numbers as they are written, without floats."""
    book = zipfile.ZipFile(io.BytesIO(content))
    shared = [
        "".join(part.text or "" for part in one.iter(f"{NS}t"))
        for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 -- our own file
    ]
    names = sorted(
        (name for name in book.namelist() if name.startswith("xl/worksheets/sheet")),
        key=lambda name: int(re.findall(r"\d+", name)[0]),
    )
    return [_rows(ElementTree.fromstring(book.read(name)), shared) for name in names]  # noqa: S314 -- our own file


def _rows(sheet: Any, shared: list[str]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for row in sheet.iter(f"{NS}row"):
        while len(rows) < int(row.get("r")) - 1:
            rows.append([None] * 10)
        cells: list[Any] = [None] * 10
        for cell in row.iter(f"{NS}c"):
            value = cell.find(f"{NS}v")
            if value is not None:
                at_column = ord(cell.get("r")[0]) - ord("A")
                cells[at_column] = shared[int(value.text)] if cell.get("t") == "s" else Decimal(value.text)
        rows.append(cells)
    return rows
