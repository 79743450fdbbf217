"""What reports and hand-overs are told of joint supervision."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from huaihai.governance.hand_over.items import DRAFT, DUTY
from huaihai.record.hand_over import OpenItem
from huaihai.supervision import figures, open_items, verbs
from huaihai.supervision.models import PlanVersion, Project, Purchase
from huaihai.supervision.programme import verbs as programme_verbs
from huaihai.supervision.tests.people import MONDAY, People, assemble, client_of, opened

pytestmark = pytest.mark.django_db
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))


def numbers(since: date = QUARTER[0], until: date = QUARTER[1]) -> dict[str, int]:
    return {figure.key: figure.value for figure in figures.figures_between(since, until)}


@pytest.fixture
def people() -> People:
    return assemble()


@pytest.fixture
def project(people: People) -> Project:
    """Three products were bought after its registration."""
    project = opened(people, Project.Kind.TEST)
    for place in range(3):
        Purchase.objects.create(
            project=project,
            product=f"p{place}",
            client_key=f"00000000-0000-0000-0000-{place:012d}",
            brand="演示",
            model="A",
            maker="演示",
            channel="shop",
            city="city:320300",
            shop="演示商店",
            price_fen=100,
            bought_on=MONDAY.date(),
            at=MONDAY,
            by="x",
        )
    registered(project)
    return project


def registered(project: Project) -> None:
    PlanVersion.objects.create(project=project, number=1, plan={}, plan_hash="0" * 64, at=MONDAY, by="x")


def test_each_number_counts_its_own_rows_in_its_span_and_its_page_shows_the_projects_behind_it(
    people: People, project: Project
) -> None:
    found = numbers()
    assert (found["supervision.products"], found["supervision.registered"]) == (3, 1)
    assert sum(found.values()) == 4
    assert sum(numbers(date(2026, 1, 1), date(2026, 10, 31)).values()) == 0
    client = client_of(people.auditor)
    for figure in figures.figures_between(*QUARTER):
        page = client.get(figure.url)
        assert page.status_code == 200, figure.key
        assert (project.title in page.content.decode()) == (figure.value > 0), figure.key
    assert len(found) == len(figures.BY_KEY)
    assert client.get(reverse("office-supervision-figure", args=["nothing"])).status_code == 404


def handed_over() -> list[OpenItem]:
    return list(open_items.projects(MONDAY))


def of_the_alliance(people: People, **said: Any) -> Project:
    facts: dict[str, Any] = {"kind": "survey", "title": "满意度", "theme": "quality", "year": 2026} | said
    return verbs.open_project(lead=None, by=people.office, at=MONDAY, **facts)


def test_the_office_hands_over_what_the_alliance_leads_and_a_duty_with_its_last_day(people: People) -> None:
    opened(people, Project.Kind.TEST)
    last = MONDAY.date() + timedelta(days=20)
    own = of_the_alliance(people, ends_on=last)
    rows = Project.objects.filter(pk=own.pk)
    assert [(item.key, item.kind) for item in handed_over()] == [(own.record_key, DRAFT)]
    registered(own)
    rows.update(stage="running", registered=PlanVersion.objects.get())
    assert [(item.kind, item.due_on) for item in handed_over()] == [(DUTY, last)]
    rows.update(stage="dropped")
    assert handed_over() == []


def test_a_programme_on_its_way_is_handed_over(people: People) -> None:
    days = {"proposals_until": MONDAY.date(), "scores_until": MONDAY.date() + timedelta(days=9)}
    programme_verbs.open_programme(year=2027, **days, by=people.office, at=MONDAY)
    items = list(open_items.programmes(MONDAY))
    assert [(item.kind, item.due_on) for item in items] == [(DRAFT, days["scores_until"])]
