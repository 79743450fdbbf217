"""The programme as the staff use it, page by page."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.cases.models import TradeMonth
from huaihai.governance.models import Motion
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.members.models import Role
from huaihai.supervision.models import Programme, Project, Topic, TopicScore
from huaihai.supervision.programme.facts import span, suggestions
from huaihai.supervision.programme.tests.programmes import (
    DAY,
    MONDAY,
    SCORES_ON,
    YEAR,
    Year,
    adopted,
    assemble,
    handed_in,
    scored,
)
from huaihai.supervision.tests.people import page_at as text
from tests.reading import without_chance

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Their browsers, on the Monday; the scene of each test opens the accounts."""
    hands = Hands(monkeypatch)
    hands.now(MONDAY)
    return hands


def of_year(name: str) -> str:
    return reverse(f"office-programme{name}", args=[YEAR])


def of_topic(name: str, topic: Topic) -> str:
    return reverse(f"office-programme-topic-{name}", args=[topic.pk])


def filled(seen: int, **more: str) -> dict[str, Any]:
    """The form with which a topic is chosen, as a browser sends it."""
    return {
        "seen": seen,
        "kind": "test",
        "theme": "quality",
        "lead": "alliance",
        "starts_on": "2027-03-01",
        "ends_on": "2027-06-30",
    } | more


def test_a_city_proposes_what_complaints_suggest(hands: Hands, year: Year) -> None:
    since, until = span(MONDAY.date())
    TradeMonth.objects.create(category="G01", month=since, counts={"cases": 240}, counted_at=MONDAY)
    TradeMonth.objects.create(
        category="G01", month=since.replace(year=since.year - 1), counts={"cases": 200}, counted_at=MONDAY
    )
    TradeMonth.objects.create(category="G02", month=until, counts={"cases": 999}, counted_at=MONDAY)
    city = hands.of("city:411400", Role.OFFICER)

    page = text(city, of_year("-suggestions"))
    form = text(city, of_year("-topic-new") + "?category=G01")
    answer = city.post(
        of_year("-topic-new") + "?category=G01",
        {"title": "家用电器", "why": "投诉最多", "key": str(uuid4())},
    )

    assert "+20%" in page
    assert "999" not in without_chance(page)
    assert "240 complaints" in form
    assert answer.status_code == 302
    made = Topic.objects.get(title="家用电器")
    assert made.origin == "complaints"


def test_suggestions_take_the_same_queries_however_many_months_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assemble()
    since, _until = span(MONDAY.date())
    for place, category in enumerate(("G01", "G02", "S01")):
        TradeMonth.objects.create(
            category=category, month=since, counts={"cases": place + 1}, counted_at=MONDAY
        )

    with django_assert_num_queries(3):
        found = suggestions(MONDAY.date())

    assert [one.category for one in found] == ["S01", "G02", "G01"]
    assert found[0].change is None


def test_proposals_of_the_public_wait_to_be_looked_at(hands: Hands, year: Year) -> None:
    topic, office = handed_in(year, "充电宝自燃"), hands.office
    assert "1 proposal of the public waits" in text(office, of_year(""))
    assert "充电宝自燃" in text(office, of_year("") + "?show=waiting")
    office.post(of_topic("show", topic))
    topic.refresh_from_db()
    assert topic.stage == "open"
    refused = office.post(of_topic("hide", topic), {"answer": ""})
    assert refused.status_code == 200
    assert '<button class="btn late"' in refused.content.decode()
    assert office.post(of_topic("hide", topic), {"answer": "点了名"}).status_code == 302
    assert office.post(of_topic("hide", topic), {"answer": "点了名"}).status_code == 409


def test_a_city_scores_all_topics_in_one_form_and_sees_the_others_only_afterwards(
    hands: Hands, year: Year
) -> None:
    one, two = (str(topic.pk) for topic in year.topics)
    city, other = hands.of("city:411400"), hands.of("city:341300")
    page = reverse("office-topic-of-programme", args=[one])
    assert city.post(of_year("-scores"), {one: "9"}).status_code == 200
    assert city.post(of_year("-scores"), {one: "4", two: ""}).status_code == 302
    assert TopicScore.objects.get().points == 4
    assert "1 city has scored this topic" in text(other, page)
    assert "What our city gave" in text(city, page)
    year.programme.refresh_from_db()
    hands.office.post(of_year("-scored"), {"seen": year.programme.version})
    assert '<td class="num" data-label="Score">4</td>' in text(other, page)


