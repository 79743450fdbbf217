"""The programme as everybody reads it and proposes for it."""

from datetime import timedelta
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
    PUBLIC,
    SCORES_ON,
    YEAR,
    adopted,
    chosen,
    collecting,
    said,
    task,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def page_of(client: Client, name: str, status: int = 200) -> str:
    answer = client.get(reverse(f"supervision-{name}", args=[YEAR]))
    assert answer.status_code == status
    return answer.content.decode()


def sent(**more: Any) -> dict[str, Any]:
    return {"title": "充电宝", "why": "用了两周就鼓包。", "key": str(uuid4())} | more


def test_somebody_proposes_and_it_waits_for_an_officer(client: Client) -> None:
    year = collecting()
    assert reverse("file-start") in page_of(client, "proposal-new")

    answer = client.post(reverse("supervision-proposal-new", args=[YEAR]), sent())

    assert answer["Location"] == reverse("supervision-proposal-thanks", args=[YEAR])
    assert "充电宝" not in page_of(client, "proposals")
    topic = Topic.objects.get(title="充电宝")
    topics.show(topic, by=year.ten.office, at=MONDAY)
    assert "充电宝" in page_of(client, "proposals")


def test_who_proposes_is_nobody_even_with_a_complaint_open_in_the_same_browser(client: Client) -> None:
    collecting()
    session = client.session
    session[CONSUMER_CASES] = [str(uuid4())]
    session.save()

    client.post(reverse("supervision-proposal-new", args=[YEAR]), sent())

    assert Topic.objects.get(title="充电宝").proposed_by == "public"
    assert not Event.objects.filter(by__startswith="consumer").exists()


def test_the_same_form_sent_twice_is_one_proposal(client: Client) -> None:
    collecting()
    form = sent()

    for _ in range(2):
        assert client.post(reverse("supervision-proposal-new", args=[YEAR]), form).status_code == 302

    assert Topic.objects.filter(title="充电宝").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"why": "\u200b"},
        {"title": "长" * 81},
        {"why": "请打 13800000001 找我"},
        {"title": "坏\x00字"},
        {"key": "nothing"},
    ],
)
def test_what_cannot_be_taken_is_told_and_stays_on_the_page(client: Client, wrong: dict[str, str]) -> None:
    collecting()

    answer = client.post(reverse("supervision-proposal-new", args=[YEAR]), sent(**wrong))

    assert answer.status_code == 200
    assert not Topic.objects.filter(origin="public").exists()
    if "key" not in wrong:
        assert "error" in answer.content.decode()


def test_stuffing_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    collecting()
    monkeypatch.setattr(public, "SENT_A_NETWORK", Brake("topic-test", most=1, seconds=60))

    client.post(reverse("supervision-proposal-new", args=[YEAR]), sent())
    answer = client.post(reverse("supervision-proposal-new", args=[YEAR]), sent(title="第二个"))

    assert answer.status_code == 200
    assert "第二个" in answer.content.decode()
    assert not Topic.objects.filter(title="第二个").exists()


def test_after_the_last_day_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    collecting()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 30 * DAY)

    assert "2026 年 11 月 16 日" in page_of(client, "proposal-new", 409)
    assert reverse("supervision-proposal-new", args=[YEAR]) not in page_of(client, "programme")


def test_before_the_vote_nothing_of_the_choice_is_public(client: Client) -> None:
    chosen()

    page = page_of(client, "programme")

    assert "电热水壶" not in page
    assert "还没有决定" in page


def test_an_adopted_programme_tells_what_why_who_and_when(client: Client) -> None:
    year, _item = adopted()

    page = page_of(client, "programme")

    assert "电热水壶比较试验" in page
    assert year.ten.bodies[1].short_name in page
    assert "2027 年 3 月 1 日" in page
    assert "近期多起自燃" in page
    assert page.count("今年没有安排") == 3  # three of the four themes
    assert "4.5" in page


def test_what_was_proposed_and_not_chosen_is_answered(client: Client) -> None:
    adopted()

    page = page_of(client, "proposals")

    assert "今年未入选" in page
    assert "已入选" in page


def test_what_is_late_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    adopted()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=150))

    assert "逾期" in page_of(client, "programme")


def test_states_follow_the_project() -> None:
    year, item = adopted()
    told = []
    spring, autumn = task(year).starts_on, task(year).ends_on + DAY
    told.append(facts.state(item, spring)[1])
    programme_verbs.open_project(item, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)
    item.refresh_from_db()
    told += [facts.state(item, spring)[1], facts.state(item, autumn)[1]]
    assert item.project is not None
    supervision_verbs.drop(item.project, reason="不做了", by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)
    item.refresh_from_db()
    told.append(facts.state(item, autumn)[1])

    assert told == ["calm", "", "late", "calm"]


def test_a_project_that_is_only_planned_is_not_linked(client: Client) -> None:
    year, item = adopted()
    project = programme_verbs.open_project(item, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)

    assert project.get_absolute_url() not in page_of(client, "programme")


def test_all_years_are_listed(client: Client) -> None:
    collecting()

    assert "2027" in client.get(reverse("supervision-programmes")).content.decode()
    assert client.get("/supervision/programme/2055/").status_code == 404


def test_more_proposals_cost_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    year = collecting()
    page_of(client, "proposals")
    for n in range(6):
        topic = topics.hand_in(year.programme, said(f"题目{n}"), key=uuid4(), by=PUBLIC, at=MONDAY)
        topics.show(topic, by=year.ten.office, at=MONDAY)

    with django_assert_num_queries(3):
        assert "题目5" in page_of(client, "proposals")
