"""Topics come from the season and from rising complaints; they are taken up with a draft or set aside with a reason."""

from datetime import datetime

import pytest
from django.test import Client

from huaihai.desk.lives import NotPossible
from huaihai.education.calendar import facts as calendar_facts
from huaihai.education.calendar import verbs as calendar_verbs
from huaihai.education.models import TopicProposal
from huaihai.kit import clock
from huaihai.law import kinds
from tests.posts import AT, PROGRAM, load_tree, officer_of, post_at, sign_in

MID_MAY = datetime(2027, 5, 20, 2, 0, tzinfo=clock.ZONE)
FACT = {"topic": "G04", "city": "city:320300", "last_week": 9, "weekly_before": 0.25, "chance": 0.0}


def rising() -> TopicProposal:
    return calendar_verbs.propose(
        "rising:G04:2026-11-24",
        "",
        origin=TopicProposal.Origin.RISING,
        month=AT.date().replace(day=1),
        topics=["G04"],
        cities=["city:320300", "city:341300"],
        facts=[FACT],
        by=PROGRAM,
        at=AT,
    )


def test_every_season_has_its_months_and_known_categories() -> None:
    codes = {category.code for category in kinds.CATEGORIES}
    assert {month for season in calendar_facts.all_seasons() for month in season.months} == set(range(1, 13))
    assert all(set(season.topics) <= codes for season in calendar_facts.all_seasons())


@pytest.mark.django_db
def test_a_season_is_proposed_once_two_weeks_ahead() -> None:
    for act in calendar_verbs.due_acts(MID_MAY):
        act()
    proposal = TopicProposal.objects.get()
    assert (proposal.key, proposal.month.month) == ("season:618:2027", 6)
    assert list(calendar_verbs.due_acts(MID_MAY)) == []


@pytest.mark.django_db
def test_a_topic_is_seen_by_staff_alone_and_taken_up_with_a_draft_that_knows_its_cities(
    client: Client,
) -> None:
    load_tree()
    topic = rising()
    address = f"/office/topics/{topic.pk}/"
    assert client.get(address).status_code == 302
    sign_in(client, post_at("city:320300").account)
    page = client.get(address).content.decode()
    assert "食品" in page
    assert "宿州" in page
    answer = client.post(f"{address}draft/", {"title": "散装酱菜，先看标签", "kind": "warning"})
    topic.refresh_from_db()
    assert answer.status_code == 302
    assert topic.publication is not None
    assert topic.publication.newest.cities == ["city:320300", "city:341300"]
    assert topic.publication.newest.topics == ["G04"]
    client.post("/office/topics/new/", {"title": "电动车充电", "topic": "G05", "note": "车棚失火"})
    assert "电动车充电" in client.get("/office/topics/").content.decode()


@pytest.mark.django_db
def test_two_who_decide_on_one_topic_are_told() -> None:
    load_tree()
    topic, officer = rising(), officer_of("city:320300")
    calendar_verbs.set_aside(topic, reason="已有警示", by=officer, at=AT)
    with pytest.raises(NotPossible):
        calendar_verbs.set_aside(topic, reason="again", by=officer, at=AT)
