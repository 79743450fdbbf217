"""Every number of the yearly sheet opens, for the public and for staff, and as many rows stand behind it."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.insight.board import computing
from huaihai.insight.months import between
from huaihai.insight.yearly.cases import CASES
from huaihai.insight.yearly.things import THINGS
from huaihai.kit import clock
from huaihai.law import yearly_sheet
from tests.golden.readers import reader

pytestmark = pytest.mark.django_db
YEARS = (2025, 2026)
ROW = re.compile(r'<tr><th scope="row">(.*?)<small>.*?</small></th><td class="num">(.*?)</td>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
BODY = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")
WHOLE = re.compile(r"<b [^>]*data-whole>(.*?)</b>")


@dataclass(frozen=True)
class Line:
    """A row of the page: its title, its number in words ("" where there is none), where it leads."""

    title: str
    words: str
    url: str


@pytest.fixture(autouse=True)
def counted() -> None:
    """As after a night: the months of the sheet are counted."""
    at = clock.now()
    today = clock.local_day(at)
    for month in between(computing.first_month(today), today.replace(day=1)):
        computing.compute(month, at=at)


def lines(client: Client, url: str) -> list[Line]:
    found = []
    for title, cell in ROW.findall(client.get(url).text):
        link = LINK.search(cell)
        words = re.sub(r"<[^>]+>", "", link[2]).strip() if link else ""
        found.append(Line(title, words if NUMBER.match(words) else "", unescape(link[1]) if link else ""))
    return found


def amount(words: str) -> float:
    found = NUMBER.match(words)
    assert found, words
    return float(found[0].replace(",", ""))


def rows(client: Client, url: str) -> list[str]:
    """The rows of all pages of a list."""
    found: list[str] = []
    for number in range(1, 100):
        page = client.get(url, {"page": number})
        assert page.status_code == 200, url
        body = BODY.search(page.text)
        found += re.findall(r"<tr.*?</tr>", body[1], re.DOTALL) if body else []
        if 'rel="next"' not in page.text:
            break
    return found


def last_number(row: str) -> float:
    return amount(re.sub(r"<[^>]+>", "", re.findall(r'<td class="num"[^>]*>(.*?)</td>', row, re.DOTALL)[-1]))


@pytest.mark.parametrize("year", YEARS)
def test_behind_each_public_number_stand_as_many_rows_or_numbers_that_add_up_to_it(year: int) -> None:
    client, action = Client(), yearly_sheet.action()
    assert action is not None
    found = lines(client, reverse("yearly-sheet", args=[year]))
    assert len(found) == len(action.rows)
    for line, row in zip(found, action.rows, strict=True):
        if not line.url:
            assert not row.counts
        elif not line.words:
            assert row.counts in CASES  # withheld, too few, or not published yet; the page says which
            assert client.get(line.url).status_code == 200
        elif row.counts in THINGS:
            assert len(rows(client, line.url)) == amount(line.words), row.code
        else:
            page = client.get(line.url).text
            whole = WHOLE.search(page)
            assert whole, row.code
            assert amount(whole[1]) == amount(line.words)
            assert sum(map(last_number, rows(client, line.url))) == amount(line.words), row.code


def test_a_published_number_stands_in_the_open_data_too() -> None:
    client = Client()
    page = client.get(reverse("yearly-row", args=[2026, "received"])).text
    cells = [unescape(url) for url in re.findall(r'href="(/data/api/cells[^"]+)"', page)]
    assert cells
    values = [client.get(url).json()["cells"] for url in cells]
    assert all(len(one) == 1 for one in values)
    (line,) = [
        one for one in lines(client, reverse("yearly-sheet", args=[2026])) if one.url.endswith("/received/")
    ]
    assert sum(one[0]["value"] for one in values) == amount(line.words)


@pytest.mark.parametrize("who", ["officer", "secretariat"])
@pytest.mark.parametrize("year", YEARS)
def test_behind_each_number_of_staff_stand_as_many_rows(who: str, year: int) -> None:
    client, action = reader(who), yearly_sheet.action()
    assert action is not None
    for line, row in zip(
        lines(client, reverse("office-yearly-sheet", args=[year])), action.rows, strict=True
    ):
        if row.counts in THINGS:
            assert len(rows(client, line.url)) == amount(line.words), row.code
        elif row.counts in CASES:
            listed = rows(client, line.url)
            if CASES[row.counts].is_money:
                assert sum(map(last_number, listed)) == amount(line.words), row.code
            else:
                assert len(listed) == amount(line.words), row.code
