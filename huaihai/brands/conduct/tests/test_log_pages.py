"""The public log: every change in plain words, in both forms of the programme, for people and programs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.brands.conduct import log
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.cast import Cast
from huaihai.brands.models import LogLine
from huaihai.brands.tests.people import MONDAY, a_basis, an_entry
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.reactions import REACTIONS

TITLE = re.compile(r"标识|得分|称号|等级|\b(?:mark|score|holder|title|rank)\b")


@pytest.fixture(autouse=True)
def on_this_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are read on the day after."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=1))


def page(client: Client, **asked: str) -> str:
    answer = client.get(reverse("brand-log"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(text: str) -> str:
    """The page without header and footer, which the house shares."""
    return text.split("<main", 1)[1].split("</main>", 1)[0]


def test_every_event_of_the_log_makes_its_line() -> None:
    for verb in log.LINES:
        assert "huaihai.brands.conduct.log.of_event" in REACTIONS[f"brand_{verb}"]
    logged = {verb for verb, names in REACTIONS.items() if "huaihai.brands.conduct.log.of_event" in names}
    assert logged == set(log.VERBS)


def test_a_suspension_stands_in_the_log_with_rule_facts_and_link(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    a_basis(cast.people)
    scene.fired(cast, monkeypatch, serious_cases=1)
    text = page(client)
    assert cast.entry.name in text
    assert "发生严重案件" in text
    assert cast.entry.get_absolute_url() in text
    assert 'datetime="2026-11-02"' in text


def test_without_a_basis_no_title_is_spoken_of_and_the_facts_stay(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.decided(cast, row, "confirm", at=scene.until_deciding(row), reasons="继续暂停使用标识")
    text = main_of(page(client))
    assert "发生严重案件" in text
    assert not re.findall(TITLE, text)
    feed = client.get(reverse("brand-log-json")).json()
    assert not re.findall(TITLE, " ".join(item["title"] + item["content_html"] for item in feed["items"]))


def test_a_low_score_is_not_named_without_a_basis(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    scene.fired(cast, monkeypatch, score=50)
    assert "得分" not in main_of(page(client))
    a_basis(cast.people)
    assert "得分过低" in main_of(page(client))


def test_the_reasons_of_two_people_are_read_by_everybody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    a_basis(cast.people)
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    scene.decided(cast, row, "confirm", at=scene.until_deciding(row), reasons="事实清楚")
    assert "事实清楚" in page(client)
    assert "near" not in main_of(page(client))


def test_the_log_is_narrowed_by_city_kind_what_and_entry(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    a_basis(cast.people)
    scene.fired(cast, monkeypatch, serious_cases=1)
    key = f'id="{cast.entry.number}-'
    for asked in ({"city": "320300"}, {"kind": "shop"}, {"what": "suspend"}, {"entry": cast.entry.number}):
        assert key in page(client, **asked)
    for asked in ({"city": "341300"}, {"kind": "street"}, {"what": "leave"}, {"entry": "2026-99999"}):
        assert key not in page(client, **asked)


@pytest.mark.parametrize("typed", ["unknown", "2026-99999", "2026-1'", " ", "\x00", "９" * 300])
def test_an_entry_that_is_not_there_is_said_not_to_be_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client, typed: str
) -> None:
    scene.fired(cast, monkeypatch, serious_cases=1)
    text = page(client, entry=typed)
    assert f'id="{cast.entry.number}-' not in text
    assert "没有这个条目" in text
    assert client.get(reverse("brand-log-json"), {"entry": typed}).json()["items"] == []
    assert f'id="{cast.entry.number}-' in page(client, entry="")


def test_an_entry_that_nobody_may_read_yet_is_not_there_either(cast: Cast, client: Client) -> None:
    hidden = an_entry(cast.people, "nominated", what="演示")
    assert "没有这个条目" in page(client, entry=hidden.number)
    assert "没有这个条目" not in page(client, entry=cast.entry.number)


@pytest.mark.parametrize("wrong", ["\x00", "\ud800", "9" * 400, "' or 1=1", "２０２６-1", "<script>"])
def test_nonsense_breaks_nothing(client: Client, cast: Cast, wrong: str) -> None:
    for name in ("city", "kind", "what", "entry", "page"):
        assert client.get(reverse("brand-log"), {name: wrong.encode("utf-8", "replace")}).status_code == 200
        answer = client.get(reverse("brand-log-atom"), {name: wrong.encode("utf-8", "replace")})
        assert answer.status_code == 200


@pytest.mark.both_databases
def test_the_log_asks_the_same_of_the_database_however_long_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    scene.fired(cast, monkeypatch, broken_promises=1)
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client)
    line = LogLine.objects.get()
    for number in range(100, 120):
        other = an_entry(cast.people, "held", what=f"{number}", criteria=cast.criteria)
        LogLine.objects.create(
            entry=other,
            number=1,
            verb=line.verb,
            body=line.body,
            kind=line.kind,
            facts=line.facts,
            at=line.at,
        )
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(few)


def test_feeds_tell_the_same_to_programs(cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    a_basis(cast.people)
    scene.fired(cast, monkeypatch, serious_cases=1)
    found = client.get(reverse("brand-log-json")).json()
    (item,) = found["items"]
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


def test_the_entrys_own_page_tells_its_conduct(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    assert "没有人" not in client.get(cast.entry.get_absolute_url()).content.decode()
    scene.fired(cast, monkeypatch, broken_promises=1)
    text = client.get(cast.entry.get_absolute_url()).content.decode()
    assert "承诺没有兑现" in text
    assert reverse("brand-log") in text


def test_what_a_mark_had_before_the_vote_opens_nothing_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huaihai.brands.conduct import opening
    from huaihai.brands.moving import moving
    from huaihai.brands.powers import Who

    other = an_entry(cast.people, "voting", what="演示", criteria=cast.criteria)
    scene.measure(monkeypatch, {"broken_promises": 1})
    with moving(other, "admit", who=Who.VOTE, by=cast.people.office, at=MONDAY) as move:
        move.row.held_since, move.row.held_until = MONDAY.date(), MONDAY.date() + timedelta(days=365)
    assert opening.watch(other, at=MONDAY + timedelta(days=1)) == []
    scene.measure(monkeypatch, {"broken_promises": 2})
    assert len(opening.watch(other, at=MONDAY + timedelta(days=2))) == 1


def test_leaving_ends_what_is_open_and_stands_in_the_log(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from huaihai.brands.conduct import verbs as conduct_verbs
    from huaihai.brands.moving import moving
    from huaihai.brands.powers import Who

    row = scene.fired(cast, monkeypatch, serious_cases=1)
    with moving(cast.entry, "leave", who=Who.HOLDER, by=cast.people.holder, at=MONDAY):
        pass
    row.refresh_from_db()
    assert (row.stage, row.outcome, row.due_on) == ("ended", "without-object", None)
    assert LogLine.objects.filter(entry=cast.entry, verb="leave").exists()
    assert log.misfits(cast.entry) == []
    with pytest.raises(NotPossible):
        conduct_verbs.state(row, text="还想说", by=cast.people.holder, at=MONDAY)


def test_a_line_that_was_changed_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.fired(cast, monkeypatch, serious_cases=1)
    LogLine.objects.update(facts={})
    assert log.misfits(cast.entry) != []
    LogLine.objects.all().delete()
    assert log.misfits(cast.entry) != []
