"""A list: page by page, narrowed, searched, ordered, and as a file."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from python_calamine import CalamineWorkbook

from huaihai.desk.tests.plain_list import DAY
from huaihai.members.models import Organisation
from tests import posts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("huaihai.desk.tests.plain_list"),
    pytest.mark.usefixtures("in_english"),
]


@pytest.fixture
def in_english() -> Iterator[None]:
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.fixture
def desk(client: Client) -> Client:
    posts.load_alliance()
    posts.sign_in(client, posts.post_at("city:320300").account)
    top = Organisation.objects.get(kind="alliance")
    for n in range(9):
        key, kind = f"b-{n}", "branch" if n % 2 else "station"
        Organisation.objects.create(
            key=key, name=f"Body {n}", short_name=key, kind=kind, path=f"{top.path}{key}/", parent=top
        )
    return client


def _keys(answer: Any) -> list[str]:
    return [part.split("/")[0] for part in answer.content.decode().split('href="/b/')[1:]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", "0123"),
        ("?page=3", "8"),
        ("?page=x&sort=7&kind=no&end=no&as=pdf", "0123"),
        ("?sort=1", "0123"),  # a column that orders nothing
        ("?sort=-0", "8765"),
        ("?kind=branch", "1357"),
        ("?kind=branch&end=3", "3"),
        ("?q=Body+%004", "4"),
        ("?q=Body&kind=branch&sort=-0", "7531"),
    ],
)
def test_a_list_shows_what_was_asked_for(desk: Client, query: str, numbers: str) -> None:
    answer = desk.get(f"/bodies/{query}")
    assert answer.status_code == 200
    assert _keys(answer) == [f"b-{n}" for n in numbers]


def test_a_cell_says_day_state_and_number_in_words(desk: Client) -> None:
    page = desk.get("/bodies/?q=Body+4").content.decode()
    words = " ".join(strip_tags(page).split())
    assert "b-4=1+1" in words
    assert "26 November" in words
    assert '<span class="tag ok">station</span>' in page
    assert '<td class="num" data-label="Number">1,234</td>' in page
    assert '<a class="btn" href="/new/">New body</a>' in page
    assert (
        '<a class="chip" href="/bodies/" aria-current="page">Bodies</a><a class="chip" href="/plain/">'
        in page
    )


def test_links_keep_what_was_chosen_and_begin_at_the_first_page(desk: Client) -> None:
    page = desk.get("/bodies/?kind=branch&q=Body&sort=0&page=2").content.decode()
    assert 'aria-sort="ascending"><a href="?kind=branch&amp;q=Body&amp;sort=-0"' in page
    assert 'href="?kind=&amp;q=Body&amp;sort=0"' in page
    assert '<input type="hidden" name="kind" value="branch">' in page
    assert '<input type="hidden" name="sort" value="0">' in page


def test_a_search_that_finds_nothing_says_so_and_nothing_of_the_list(desk: Client) -> None:
    page = desk.get("/bodies/?q=nobody").content.decode()
    assert "Nothing was found. Try fewer words, or other ones." in page
    assert "Nobody is here." not in page
    assert "<table" not in page


def test_an_empty_list_says_so_and_nothing_of_a_search(desk: Client) -> None:
    Organisation.objects.filter(key__startswith="b-").delete()
    page = desk.get("/bodies/").content.decode()
    assert "Nobody is here." in page
    assert "Nothing was found" not in page


def test_every_page_costs_the_same(desk: Client) -> None:
    desk.get("/bodies/")
    costs = set()
    for query in ("", "?page=2", "?q=Body&sort=-0", "?kind=branch"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(f"/bodies/{query}")
        costs.add(len(queries))
    assert len(costs) == 1


def test_the_file_has_every_row_as_it_is_and_runs_nothing(desk: Client) -> None:
    answer = desk.get("/bodies/?as=xlsx&kind=branch&page=2")
    assert answer["Content-Disposition"] == 'attachment; filename="bodies.xlsx"'
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Key", "Name", "Since", "Kind", "Number"]
    assert rows[1] == ["b-1 · =1+1", "Body 1", DAY, "branch", 1234]
    assert [str(row[1]) for row in rows[1:]] == ["Body 1", "Body 3", "Body 5", "Body 7"]
    assert b"<f>" not in ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "/bodies/?as=csv&q=Body+4",
            ["Key,Name,Since,Kind,Number", "b-4 · =1+1,Body 4,2026-11-26,station,1234"],
        ),
        ("/moments/?as=csv", ["At", "2026-11-26 01:30"]),  # in the alliance's own time
    ],
)
def test_the_csv_says_days_in_digits(desk: Client, address: str, lines: list[str]) -> None:
    assert desk.get(address).content.decode("utf-8-sig").splitlines() == lines


def test_a_list_without_a_file_gives_its_page(desk: Client) -> None:
    assert b"<table" in desk.get("/plain/?as=xlsx").content
