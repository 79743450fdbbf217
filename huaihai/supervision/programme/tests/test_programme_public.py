"""The programme as everybody reads it and proposes for it."""

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.governance.tests.deciding import MONDAY
from huaihai.kit import clock
from huaihai.kit.brakes import Brake
from huaihai.members.actors import CONSUMER_CASES
from huaihai.record.models import Event
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Topic
from huaihai.supervision.programme import facts, public, topics
from huaihai.supervision.programme import verbs as programme_verbs
from huaihai.supervision.programme.tests.programmes import (
    DAY,
    SCORES_ON,
    YEAR,
    Year,
    adopted,
    chosen,
    handed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def page_of(client: Client, name: str, status: int = 200) -> str:
    answer = client.get(reverse(f"supervision-{name}", args=[YEAR]))
    assert answer.status_code == status
    return answer.content.decode()


def propose(client: Client, **typed: Any) -> Any:
    sent = {"title": "充电宝", "why": "用了两周就鼓包。", "key": str(uuid4())} | typed
    return client.post(reverse("supervision-proposal-new", args=[YEAR]), sent)


def test_somebody_proposes_once_as_nobody_and_it_waits_for_an_officer(client: Client, year: Year) -> None:
    session = client.session
    session[CONSUMER_CASES] = {str(uuid4()): ""}  # a complaint is open in the same browser
    session.save()
    assert reverse("file-start") in page_of(client, "proposal-new")
    key = str(uuid4())
    for _time in range(2):
        answer = propose(client, key=key)
        assert answer["Location"] == reverse("supervision-proposal-thanks", args=[YEAR])
    topic = Topic.objects.get(title="充电宝")
    assert topic.proposed_by == "public"
    assert not Event.objects.filter(by__startswith="consumer").exists()
    assert "充电宝" not in page_of(client, "proposals")
    topics.show(topic, by=year.ten.office, at=MONDAY)
    assert "充电宝" in page_of(client, "proposals")


@pytest.mark.usefixtures("year")
def test_what_cannot_be_taken_is_told_and_stays_on_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, wrong in (
        ("title", ""),
        ("why", "\u200b"),
        ("title", "长" * 81),
        ("why", "请打 13800000001 找我"),
        ("title", "坏\x00字"),
        ("key", "nothing"),
    ):
        answer = propose(client, **{name: wrong})
        assert answer.status_code == 200, wrong
        assert name == "key" or "error" in answer.content.decode(), wrong
    assert not Topic.objects.filter(origin="public").exists()
    monkeypatch.setattr(public, "SENT_A_NETWORK", Brake("topic-test", most=1, seconds=60))
    propose(client)
    answer = propose(client, title="第二个")  # too many from one network
    assert answer.status_code == 200
    assert "第二个" in answer.content.decode()
    assert not Topic.objects.filter(title="第二个").exists()


@pytest.mark.usefixtures("year")
def test_after_the_last_day_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2027" in client.get(reverse("supervision-programmes")).content.decode()
    assert client.get("/supervision/programme/2055/").status_code == 404
    assert (
        client.get(reverse("supervision-programme-list", args=[YEAR])).status_code == 404
    )  # no vote, no file
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 30 * DAY)
    assert "2026 年 11 月 16 日" in page_of(client, "proposal-new", 409)
    assert reverse("supervision-proposal-new", args=[YEAR]) not in page_of(client, "programme")


def test_before_the_vote_nothing_of_the_choice_is_public(client: Client) -> None:
    chosen()

    page = page_of(client, "programme")

    assert "电热水壶" not in page
    assert "还没有决定" in page


def test_an_adopted_programme_tells_what_why_who_when_and_what_was_not_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    year, item = adopted()
    page = page_of(client, "programme")
    assert "电热水壶比较试验" in page
    assert year.ten.bodies[1].short_name in page
    assert "2027 年 3 月 1 日" in page
    assert "近期多起自燃" in page
    assert page.count("今年没有安排") == 3  # three of the four themes
    assert "4.5" in page
    page = page_of(client, "proposals")
    assert "今年未入选" in page
    assert "已入选" in page
    answer = client.get(reverse("supervision-programme-list", args=[YEAR]))
    assert hashlib.sha256(answer.content).hexdigest() == year.programme.content_hash
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=150))
    assert "逾期" in page_of(client, "programme")
    project = programme_verbs.open_project(item, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)
    assert project.get_absolute_url() not in page_of(client, "programme")  # it is only planned


def test_states_follow_the_project() -> None:
    year, item = adopted()
    leader, spring, autumn = year.ten.voice(year.ten.bodies[1]), date(YEAR, 3, 1), date(YEAR, 7, 1)
    told = [facts.state(item, spring)[1]]
    project = programme_verbs.open_project(item, by=leader, at=SCORES_ON)
    item.refresh_from_db()
    told += [facts.state(item, day)[1] for day in (spring, autumn)]
    supervision_verbs.drop(project, reason="不做了", by=leader, at=SCORES_ON)
    item.refresh_from_db()
    assert [*told, facts.state(item, autumn)[1]] == ["calm", "", "late", "calm"]


def test_more_proposals_cost_no_more_queries(
    client: Client, year: Year, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_of(client, "proposals")
    for n in range(6):
        topics.show(handed_in(year, f"题目{n}"), by=year.ten.office, at=MONDAY)
    with django_assert_num_queries(3):
        assert "题目5" in page_of(client, "proposals")
