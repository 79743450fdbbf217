"""Reports: staff's from the rollups, the public's from a release; page, Word and Excel say the same."""

import io
from datetime import date, datetime
from urllib.parse import unquote

import pytest
from django.test import Client
from docx import Document as WordDocument
from python_calamine import CalamineWorkbook

from huaihai.desk.papers.document import Document
from huaihai.insight.models import Cell, DayCounted, MonthCount, Release
from huaihai.insight.reports import excel, pages, report, tables
from huaihai.insight.statistics.deriving import Numbers
from huaihai.kit.clock import ZONE
from huaihai.members.models import Role
from tests.posts import load_tree, post_at, sign_in
from tests.reading import plain

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 3, 2, tzinfo=ZONE)
SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)


@pytest.fixture
def counted() -> None:
    """Two months of two cities."""
    load_tree()
    DayCounted.objects.create(day=SEPTEMBER, counted_at=AT)
    for month, city, received in (
        (AUGUST, "320300", 40),
        (SEPTEMBER, "320300", 50),
        (SEPTEMBER, "411400", 7),
    ):
        outcomes = {"confirmed": received - 5, "unknown": 3, "open": 2}
        MonthCount.objects.create(
            month=month,
            axis="all",
            key="all",
            city=city,
            received=received,
            recovered_fen=123_456,
            **outcomes,
        )
        MonthCount.objects.create(
            month=month, axis="nature", key="N05", city=city, received=received, **outcomes
        )


def test_staff_read_every_number_of_their_own_city_and_no_other(counted: None) -> None:
    client = officer()
    page = plain(client.get("/office/insight/reports/").text)
    assert "徐州消费投诉情况（2026 年 9 月）" in page
    assert "共收到投诉 50 件" in page
    assert "比上一期多 25.0%" in page
    assert "1,234.56" in page
    assert "仅供内部使用" in page
    assert "商丘" not in page.partition("<main")[2].partition("<footer")[0]
    assert "没有这一期" in client.get("/office/insight/reports/?place=411400").content.decode()
    for name in ("report.docx", "report.xlsx"):
        for query in ("period=2026-09&place=411400", "period=2031-01&place=320300", "period=%00"):
            assert client.get(f"/office/insight/reports/{name}?{query}").status_code == 404


def test_word_and_excel_hold_what_the_page_says(counted: None) -> None:
    client = officer()
    asked = "?period=2026-09&place=320300"
    word = WordDocument(io.BytesIO(client.get(f"/office/insight/reports/report.docx{asked}").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "假冒" in cells
    assert "+25.0%" in cells
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/office/insight/reports/report.xlsx{asked}").content)
    )
    assert book.sheet_names[0] == "报告"
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert ["假冒", 50.0, 1.0, 0.25] in rows  # no year before, so no column of it


def test_the_public_reads_published_numbers_only_and_sees_what_is_withheld(
    counted: None, client: Client
) -> None:
    released()
    page = plain(client.get("/statistics/reports/2026-Q3/").text)
    assert "联盟消费投诉情况（2026 年第 3 季度）" in page
    assert "共收到投诉 97 件" in page
    assert "不公布" in page
    assert "仅供内部使用" not in page
    assert client.get("/statistics/reports/2026-Q3/report.docx").status_code == 200
    assert client.get("/statistics/reports/2026-Q3/report.xlsx").status_code == 200
    assert client.get("/statistics/reports/2026-Q2/").status_code == 404
    assert client.get("/statistics/reports/2026-13/").status_code == 404


def test_before_the_first_release_the_list_says_so(client: Client) -> None:
    load_tree()
    assert "还没有报告" in client.get("/statistics/reports/").content.decode()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,234", (1234.0, "count")),
        ("+12.5 %", (0.125, "percent")),
        ("-3.0 %", (-0.03, "percent")),
        ("12.5%", (0.125, "percent")),
        ("4.2", (4.2, "decimal")),
        ("0.35", (0.35, "fine")),
        ("–", None),
        ("", None),
        ("=1+1", None),
    ],
)
def test_a_written_number_becomes_a_number(words: str, value: tuple[float, str] | None) -> None:
    assert excel.value_of(words) == value


def test_a_place_without_numbers_still_makes_a_report(counted: None) -> None:
    made: Document = report.document(tables.staff("2026-09", "340600", at=AT))
    assert "共收到投诉 0 件" in made.summary


def released() -> None:
    release = Release.objects.create(
        number=1,
        made_at=AT,
        received_through=SEPTEMBER,
        schema="huaihai-insight/1",
        file_hash="a" * 64,
        csv_hash="b" * 64,
        signature="x",
        key_id="k",
    )
    for axis, place, key, value in (
        ("all", "all", "all", 97),
        ("all", "320300", "all", 90),
        ("all", "411400", "all", None),
        ("nature", "all", "N05", 97),
    ):
        Cell.objects.create(
            axis=axis, period="2026-Q3", place=place, key=key, measure="received", value=value, begin=release
        )


def officer() -> Client:
    client = Client()
    sign_in(client, post_at("city:320300", Role.OFFICER).account)
    return client


@pytest.mark.parametrize(
    ("period", "place", "name"),
    [
        ("2026-10", "all", "内部月报-2026年10月.docx"),
        ("2026-Q3", "320300", "内部季报-2026年第3季度-徐州.docx"),
    ],
)
def test_the_file_is_called_what_officers_call_it(period: str, place: str, name: str) -> None:
    numbers = Numbers(())
    made = tables.Source(period, place, numbers, is_public=False, as_of=AT, counted="")
    assert f"{pages._file_name(made)}.docx" == name


def test_the_name_of_the_file_reaches_the_browser(counted: None) -> None:
    answer = officer().get("/office/insight/reports/report.xlsx?period=2026-09&place=320300")
    assert unquote(answer["Content-Disposition"]).endswith("内部月报-2026年9月-徐州.xlsx")
