"""The public log: every change in plain words, in both forms of the programme, for people and programs."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.conduct import log
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests.cast import Cast, main_of, text_of, until_deciding
from huaihai.brands.models import LogLine
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, a_basis, an_entry
from huaihai.desk.lives import NotPossible
from tests.queries import queries_of

pytestmark = pytest.mark.usefixtures("hour")  # the pages are read on the day after
TITLE = re.compile(r"标识|得分|称号|等级|\b(?:mark|score|holder|title|rank)\b")


def page(client: Client, **asked: str) -> str:
    return text_of(client, reverse("brand-log"), **asked)


def test_a_suspension_stands_in_the_log_and_in_the_feeds_with_rule_facts_and_link(
    cast: Cast, client: Client
) -> None:
    a_basis(cast.people)
    cast.fired(serious_cases=1)
    text = page(client)
    for part in (
        cast.entry.name,
        "发生严重案件",
        cast.entry.get_absolute_url(),
        'datetime="2026-11-02"',
    ):
        assert part in text
    (item,) = client.get(reverse("brand-log-json")).json()["items"]
    assert item["_huaihai"] == {
        "entry": cast.entry.number,
        "verb": "suspend",
        "proceeding": f"{cast.entry.number}/1",
        "on": "2026-11-02",
        "due_on": "2026-11-16",
    }
    atom = client.get(reverse("brand-log-atom"))
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert cast.entry.name in atom.content.decode()


def test_without_a_basis_no_title_is_spoken_of_and_the_facts_stay(cast: Cast, client: Client) -> None:
    row = cast.fired(serious_cases=1)
    cast.decided(row, "confirm", at=until_deciding(row), reasons="继续暂停使用标识")
    text = main_of(page(client))
    assert "发生严重案件" in text
    assert not re.findall(TITLE, text)
    feed = client.get(reverse("brand-log-json")).json()
    assert not re.findall(TITLE, " ".join(item["title"] + item["content_html"] for item in feed["items"]))


def test_a_low_score_is_not_named_without_a_basis(cast: Cast, client: Client) -> None:
    cast.fired(score=50)
    assert "得分" not in main_of(page(client))
    a_basis(cast.people)
    assert "得分过低" in main_of(page(client))


def test_the_reasons_of_two_people_are_read_by_everybody(cast: Cast, client: Client) -> None:
    a_basis(cast.people)
    cast.confirmed()
    text = main_of(page(client))
    assert "理由充分" in text
    assert "near" not in text


def test_the_log_is_narrowed_by_city_kind_what_and_entry(cast: Cast, client: Client) -> None:
    a_basis(cast.people)
    cast.fired(serious_cases=1)
    key = f'id="{cast.entry.number}-'
    for asked in ({"city": "320300"}, {"kind": "shop"}, {"what": "suspend"}, {"entry": cast.entry.number}):
        assert key in page(client, **asked)
    for asked in ({"city": "341300"}, {"kind": "street"}, {"what": "leave"}, {"entry": "2026-99999"}):
        assert key not in page(client, **asked)


def test_an_entry_that_is_not_there_or_not_yet_is_said_not_to_be_there(cast: Cast, client: Client) -> None:
    cast.fired(serious_cases=1)
    hidden = an_entry(cast.people, "nominated", what="演示")
    key = f'id="{cast.entry.number}-'
    for typed in ("unknown", "2026-99999", "2026-1'", " ", "\x00", "９" * 300, hidden.number):
        text = page(client, entry=typed)
        assert key not in text
        assert "没有这个条目" in text
        assert client.get(reverse("brand-log-json"), {"entry": typed}).json()["items"] == []
    assert key in page(client, entry="")
    assert "没有这个条目" not in page(client, entry=cast.entry.number)


@pytest.mark.parametrize("wrong", ["\x00", "\ud800", "9" * 400, "' or 1=1", "２０２６-1", "<script>"])
def test_nonsense_breaks_nothing(client: Client, cast: Cast, wrong: str) -> None:
    for name in ("city", "kind", "what", "entry", "page"):
        for address in ("brand-log", "brand-log-atom"):
            answer = client.get(reverse(address), {name: wrong.encode("utf-8", "replace")})
            assert answer.status_code == 200


@pytest.mark.both_databases
def test_the_log_asks_the_same_of_the_database_however_long_it_is(cast: Cast, client: Client) -> None:
    cast.fired(broken_promises=1)
    page(client)
    few = queries_of(page, client)
    line = LogLine.objects.get()
    for number in range(100, 120):
        line.pk, line.entry = None, an_entry(cast.people, "held", what=f"{number}", criteria=cast.criteria)
        line.save(force_insert=True)
    assert queries_of(page, client) == few


def test_the_entrys_own_page_tells_its_conduct(cast: Cast, client: Client) -> None:
    assert "没有人" not in text_of(client, cast.entry.get_absolute_url())
    cast.fired(broken_promises=1)
    text = text_of(client, cast.entry.get_absolute_url())
    assert "承诺没有兑现" in text
    assert reverse("brand-log") in text


def test_leaving_ends_what_is_open_and_stands_in_the_log(cast: Cast, hour: dict[str, datetime]) -> None:
    row = cast.fired(serious_cases=1)
    with moving(cast.entry, "leave", who=Who.HOLDER, by=cast.people.holder, at=MONDAY):
        pass
    row.refresh_from_db()
    assert (row.stage, row.outcome, row.due_on) == ("ended", "without-object", None)
    assert LogLine.objects.filter(entry=cast.entry, verb="leave").exists()
    assert log.misfits(cast.entry) == []
    with pytest.raises(NotPossible):
        conduct_verbs.state(row, text="还想说", by=cast.people.holder, at=MONDAY)
