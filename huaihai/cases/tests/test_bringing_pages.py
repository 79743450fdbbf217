"""A list brought in on the page: looked over first, taken whole or not at all, and once."""

import io
import re
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.importing import bringing, drafting
from huaihai.cases.models import Case
from huaihai.cases.tests.test_import_messages import GYM, HEAD, KETTLE, WAGES, WEATHER
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
BRING = "desk-drafts-bring"
ROWS = (KETTLE, GYM, WAGES, WEATHER, KETTLE)


def csv_file(*rows: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("12345.csv", (HEAD + "".join(rows)).encode(encoding), "text/csv")


def excel_file(*rows: str) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    with xlsxwriter.Workbook(drawn, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEAD, *rows)):
            sheet.write_row(number, 0, row.strip().split(","))
    return SimpleUploadedFile("12345.xlsx", drawn.getvalue())


def sealed_in(text: str) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', text)
    assert found
    return found[1]


@pytest.mark.parametrize("file", [csv_file(*ROWS), csv_file(*ROWS, encoding="gb18030"), excel_file(*ROWS)])
def test_it_is_looked_over_first_and_then_taken(
    wang: Client, cast: people.Cast, file: SimpleUploadedFile
) -> None:
    file.seek(0)
    page = wang.post(reverse(BRING), {"file": file})

    assert Case.objects.count() == 0
    assert page.context["taken"] == 2
    why = {row["id"]: str(row["why"]) for row in page.context["left_rows"]}
    assert set(why) == {"101", "103", "104"}
    assert "13812345678" not in page.text
    taken = wang.post(reverse(BRING), {"sealed": sealed_in(page.text)})

    assert taken.status_code == 302
    assert [case.home for case in Case.objects.all()] == [cast.home, cast.home]
    assert "13812345678" in Case.objects.get(client_key="12345:101").story
    draft = Case.objects.get(client_key="12345:101")
    form = wang.get(reverse("desk-draft", args=[draft.pk])).context["form"]
    assert (form["platform"].value(), form["platform_number"].value()) == ("12345", "101")
    again = wang.post(reverse(BRING), {"sealed": sealed_in(page.text)})
    assert again.status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "文件是空的"),
        ("编号,时间\n1,2\n".encode(), "没有找到正文那一列"),
        (b"PK\x03\x04 no workbook", "文件损坏"),
        (b"\x1f\x8bno gzip", "解不开压缩"),
        (b"\x00\xff\xfe\x01" * 9, "12345.csv"),
    ],
)
def test_what_cannot_be_read_is_said(wang: Client, cast: people.Cast, raw: bytes, words: str) -> None:
    answer = wang.post(reverse(BRING), {"file": SimpleUploadedFile("12345.csv", raw)})

    assert answer.status_code == 200
    assert words in answer.text
    assert Case.objects.count() == 0


def test_without_a_file_and_with_too_many_rows(
    wang: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "MOST", 1)

    assert "请选择文件" in wang.post(reverse(BRING)).text
    assert "分开导入" in wang.post(reverse(BRING), {"file": csv_file(KETTLE, GYM)}).text


def test_nothing_half(wang: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    page = wang.post(reverse(BRING), {"file": csv_file(KETTLE, GYM)})
    monkeypatch.setattr(drafting, "AT_ONCE", 1)
    real, made = drafting.start_draft, []

    def fails_second(**facts: Any) -> Case:
        made.append(facts)
        if len(made) == 2:
            raise RuntimeError
        return real(**facts)

    monkeypatch.setattr(drafting, "start_draft", fails_second)
    with pytest.raises(RuntimeError):
        wang.post(reverse(BRING), {"sealed": sealed_in(page.text)})
    assert Case.objects.count() == 0


@pytest.mark.parametrize("sealed", ["", "%%%", "abcd", "é"])
def test_a_page_that_was_changed_takes_nothing(wang: Client, cast: people.Cast, sealed: str) -> None:
    answer = wang.post(reverse(BRING), {"sealed": sealed}, follow=True)

    assert "请重新选择文件" in answer.text
    assert Case.objects.count() == 0


def test_what_was_sealed_for_one_officer_is_nothing_for_another(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    page = wang.post(reverse(BRING), {"file": csv_file(KETTLE)})

    zhao.post(reverse(BRING), {"sealed": sealed_in(page.text)})

    assert Case.objects.count() == 0
