"""What reports and hand-overs are told of joint supervision."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.hand_over.items import DRAFT, DUTY
from huaihai.members.models import Account
from huaihai.record.hand_over import OpenItem
from huaihai.supervision import figures, verbs, waiting
from huaihai.supervision.models import PlanVersion, Project, Purchase
from huaihai.supervision.programme import verbs as programme_verbs
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))


def numbers(since: date = QUARTER[0], until: date = QUARTER[1]) -> dict[str, int]:
    return {figure.key: figure.value for figure in figures.figures_between(since, until)}


def bought(project: Project, n: int) -> None:
    for place in range(n):
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


def registered(project: Project) -> None:
    PlanVersion.objects.create(project=project, number=1, plan={}, plan_hash="0" * 64, at=MONDAY, by="x")


def test_each_number_counts_its_own_rows_in_its_span() -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    bought(project, 3)
    registered(project)

    found = numbers()

    assert (found["supervision.products"], found["supervision.registered"]) == (3, 1)
    assert sum(found.values()) == 4
    assert sum(numbers(date(2026, 1, 1), date(2026, 10, 31)).values()) == 0


@pytest.mark.parametrize("key", figures.BY_KEY)
def test_the_page_of_a_number_shows_the_projects_behind_it(key: str) -> None:
    people = assemble()
    project = opened(people, Project.Kind.TEST)
    bought(project, 3)
    registered(project)
    client = Client()
    sign_in(client, Account.objects.get(pk=people.auditor.account_id or ""))

    figure = next(one for one in figures.figures_between(*QUARTER) if one.key == f"supervision.{key}")
    page = client.get(figure.url)

    assert page.status_code == 200
    assert (project.title in page.content.decode()) == (figure.value > 0)


def test_a_number_that_does_not_exist_is_not_there() -> None:
    people = assemble()
    client = Client()
    sign_in(client, Account.objects.get(pk=people.auditor.account_id or ""))

    assert client.get(reverse("office-supervision-figure", args=["nothing"])).status_code == 404


def told(people: People) -> list[OpenItem]:
    rows: Iterator[OpenItem] = waiting.projects(MONDAY)
    return list(rows)


def test_the_office_hands_over_what_the_alliance_leads_and_nothing_else() -> None:
    people = assemble()
    opened(people, Project.Kind.TEST)
    own = verbs.open_project(
        kind="survey", title="满意度", theme="quality", lead=None, year=2026, by=people.office, at=MONDAY
    )
    first = told(people)
    Project.objects.filter(pk=own.pk).update(stage="dropped")

    assert [(item.key, item.kind) for item in first] == [(own.record_key, DRAFT)]
    assert told(people) == []


def test_a_project_under_way_is_a_duty_with_its_last_day() -> None:
    people = assemble()
    last = MONDAY.date() + timedelta(days=20)
    own = verbs.open_project(
        kind="survey",
        title="满意度",
        theme="quality",
        lead=None,
        year=2026,
        ends_on=last,
        by=people.office,
        at=MONDAY,
    )
    registered(own)
    Project.objects.filter(pk=own.pk).update(stage="running", registered=PlanVersion.objects.get())

    assert [(item.kind, item.due_on) for item in told(people)] == [(DUTY, last)]


def test_a_programme_on_its_way_is_handed_over() -> None:
    people = assemble()
    days = {"proposals_until": MONDAY.date(), "scores_until": MONDAY.date() + timedelta(days=9)}
    programme_verbs.open_programme(year=2027, **days, by=people.office, at=MONDAY)

    items = list(waiting.programmes(MONDAY))

    assert [(item.kind, item.due_on) for item in items] == [(DRAFT, days["scores_until"])]
