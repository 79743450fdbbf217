"""Pages found by the row before them: forward and back give every row once, whatever ties, misses or changes."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import Business
from huaihai.cases.desk import lists
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.kit import keyset, paging
from huaihai.kit.keyset import KeyedPage
from tests import cast as people

pytestmark = pytest.mark.django_db

type Rows = QuerySet[Any, Any]
type Sort = Callable[[Rows], Rows]

SORTS: dict[str, Sort] = {
    "ended last": lists.ended,
    "ended, with those that run": lambda rows: rows.order_by("-ended_at", "pk"),
    "sum": lambda rows: rows.annotate(sum_fen=Coalesce("asked_fen", "price_fen")).order_by("sum_fen", "pk"),
    "sum, falling": lambda rows: rows.order_by("-asked_fen", "-pk"),
    "business": lambda rows: rows.order_by("business__name", "pk"),
    "business, falling": lambda rows: rows.order_by("-business__name", "-pk"),
    "usual": lambda rows: rows.annotate(due_on=lists._due_on()).order_by("due_on", "stage_since", "pk"),
}
few = st.one_of(st.none(), st.integers(0, 2))
values = st.lists(st.tuples(few, few, few), max_size=12)
on_a_database = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _made(some: list[tuple[int | None, int | None, int | None]]) -> list[UUID]:
    businesses = [Business(name=name, created_at=NOW) for name in ("一品", "Abc", "一品")]
    Business.objects.bulk_create(businesses)
    rows = [
        Case(
            asked_fen=fen,
            ended_at=None if days is None else NOW - timedelta(days=days),
            business=None if shop is None else businesses[shop],
            created_at=NOW,
            stage_since=NOW - timedelta(days=fen or 0),
        )
        for fen, days, shop in some
    ]
    return [row.pk for row in Case.objects.bulk_create(rows)]


def _walked(rows: Rows, per_page: int, way: str, page: KeyedPage) -> list[KeyedPage]:
    pages, key = [page], getattr(page, way)
    while key is not None:
        number = page.next_number if way == "after" else page.previous_number
        page = keyset.page_of(rows, {way: key, "page": str(number)}, per_page=per_page)
        pages, key = [*pages, page], getattr(page, way)
        assert len(pages) < 99
    return pages


@on_a_database
@given(values, st.integers(1, 5), st.sampled_from(sorted(SORTS)))
def test_forward_and_back_give_every_row_once(some: Any, per_page: int, sort: str) -> None:
    with transaction.atomic():
        keys = _made(some)
        rows = SORTS[sort](Case.objects.filter(pk__in=keys))
        pages = _walked(rows, per_page, "after", keyset.page_of(rows, {}, per_page=per_page))
        walked = [key for page in pages for key in page.rows]
        assert len(walked) == len(set(walked)) == rows.count()
        back = _walked(rows, per_page, "before", pages[-1])
        assert [key for page in reversed(back) for key in page.rows] == walked
        jumped = [
            keyset.page_of(rows, {"page": str(n + 1)}, per_page=per_page).rows for n in range(len(pages))
        ]
        assert [key for page in jumped for key in page] == walked
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))
        assert {page.total for page in pages} == {rows.count()}
        transaction.set_rollback(True)


@on_a_database
@given(values, values, st.integers(1, 3), st.sampled_from(sorted(SORTS)), st.data())
def test_what_comes_and_goes_meanwhile_neither_hides_nor_doubles_a_row(
    some: Any, more: Any, per_page: int, sort: str, data: Any
) -> None:
    with transaction.atomic():
        rows = SORTS[sort](Case.objects.filter(stage="draft"))
        keys = _made(some)
        page = keyset.page_of(rows, {}, per_page=per_page)
        seen: list[UUID] = []
        gone: set[UUID] = set()
        while True:
            seen += page.rows
            leaving = data.draw(st.sets(st.sampled_from(keys), max_size=2)) if keys else set()
            gone |= leaving
            Case.objects.filter(pk__in=leaving).delete()
            if more:
                _made([more.pop()])
            if page.after is None:
                break
            page = keyset.page_of(rows, {"after": page.after}, per_page=per_page)
            if set(page.rows) & set(seen):  # nothing came after: the last page again
                break
        stayed = [key for key in keys if key not in gone and (sort != "ended last" or _has_ended(key))]
        assert set(stayed) <= set(seen)
        assert len(seen) == len(set(seen))
        transaction.set_rollback(True)


def _has_ended(key: UUID) -> bool:
    return Case.objects.filter(pk=key, ended_at__isnull=False).exists()


def _packed(words: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(words).encode()).decode()


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "%",
        "é",
        "A" * 3000,
        "W" * 1999,
        _packed(None),
        _packed([]),
        _packed(["1"]),
        _packed(["1", "1"]),
        _packed([["1"], "1"]),
        _packed(["9" * 30, str(UUID(int=1))]),
        _packed(["9" * 1800, str(UUID(int=1))]),
        _packed(["1\x00", str(UUID(int=1))]),
        _packed(["\ud800", str(UUID(int=1))]),
        _packed(["1", None]),
    ],
)
def test_a_key_that_is_none_gives_the_first_page(key: str) -> None:
    keys = _made([(n, None, None) for n in range(3)])
    rows = Case.objects.filter(pk__in=keys).order_by("asked_fen", "pk")
    for way in ("after", "before"):
        assert keyset.page_of(rows, {way: key, "page": "-1"}, per_page=2).rows == keys[:2]


@pytest.mark.parametrize(
    "moment", ["2026-11-26", "2026-11-26T10:00", "0001-01-01T00:00+14:00", "never", None]
)
def test_a_moment_of_no_place_gives_the_first_page(moment: str | None) -> None:
    keys = _made([(None, n, None) for n in range(3)])
    rows = lists.ended(Case.objects.filter(pk__in=keys))
    asked = {"after": _packed([moment, str(keys[0])])}
    assert keyset.page_of(rows, asked, per_page=2).rows == keys[:2]


def test_of_more_than_a_thousand_the_rest_is_walked_but_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNT_TO", 4)
    keys = _made([(n, n, None) for n in range(9)])
    for sort in ("sum", "ended last"):
        rows = SORTS[sort](Case.objects.filter(pk__in=keys))
        pages = _walked(rows, 2, "after", keyset.page_of(rows, {}, per_page=2))
        assert [key for page in pages for key in page.rows] == keys
        assert {(page.total, page.is_more) for page in pages} == {(4, True)}
        assert pages[4].numbers == [1, None, 5]
        assert keyset.page_of(rows, {"page": "5"}, per_page=2).number == 2


@pytest.mark.usefixtures("tuesday")
def test_the_links_of_the_list_lead_on_and_back(cast: people.Cast, wang: Client) -> None:
    template = people.filed(NOW).case
    rows = []
    for number in range(69):
        row = Case.objects.get(pk=template.pk)
        row.pk, row.number, row.client_key = UUID(int=number + 1), f"9999-{number}", ""
        rows.append(row)
    Case.objects.bulk_create(rows)

    def follow(page: str, which: str) -> str:
        link = page.split(f'rel="{which}" href="', maxsplit=1)[1].split('"', maxsplit=1)[0]
        return wang.get(f"/desk/{link.replace('&amp;', '&')}").text

    first = wang.get("/desk/?scope=own&ticked=all").text
    second = follow(first, "next")
    third = follow(second, "next")
    counts = [page.count('type="checkbox" name="row"') for page in (first, second, third)]
    assert counts == [25, 25, 20]
    assert "第 3 页，共 3 页、70 条" in third
    assert 'rel="next"' not in third
    assert _rows_of(follow(third, "prev")) == _rows_of(second)
    assert _rows_of(follow(second, "prev")) == _rows_of(first)
    assert "before=" not in first.split('class="pages"')[1].split("第 1 页")[0]


def _rows_of(page: str) -> list[str]:
    return [part.split("/")[0] for part in page.split('<th scope="row"><a href="/desk/cases/')[1:]]