def test_the_office_opens_a_year(hands: Hands) -> None:
    assemble()
    days = {"proposals_until": "2026-11-20", "scores_until": "2026-12-10"}
    answer = hands.office.post(reverse("office-programme-opening"), {"year": "2027", **days})
    assert answer["Location"] == of_year("")
    assert Programme.objects.get().year == 2027


def test_the_office_chooses_takes_out_again_and_puts_the_list_to_the_vote(hands: Hands) -> None:
    topic = scored().topics[0]
    hands.now(SCORES_ON)

    def choose(**typed: str) -> int:
        sent = filled(Programme.objects.get().version, **typed)
        return int(hands.office.post(of_topic("choice", topic), sent).status_code)

    assert choose(starts_on="2026-01-01") == 200
    assert choose() == 302
    hands.office.post(of_topic("putting-back", topic))
    topic.refresh_from_db()
    assert topic.stage == "open"
    assert choose() == 302
    seen = Programme.objects.get().version
    assert hands.office.post(of_year("-vote"), {"seen": seen - 1}).status_code == 409
    answer = hands.office.post(of_year("-vote"), {"seen": seen})
    motion = Motion.objects.get()
    assert answer["Location"] == reverse("office-motion", args=[motion.pk])
    assert motion.number in text(hands.office, of_year(""))
    assert text(hands.office, reverse("office-motion", args=[motion.pk]))


def test_an_adopted_programme_opens_its_projects(hands: Hands) -> None:
    year, topic = adopted()
    hands.now(SCORES_ON + 10 * DAY)
    assert hands.of("city:341300").post(of_topic("project", topic)).status_code == 409
    assert not Project.objects.exists()
    leader = hands.of(year.ten.bodies[1].key)
    assert "Open the project" in text(leader, of_year(""))
    answer = leader.post(of_topic("project", topic))
    assert answer["Location"] == Project.objects.get().office_url
    assert leader.post(of_topic("project", topic)).status_code == 409


def test_what_the_office_does_nobody_else_does_and_what_is_not_there_is_not_found(
    hands: Hands, year: Year
) -> None:
    topic, city, auditor = year.topics[0], hands.of("city:411400"), hands.of("city:411400", Role.AUDITOR)
    for name in ("-scored", "-vote", "-taking-back"):
        assert city.post(of_year(name), {"seen": year.programme.version}).status_code == 409, name
    for name in ("-vote", "-taking-back"):  # not yet, whoever it is
        assert hands.office.post(of_year(name), {"seen": year.programme.version}).status_code == 409, name
    year.programme.refresh_from_db()
    assert year.programme.stage == "collecting"
    assert "电热水壶" in text(auditor, of_year(""))
    assert text(auditor, reverse("office-programmes"))
    for page in (
        of_year("-topic-new"),
        of_year("-scores"),
        of_topic("hide", topic),
        of_topic("choice", topic),
    ):
        assert auditor.get(page).status_code == 404, page
    assert auditor.post(of_topic("show", topic)).status_code == 409
    for page in ("2099/", "20270/", f"topics/{uuid4()}/"):
        assert hands.office.get(f"/office/supervision/programme/{page}").status_code == 404, page
    assert hands.office.get(of_year("-topic-new") + "?category=%00").status_code == 200


def test_more_topics_and_items_cost_no_more_queries(
    hands: Hands, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    year, _topic = adopted()
    for n in range(8):
        Topic.objects.create(
            programme=year.programme,
            origin="city",
            stage="chosen",
            title=f"题目{n}",
            why="因为",
            kind="visit",
            theme="green",
            starts_on=date(YEAR, 1, 1),
            ends_on=date(YEAR, 2, 1),
            client_key=uuid4(),
            proposed_at=MONDAY,
            proposed_by="x",
        )
    hands.office.get(of_year(""))

    with django_assert_max_num_queries(40):
        hands.office.get(of_year(""))
