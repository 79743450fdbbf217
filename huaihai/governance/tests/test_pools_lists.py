"""Lists of the pools: searched, paged, in a fixed number of queries."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.actions.pools import asking, entries, granting
from huaihai.governance.models import PoolEntry
from huaihai.governance.office.pools import wording
from huaihai.governance.tests import pools_cast as people
from huaihai.governance.tests.pools_cast import LAWYER, MORNING, NOW, Pools
from huaihai.governance.tests.pools_pages import browser, queries, url
from huaihai.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def pools() -> Pools:
    return people.assemble()


@pytest.fixture
def giver(pools: Pools) -> Client:
    return browser("officer-320300")


@pytest.fixture
def asker(pools: Pools) -> Client:
    return browser("officer-371300")


@pytest.mark.parametrize(
    "query", [{"day": "x"}, {"kind": "x"}, {"city": "\x00"}, {"q": "\x00"}, {"page": "9" * 99}]
)
def test_a_search_that_does_not_fit_is_said_and_shows_the_rest(giver: Client, query: dict[str, str]) -> None:
    answer = giver.get(reverse("office-pools"), query)

    assert answer.status_code == 200
    assert LAWYER.shown_as in answer.text


def test_the_search_finds_words_in_either_script(giver: Client) -> None:
    assert LAWYER.shown_as in giver.get(reverse("office-pools"), {"q": "預付卡"}).text
    assert LAWYER.shown_as not in giver.get(reverse("office-pools"), {"q": "造船"}).text
    assert LAWYER.shown_as in giver.get(reverse("office-pools"), {"whose": "own"}).text
    assert (
        LAWYER.shown_as not in browser("officer-411400").get(reverse("office-pools"), {"whose": "own"}).text
    )


@pytest.mark.parametrize(
    "query", [{"year": "0"}, {"year": "99999"}, {"year": "²"}, {"city": "\x00"}, {"side": "x"}]
)
def test_nonsense_in_the_address_of_the_hours_is_left_out(giver: Client, query: dict[str, str]) -> None:
    assert giver.get(url("-balance"), query).status_code == 200
    assert giver.get(url("-lines"), query).status_code == 200


@pytest.fixture
def lists(pools: Pools, giver: Client, asker: Client) -> list[tuple[Client, str]]:
    return [
        (asker, reverse("office-pools")),
        (giver, f"{url('-requests')}?list=to"),
        (asker, f"{url('-requests')}?list=waiting"),
        (asker, url("-balance")),
        (asker, url("-lines")),
    ]


def test_lists_need_as_many_queries_for_many_rows_as_for_few(
    lists: list[tuple[Client, str]], pools: Pools
) -> None:
    people.confirmed(pools, people.granted(pools))
    few = [queries(client, path) for client, path in lists]

    for number in range(5):
        entry = entries.enrol(
            replace(LAWYER, shown_as=f"律师 {number}", skills=("G02", "G03")),
            body=pools.gives,
            by=pools.giver,
            at=NOW,
        )
        request = people.asked(pools, entry=entry)
        granting.grant(request, half_days=[MORNING], by=pools.giver, at=NOW)
        people.confirmed(pools, request)
        people.asked(pools, entry=entry)
        call = people.asked(pools, entry=None)
        granting.offer(call, entry=entry, half_days=[people.AFTERNOON], by=pools.giver, at=NOW)

    assert [queries(client, path) for client, path in lists] == few


def test_a_page_of_one_request_needs_as_many_queries_for_many_lines(giver: Client, pools: Pools) -> None:
    request = people.granted(pools)
    people.confirmed(pools, request)
    few = queries(giver, url("-request", request.pk))
    for _ in range(6):
        people.confirmed(pools, request)

    assert queries(giver, url("-request", request.pk)) == few


def test_a_long_list_is_paged(asker: Client, pools: Pools) -> None:
    for _ in range(27):
        asking.ask(
            body=pools.asks,
            entry=pools.lawyer,
            from_on=date(2026, 12, 1),
            until_on=date(2026, 12, 1),
            half_days=1,
            purpose="x",
            by=pools.asker,
            at=NOW,
        )

    page = asker.get(url("-requests"), {"list": "from"})

    assert len(page.context["rows"]) == 25
    assert "page=2" in page.text


def test_half_days_are_said_in_as_few_words_as_they_need(pools: Pools) -> None:
    entry = PoolEntry.objects.get()
    assert wording.week_words(entry) == "星期一到星期五全天"
    entries.change(
        entry,
        replace(LAWYER, half_days=((1, "am"), (2, "am"), (4, "am"), (4, "pm"), (6, "pm"))),
        by=pools.giver,
        at=NOW,
    )

    assert wording.week_words(entry) == "星期一到星期二上午、星期四全天、星期六下午"
    assert wording.free_words([MORNING, people.AFTERNOON]) == ["12 月 1 日 星期二 全天"]
